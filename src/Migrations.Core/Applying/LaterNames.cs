using Migrations.Core.Schemas;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>What pending statements rename, each to its last name: the wanted schema knows it by that one.</summary>
internal sealed class LaterNames
{
    private readonly Dictionary<string, string> _tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Table, string Name), string> _columns = new(PairComparer.Instance);
    private readonly Dictionary<(string Table, string Name), string> _indexes = new(PairComparer.Instance);

    /// <summary>Nothing is renamed.</summary>
    public static LaterNames None { get; } = new([]);

    /// <summary>Reads the renames.</summary>
    /// <param name="statements">The pending statements in the order of their application.</param>
    public LaterNames(IEnumerable<DdlStatement> statements)
    {
        // From the last to the first, so that what is renamed twice is led to its last name.
        foreach (var statement in statements.Reverse())
        {
            switch (statement)
            {
                case RenameTableStatement rename:
                    foreach (var pair in rename.Renames.Reverse().Where(pair => pair.From.Database is null && pair.To.Database is null)) Lead(pair.From.Name, pair.To.Name);
                    break;
                case AlterTableStatement { Table.Database: null } alter:
                    foreach (var clause in alter.Clauses.Reverse()) Follow(alter.Table.Name, clause);
                    break;
            }
        }
    }

    /// <summary>A table's last name; null where none renames it.</summary>
    public string? OfTable(string table) => _tables.TryGetValue(table, out var later) ? later : null;

    /// <summary>A column's last name; null where none renames it.</summary>
    public string? OfColumn(string table, string column) => _columns.TryGetValue((table, column), out var later) ? later : null;

    /// <summary>An index's last name; null where none renames it.</summary>
    public string? OfIndex(string table, string index) => _indexes.TryGetValue((table, index), out var later) ? later : null;

    /// <summary>A table as it will be called by its columns' and indexes' last names, where the wanted table has these and the table does not yet.</summary>
    /// <param name="table">The table.</param>
    /// <param name="wanted">The wanted table.</param>
    public Table Seen(Table table, Table wanted)
    {
        if (_columns.Count == 0 && _indexes.Count == 0) return table;
        foreach (var column in table.Columns)
        {
            if (OfColumn(wanted.Name, column.Name) is { } later && IsAwaited(table, wanted, column.Name, later))
                table = TableFold.Alter(table, new RenameColumnClause { Span = default, From = column.Name, To = later });
        }
        foreach (var index in table.Indexes.Where(index => index.Name is not null))
        {
            if (OfIndex(wanted.Name, index.Name!) is { } later && IsAwaitedIndex(table, wanted, index.Name!, later))
                table = TableFold.Alter(table, new RenameIndexClause { Span = default, From = index.Name!, To = later });
        }
        return table;
    }

    /// <summary>Whether the wanted table has a column by its later name alone, and the table by neither of that.</summary>
    public static bool IsAwaited(Table table, Table wanted, string now, string later) =>
        ClauseJudge.HasColumn(wanted, later) && !ClauseJudge.HasColumn(wanted, now) && !ClauseJudge.HasColumn(table, later);

    /// <summary>As <see cref="IsAwaited"/>, for an index.</summary>
    public static bool IsAwaitedIndex(Table table, Table wanted, string now, string later) => HasIndex(wanted, later) && !HasIndex(wanted, now) && !HasIndex(table, later);

    private static bool HasIndex(Table table, string name) => table.Indexes.Any(index => Is(index.Name, name));

    private void Follow(string table, AlterClause clause)
    {
        switch (clause)
        {
            case RenameToClause { To.Database: null } rename: Lead(table, rename.To.Name); break;
            case RenameColumnClause rename: Lead(_columns, table, rename.From, rename.To); break;
            case ChangeColumnClause change when !Is(change.OldName, change.Column.Column.Name): Lead(_columns, table, change.OldName, change.Column.Column.Name); break;
            case RenameIndexClause rename: Lead(_indexes, table, rename.From, rename.To); break;
        }
    }

    // What is renamed within the table later than this is known under its later name too.
    private void Lead(string from, string to)
    {
        _tables[from] = OfTable(to) ?? to;
        foreach (var names in new[] { _columns, _indexes })
        {
            foreach (var pair in names.Where(pair => Is(pair.Key.Table, to)).ToList()) names[(from, pair.Key.Name)] = pair.Value;
        }
    }

    private static void Lead(Dictionary<(string Table, string Name), string> names, string table, string from, string to) =>
        names[(table, from)] = names.TryGetValue((table, to), out var last) ? last : to;

    private static bool Is(string? name, string? other) => name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private sealed class PairComparer : IEqualityComparer<(string Table, string Name)>
    {
        public static PairComparer Instance { get; } = new();

        public bool Equals((string Table, string Name) x, (string Table, string Name) y) => Is(x.Table, y.Table) && Is(x.Name, y.Name);

        public int GetHashCode((string Table, string Name) pair) => StringComparer.OrdinalIgnoreCase.GetHashCode(pair.Table) ^ (StringComparer.OrdinalIgnoreCase.GetHashCode(pair.Name) * 397);
    }
}
