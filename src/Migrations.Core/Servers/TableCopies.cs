using System.Globalization;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>
/// Empty copies of a database's tables in a scratch database, made when they are asked for. A table that a statement changes is
/// copied with its foreign keys and with the tables on both of their ends, for these decide what a server allows; a table that only
/// stands at such an end comes without foreign keys of its own.
/// </summary>
internal sealed class TableCopies
{
    private readonly DatabaseSession _source;
    private readonly ScratchDatabase _scratch;
    private readonly NameComparer _names;
    private readonly Dictionary<LiveKey, TableCopy> _bySource;
    private readonly Dictionary<LiveKey, TableCopy?> _byName;
    private readonly Dictionary<LiveKey, string> _otherNames;
    private readonly HashSet<(LiveKey Table, int Offset)> _foreignKeys = [];

    /// <summary>Makes nothing yet.</summary>
    /// <param name="source">The session whose tables are copied. It is only read from.</param>
    /// <param name="scratch">Where to.</param>
    public TableCopies(DatabaseSession source, ScratchDatabase scratch)
    {
        _source = source;
        _scratch = scratch;
        _names = NameComparer.Of(source);
        _bySource = new(_names);
        _byName = new(_names);
        _otherNames = new(_names);
    }

    /// <summary>The SQL that stands for a table of the run in the scratch database; a table that is there but not yet copied is copied bare.</summary>
    public string Place(ObjectName name, CancellationToken cancellation)
    {
        var key = KeyOf(name);
        return Place(Bare(key, cancellation)?.Name ?? NameFor(key));
    }

    /// <summary>The copy of a table as the run's statements have left it, fit to be changed; null where there is no such table, or only one that the run made.</summary>
    /// <exception cref="MySqlException">A server refused something.</exception>
    public TableCopy? Full(ObjectName name, CancellationToken cancellation)
    {
        if (Bare(KeyOf(name), cancellation) is not { } copy) return null;
        if (copy.IsFull || copy.Obstacle is not null) return copy;
        AddForeignKeys(copy, _ => true, cancellation);
        foreach (var child in Children(copy.Source, cancellation))
        {
            if (BareOfSource(child, cancellation) is { Obstacle: null } other) AddForeignKeys(other, parent => _names.Equals(parent, copy.Source), cancellation);
        }
        copy.RowVersions = RowVersions.Read(_source, copy.Source, _scratch, cancellation);
        RowVersions.Imitate(_scratch.Session, Place(copy.Name), copy.RowVersions ?? 0, cancellation);
        copy.IsFull = true;
        return copy;
    }

    /// <summary>Says that a table of the run has another name from now on.</summary>
    public void Rename(ObjectName from, ObjectName to)
    {
        var copy = _byName.TryGetValue(KeyOf(from), out var found) ? found : null;
        _byName[KeyOf(from)] = null;
        _byName[KeyOf(to)] = copy;
        if (copy is not null) copy.Name = NameFor(KeyOf(to));
    }

    /// <summary>Says that the run has dropped or made a table: whatever the source has under that name, it is not that.</summary>
    public void Replace(ObjectName name) => _byName[KeyOf(name)] = null;

    /// <summary>Whether the source has the table, and no statement of the run took its name away.</summary>
    public bool Has(ObjectName name, CancellationToken cancellation) => Bare(KeyOf(name), cancellation) is not null;

    private LiveKey KeyOf(ObjectName name) => new(name.Database ?? _source.Database, name.Name);

    private string Place(string name) => SqlName.Quote(_scratch.Name) + "." + SqlName.Quote(name);

    // Tables of other databases come into the same scratch database, where their names may be taken.
    private string NameFor(LiveKey key)
    {
        if (_names.Equals(key, new LiveKey(_source.Database, key.Table))) return key.Table;
        if (!_otherNames.TryGetValue(key, out var name))
            _otherNames.Add(key, name = ScratchDatabase.Prefix + "other_" + _otherNames.Count.ToString(CultureInfo.InvariantCulture));
        return name;
    }

    private TableCopy? Bare(LiveKey key, CancellationToken cancellation)
    {
        if (_byName.TryGetValue(key, out var known)) return known;
        return BareOfSource(key, cancellation);
    }

    private TableCopy? BareOfSource(LiveKey key, CancellationToken cancellation)
    {
        if (_bySource.TryGetValue(key, out var known)) return known;
        var copy = Make(key, cancellation);
        if (copy is null) return null;
        _bySource[key] = copy;
        if (!_byName.ContainsKey(key)) _byName[key] = copy;
        return copy;
    }

