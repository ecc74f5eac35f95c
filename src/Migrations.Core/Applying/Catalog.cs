using Migrations.Core.Schemas;
using Migrations.Core.Servers;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Applying;

/// <summary>
/// The database's tables as they are now: read once when a run begins, and kept current from the statements that were executed. Where a statement
/// leaves something to the server (a name it invents, an index it makes for a foreign key, all that a routine does), that part of the table is
/// read anew, and only when somebody asks for it.
/// </summary>
internal sealed class Catalog
{
    private readonly DatabaseSession? _session;
    private readonly string _own;
    private readonly SchemaFold _fold;
    private readonly Dictionary<string, TableParts> _stale;
    private readonly HashSet<string> _known;
    private readonly StringComparer _names;
    private readonly HashSet<string> _made;
    private readonly HashSet<string> _inherited;
    private bool _isAllStale;
    private bool _isBlind;
    private string? _current;

    private Catalog(DatabaseSession? session, string own, LiveSchema live, DatabaseSchema schema)
    {
        _session = session;
        _own = own;
        Live = live;
        // 1 and 2: stored in lower case, or compared so.
        _names = live.LowerCaseTableNames == 0 ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        _fold = new SchemaFold(schema, _names);
        _stale = new Dictionary<string, TableParts>(_names);
        _known = new HashSet<string>(_names);
        _made = new HashSet<string>(_names);
        _inherited = new HashSet<string>(_names);
    }

    /// <summary>What the server told at the beginning.</summary>
    public LiveSchema Live { get; }

    /// <summary>The server.</summary>
    public ServerInfo Server => Live.Server;

    /// <summary>How definitions are compared with what this server shows.</summary>
    public ComparisonOptions Comparison => Live.ComparisonOptions;

    /// <summary>Reads the database.</summary>
    /// <exception cref="MigrationException"><c>SchemaUnreadable</c>.</exception>
    public static Catalog Read(DatabaseSession session, CancellationToken cancellation)
    {
        var live = session.ReadSchema(cancellation);
        return new Catalog(session, session.Database, live, live.Schema);
    }

    /// <summary>A copy for a forecast: it follows what statements would do, and does not ask the server about what they have not done.</summary>
    public Catalog Forecast() => new(null, _own, Live, _fold.ToSchema());

    /// <summary>
    /// Whether a table of that name was there when the run began; or, behind a statement whose work is not seen from here (it may have renamed one that was), whether it
    /// is one that no statement is known to have made and that has rows.
    /// </summary>
    public bool WasThere(ObjectName name)
    {
        var resolved = Resolve(name);
        // What is in another database was there as far as this run can know.
        if (resolved.Database is not null || _inherited.Contains(resolved.Name) || Live.Schema.Tables.Any(table => table.Database is null && _names.Equals(table.Name, resolved.Name))) return true;
        return _isBlind && !_made.Contains(resolved.Name) && HasRows(resolved);
    }

    /// <summary>Another database is the session's from now on (<c>USE</c>).</summary>
    /// <param name="database">Its name; null for the one of the connection.</param>
    public void Use(string? database) => _current = string.Equals(database, _own, StringComparison.OrdinalIgnoreCase) ? null : database;

    /// <summary>A statement of the session's own was sent: it may have been a <c>USE</c>.</summary>
    public void Follow(KnownStatement statement)
    {
        if (statement.UsedDatabase is { } database) Use(database);
    }

    /// <summary>A table; null where there is none.</summary>
    /// <param name="name">The name as a statement writes it.</param>
    /// <param name="parts">What of it matters: no other part is asked of the server.</param>
    public Table? Find(ObjectName name, TableParts parts = TableParts.All)
    {
        var resolved = Resolve(name);
        if (IsStale(resolved, parts)) Refresh(resolved);
        return _fold.Get(resolved);
    }

    /// <summary>The names of the tables of the connection's own database, as far as they are known.</summary>
    public IEnumerable<string> Names => _fold.Names;

    /// <summary>Whether there is a view of that name.</summary>
    public bool HasView(ObjectName name)
    {
        var resolved = Resolve(name);
        if (IsStale(resolved, TableParts.None)) Refresh(resolved);
        return _fold.HasView(resolved);
    }

    /// <summary>A view as the server shows it; null where there is none.</summary>
    public SchemaView? ViewOf(ObjectName name) => HasView(name) ? _fold.ViewOf(Resolve(name)) : null;

    /// <summary>Whether a part of a table is a guess: this is a forecast, and a statement before left that part to the server.</summary>
    public bool IsGuess(ObjectName name, TableParts parts) => _session is null && _stale.TryGetValue(Key(Resolve(name)), out var stale) && stale != TableParts.All && (stale & parts) != 0;

