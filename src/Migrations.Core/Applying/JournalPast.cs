using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Applying;

/// <summary>The tables and columns that the journal's statements make, change or take away: what there once was, whether or not it still is.</summary>
/// <remarks>On a database that was installed from the baseline an older data statement may name one of them; a name that is none of them is a mistake.</remarks>
internal sealed class JournalPast
{
    private readonly Dictionary<string, HashSet<string>> _columns = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Follows statements, in the journal's order.</summary>
    public JournalPast(IEnumerable<KnownStatement> statements)
    {
        foreach (var statement in statements) Follow(statement.Ddl);
    }

    /// <summary>The names of the tables.</summary>
    public IEnumerable<string> Tables => _columns.Keys;

    /// <summary>The columns that a table has had; empty for a table that the journal does not know.</summary>
    public IReadOnlyCollection<string> ColumnsOf(string table) => _columns.TryGetValue(table, out var columns) ? columns : [];

    /// <summary>Whether there once was a table.</summary>
    public bool HasTable(string name) => _columns.ContainsKey(name);

    /// <summary>Whether one of the tables that a statement names has had a column.</summary>
    /// <param name="names">The names in the statement.</param>
    /// <param name="column">The column.</param>
    public bool HasColumn(IReadOnlyList<string> names, string column) => names.Any(name => _columns.TryGetValue(name, out var columns) && columns.Contains(column));

    private void Follow(DdlStatement statement)
    {
        switch (statement)
        {
            case CreateTableStatement { IsTemporary: false, Table.Database: null } create:
                Add(create.Table.Name, [.. create.Elements.OfType<ColumnElement>().Select(column => column.Column.Name)]);
                if (create.Like is { Database: null } like) Add(create.Table.Name, [.. ColumnsOf(like.Name)]);
                break;
            case AlterTableStatement { Table.Database: null } alter:
                foreach (var clause in alter.Clauses) Follow(alter.Table.Name, clause);
                break;
            case RenameTableStatement rename:
                foreach (var pair in rename.Renames.Where(pair => pair.From.Database is null && pair.To.Database is null)) Rename(pair.From.Name, pair.To.Name);
                break;
            case DropStatement { Kind: DroppedKind.Table, IsTemporary: false } drop:
                foreach (var name in drop.Names.Where(name => name.Database is null)) Add(name.Name);
                break;
        }
    }

    private void Follow(string table, AlterClause clause)
    {
        switch (clause)
        {
            case AddColumnsClause add: Add(table, [.. add.Columns.Select(column => column.Column.Name)]); break;
            case ChangeColumnClause change: Add(table, change.OldName, change.Column.Column.Name); break;
            case ModifyColumnClause modify: Add(table, modify.Column.Column.Name); break;
            case RenameColumnClause rename: Add(table, rename.From, rename.To); break;
            case DropPartClause { Part: TablePart.Column, Name: { } dropped }: Add(table, dropped); break;
            case RenameToClause { To.Database: null } rename: Rename(table, rename.To.Name); break;
        }
    }

    // Both names had the columns.
    private void Rename(string from, string to)
    {
        Add(from);
        Add(to, [.. ColumnsOf(from)]);
    }

    private void Add(string table, params string[] names)
    {
        if (!_columns.TryGetValue(table, out var columns)) _columns.Add(table, columns = new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        columns.UnionWith(names);
    }
}