    private TableCopy? Make(LiveKey key, CancellationToken cancellation)
    {
        string ddl;
        try
        {
            ddl = _source.Query($"SHOW CREATE TABLE {SqlName.Quote(key.Database)}.{SqlName.Quote(key.Table)}", row => row.GetString(1), cancellation)[0];
        }
        catch (MySqlException missing) when (missing.ErrorCode is MySqlErrorCode.NoSuchTable or MySqlErrorCode.UnknownDatabase)
        {
            return null;
        }
        if (DdlParser.Parse(new SourceText("", ddl), 0, ddl.Length, _source.Modes) is not CreateTableStatement { Body: { } body } table) return null;
        var copy = new TableCopy(key, NameFor(key), table);
        // Other engines reach outside the server, or have no notion of algorithms.
        if (table.Options.Engine?.ToUpperInvariant() is not ("INNODB" or "MYISAM" or "MEMORY"))
        {
            copy.Obstacle = $"Tables of the engine {table.Options.Engine} are not tried.";
            return copy;
        }
        var elements = string.Join(",\n", table.Elements.Where(element => element is not ForeignKeyElement).Select(element => element.Span.TextIn(ddl)));
        _scratch.Session.Execute($"CREATE TABLE {Place(copy.Name)} (\n{elements}\n){ddl.Substring(body.End)}", cancellation);
        KeepRowFormat(copy, cancellation);
        return copy;
    }

    // A table keeps the format that was the server's default when it was made, and SHOW CREATE TABLE does not say so.
    private void KeepRowFormat(TableCopy copy, CancellationToken cancellation)
    {
        const string Format = "SELECT ROW_FORMAT FROM information_schema.TABLES WHERE TABLE_SCHEMA = @database AND TABLE_NAME = @table";
        var wanted = _source.Query(Format, row => LockQuestion.Text(row, 0), cancellation, ("@database", copy.Source.Database), ("@table", copy.Source.Table)).FirstOrDefault();
        var has = _scratch.Session.Query(Format, row => LockQuestion.Text(row, 0), cancellation, ("@database", _scratch.Name), ("@table", copy.Name)).FirstOrDefault();
        if (wanted?.ToUpperInvariant() is "DYNAMIC" or "COMPACT" or "REDUNDANT" or "COMPRESSED" && !string.Equals(wanted, has, StringComparison.OrdinalIgnoreCase))
            _scratch.Session.Execute($"ALTER TABLE {Place(copy.Name)} ROW_FORMAT={wanted}", cancellation);
    }

    private void AddForeignKeys(TableCopy copy, Func<LiveKey, bool> isWanted, CancellationToken cancellation)
    {
        foreach (var element in copy.Definition.Elements.OfType<ForeignKeyElement>())
        {
            var key = element.ForeignKey;
            var parent = new LiveKey(key.ReferencedDatabase ?? copy.Source.Database, key.ReferencedTable);
            // Once only: a statement of the run may have dropped it since.
            if (!isWanted(parent) || !_foreignKeys.Add((copy.Source, element.Span.Start))) continue;
            var target = BareOfSource(parent, cancellation)?.Name ?? NameFor(parent);
            var definition = Relocation.OfPart(copy.Definition.Source, element.Span, _source.Modes, _ => Place(target));
            _scratch.Session.Execute($"ALTER TABLE {Place(copy.Name)} ADD {definition}", cancellation);
        }
    }

    private IReadOnlyList<LiveKey> Children(LiveKey parent, CancellationToken cancellation) => _source.Query(
        "SELECT DISTINCT TABLE_SCHEMA, TABLE_NAME FROM information_schema.KEY_COLUMN_USAGE WHERE REFERENCED_TABLE_SCHEMA = @database AND REFERENCED_TABLE_NAME = @table",
        row => new LiveKey(row.GetString(0), row.GetString(1)), cancellation, ("@database", parent.Database), ("@table", parent.Table));

    /// <summary>Names as the source compares them.</summary>
    private sealed class NameComparer(StringComparer comparer) : IEqualityComparer<LiveKey>
    {
        public static NameComparer Of(DatabaseSession session) => new(
            session.Query("SELECT @@lower_case_table_names", row => Convert.ToInt32(row.GetValue(0), CultureInfo.InvariantCulture))[0] == 0 ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

        public bool Equals(LiveKey x, LiveKey y) => comparer.Equals(x.Database, y.Database) && comparer.Equals(x.Table, y.Table);

        public int GetHashCode(LiveKey key) => (comparer.GetHashCode(key.Database) * 397) ^ comparer.GetHashCode(key.Table);
    }
}

/// <summary>A table's copy.</summary>
/// <param name="source">The table it was copied from.</param>
/// <param name="name">Its name in the scratch database.</param>
/// <param name="definition">What it was copied by.</param>
internal sealed class TableCopy(LiveKey source, string name, CreateTableStatement definition)
{
    public LiveKey Source { get; } = source;

    /// <summary>Its name in the scratch database; a statement of the run may rename it.</summary>
    public string Name { get; set; } = name;

    public CreateTableStatement Definition { get; } = definition;

    /// <summary>Whether it has its foreign keys, those that point to it, and its row versions.</summary>
    public bool IsFull { get; set; }

    /// <summary>Why there is no table behind it; null where there is one.</summary>
    public string? Obstacle { get; set; }

    /// <summary>The row versions that the source table had; null where the account may not see them.</summary>
    public int? RowVersions { get; set; }
}