    /// <summary>A statement was executed.</summary>
    public void Apply(DdlStatement statement)
    {
        if (statement is UnknownStatement) return;
        foreach (var (from, to) in RenamesOf(statement))
        {
            if (WasThere(from)) _inherited.Add(Resolve(to).Name);
        }
        foreach (var made in BaselineOrder.MadeBy(statement)) _made.Add(Resolve(made).Name);
        foreach (var (table, parts) in Unsettled.By(statement, Find)) MarkStale(Resolve(table), parts);
        _fold.Apply(Localized(statement));
    }

    /// <summary>Something was executed that can have changed any table (<c>CALL</c>, <c>EXECUTE</c>, DDL that could not be read).</summary>
    public void Forget()
    {
        if (_session is null) return;
        _isAllStale = true;
        _isBlind = true;
        _known.Clear();
    }

    /// <summary>What is known of a table may be wrong: it is read anew when it is asked for.</summary>
    public void Forget(ObjectName name) => MarkStale(Resolve(name), TableParts.All);

    private static string Key(ObjectName name) => name.Database is null ? name.Name : $"{name.Database}\0{name.Name}";

    private Table? Find(ObjectName name) => _fold.Get(Resolve(name));

    private ObjectName Resolve(ObjectName name)
    {
        var database = name.Database ?? _current;
        if (string.Equals(database, _own, StringComparison.OrdinalIgnoreCase)) database = null;
        return database == name.Database ? name : name with { Database = database };
    }

    private bool IsStale(ObjectName name, TableParts parts)
    {
        if (_session is null) return false;
        var key = Key(name);
        if (_stale.TryGetValue(key, out var stale) && ((stale & parts) != 0 || stale == TableParts.All)) return true;
        // A table of another database is read when it is first named.
        return (_isAllStale || name.Database is not null) && !_known.Contains(key);
    }

    private static IEnumerable<(ObjectName From, ObjectName To)> RenamesOf(DdlStatement statement) => statement switch
    {
        RenameTableStatement rename => rename.Renames.Select(pair => (pair.From, pair.To)),
        AlterTableStatement alter => alter.Clauses.OfType<RenameToClause>().Select(rename => (alter.Table, rename.To)),
        _ => [],
    };

    private bool HasRows(ObjectName name)
    {
        try
        {
            return _session!.Query($"SELECT 1 FROM {SqlName.Quote(_own)}.{SqlName.Quote(name.Name)} LIMIT 1", row => row.GetInt32(0)).Count > 0;
        }
        catch (MySqlException) when (_session!.IsOpen)
        {
            // It is not there, or not to be read: the statement itself will say.
            return false;
        }
    }

    private void MarkStale(ObjectName name, TableParts parts)
    {
        var key = Key(name);
        _stale[key] = _stale.TryGetValue(key, out var before) ? before | parts : parts;
    }

    private void Refresh(ObjectName name)
    {
        // Servers with lower_case_table_names = 1 keep the names in lower case.
        var asked = Live.LowerCaseTableNames == 1 ? name.Name.ToLowerInvariant() : name.Name;
        var read = _session!.ReadTables(name.Database ?? _own, [asked], default);
        _fold.Remove(name);
        _fold.Apply(new DropStatement { Source = new Sources.SourceText("", ""), Span = default, Kind = DroppedKind.View, Names = [name] });
        foreach (var table in read.Tables) _fold.Put(table);
        foreach (var view in read.Views) _fold.Apply(new CreateViewStatement { Source = new Sources.SourceText("", ""), Span = default, View = view, OrReplace = true });
        _stale.Remove(Key(name));
        _known.Add(Key(name));
    }

    // The names in a statement as this catalog keeps them: without the connection's own database, with the one that USE named.
    private DdlStatement Localized(DdlStatement statement) => statement switch
    {
        CreateTableStatement create => create with { Table = Resolve(create.Table), Like = create.Like is { } like ? Resolve(like) : null },
        CreateIndexStatement create => create with { Table = Resolve(create.Table) },
        AlterTableStatement alter => alter with
        {
            Table = Resolve(alter.Table),
            Clauses = [.. alter.Clauses.Select(clause => clause is RenameToClause rename ? rename with { To = Resolve(rename.To) } : clause)],
        },
        DropStatement drop => drop with { Names = [.. drop.Names.Select(Resolve)], OnTable = drop.OnTable is { } table ? Resolve(table) : null },
        RenameTableStatement rename => rename with { Renames = [.. rename.Renames.Select(pair => new TableRename(Resolve(pair.From), Resolve(pair.To)))] },
        _ => statement,
    };
}

/// <summary>The parts of a table that can be stale on their own.</summary>
[Flags]
internal enum TableParts
{
    /// <summary>Only whether it is there.</summary>
    None = 0,

    /// <summary>Its columns.</summary>
    Columns = 1,

    /// <summary>Its indexes and its primary key.</summary>
    Indexes = 2,

    /// <summary>Its foreign keys and checks.</summary>
    Constraints = 4,

    /// <summary>Everything, also whether it is there.</summary>
    All = 7,
}
