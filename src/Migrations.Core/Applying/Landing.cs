using System.Globalization;
using System.Text;
using Migrations.Core.Servers;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>Asks the server, once a migration was applied, whether it now has what the migration adds.</summary>
internal static class Landing
{
    /// <summary>Asks for everything with a name that the migration adds and does not take away again itself (one command).</summary>
    /// <param name="session">The session.</param>
    /// <param name="history">The history, whose rows are counted with the same command.</param>
    /// <param name="statements">The migration's statements.</param>
    /// <param name="results">What became of them.</param>
    /// <param name="count">The number of rows in the history.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static IReadOnlyList<LandedObject> Of(
        DatabaseSession session, HistoryTable history, IReadOnlyList<KnownStatement> statements, IReadOnlyList<StatementResult> results, out int count, CancellationToken cancellation)
    {
        var additions = new Additions();
        var isHere = true;
        for (var i = 0; i < statements.Count; i++)
        {
            if (statements[i].UsedDatabase is { } database) isHere = string.Equals(database, session.Database, StringComparison.OrdinalIgnoreCase);
            // What goes into another database is not asked for in this one.
            if (!isHere) continue;
            var isSuperseded = results[i].Outcome == StatementOutcome.Superseded || results[i].Clauses.Any(clause => clause.Outcome == StatementOutcome.Superseded);
            additions.Follow(statements[i].Ddl, isSuperseded);
        }
        if (AllAreThere(session, history, additions, out count, cancellation)) return [.. additions.List.Select(added => new LandedObject(added.Kind, added.Table, added.Name, true, added.IsSuperseded))];
        var there = new HashSet<(LandedKind, string, string)>(NameComparer.Instance);
        var rows = 0;
        foreach (var (kind, table, name) in session.Query(Question(session, history, additions, out var parameters), row => (row.GetString(0), row.GetString(1), row.GetString(2)), cancellation, parameters))
        {
            if (kind == "H") rows = int.Parse(name, CultureInfo.InvariantCulture);
            else there.Add((KindOf(kind), table, kind == "T" ? table : name));
        }
        count = rows;
        return [.. additions.List.Select(added => new LandedObject(added.Kind, added.Table, added.Name, there.Contains((added.Kind, added.Table, added.Name)), added.IsSuperseded))];
    }

    // Mostly everything is there, and a query that names it all, and reads no row, is the quickest proof: servers take long to search their own catalog. Any refusal
    // (something is missing, the account may not read the table) leaves the answer to the catalog. Constraints no query can name.
    private static bool AllAreThere(DatabaseSession session, HistoryTable history, Additions additions, out int count, CancellationToken cancellation)
    {
        count = 0;
        if (additions.List.Any(added => added.IsSuperseded || added.Kind == LandedKind.Constraint)) return false;
        var sql = new StringBuilder($"SELECT CAST(COUNT(*) AS CHAR) FROM {SqlName.Quote(session.Database)}.{SqlName.Quote(history.Table)}");
        foreach (var table in additions.List.GroupBy(added => added.Table, StringComparer.Ordinal))
        {
            var columns = table.Where(added => added.Kind == LandedKind.Column).Select(added => $"{SqlName.Quote(added.Name)} IS NULL").ToList();
            var indexes = table.Where(added => added.Kind == LandedKind.Index).Select(added => SqlName.Quote(added.Name)).ToList();
            sql.Append($" UNION ALL SELECT CAST({(columns.Count == 0 ? "1" : string.Join(" + ", columns.Select(column => $"({column})")))} AS CHAR) FROM {SqlName.Quote(session.Database)}.{SqlName.Quote(table.Key)}")
                .Append(indexes.Count == 0 ? "" : $" FORCE INDEX ({string.Join(", ", indexes)})").Append(" WHERE FALSE");
        }
        try
        {
            count = int.Parse(session.Query(sql.ToString(), row => row.GetString(0), cancellation)[0], CultureInfo.InvariantCulture);
            return true;
        }
        catch (MySqlConnector.MySqlException) when (session.IsOpen)
        {
            return false;
        }
    }

    private static LandedKind KindOf(string letter) => letter switch
    {
        "T" => LandedKind.Table,
        "C" => LandedKind.Column,
        "I" => LandedKind.Index,
        _ => LandedKind.Constraint,
    };

    private static string Question(DatabaseSession session, HistoryTable history, Additions additions, out (string, object?)[] parameters)
    {
        var values = new List<(string, object?)> { ("@d", session.Database) };
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        string Parameter(string table)
        {
            if (names.TryGetValue(table, out var known)) return known;
            var name = "@t" + names.Count.ToString(CultureInfo.InvariantCulture);
            values.Add((name, table));
            names.Add(table, name);
            return name;
        }

        var sql = new StringBuilder($"SELECT 'H', '', CAST(COUNT(*) AS CHAR) FROM {SqlName.Quote(session.Database)}.{SqlName.Quote(history.Table)}");
        foreach (var (kind, letter, view, column) in new[]
        {
            (LandedKind.Table, "T", "TABLES", "TABLE_NAME"), (LandedKind.Column, "C", "COLUMNS", "COLUMN_NAME"),
            (LandedKind.Index, "I", "STATISTICS", "INDEX_NAME"), (LandedKind.Constraint, "K", "TABLE_CONSTRAINTS", "CONSTRAINT_NAME"),
        })
        {
            var tables = additions.List.Where(added => added.Kind == kind).Select(added => added.Table).Distinct(StringComparer.Ordinal).Select(Parameter).ToList();
            if (tables.Count > 0) sql.Append($" UNION ALL SELECT '{letter}', TABLE_NAME, {column} FROM information_schema.{view} WHERE TABLE_SCHEMA = @d AND TABLE_NAME IN ({string.Join(", ", tables)})");
        }
        parameters = [.. values];
        return sql.ToString();
    }

    private sealed record Added(LandedKind Kind, string Table, string Name, bool IsSuperseded);

    /// <summary>What statements add, less what they take away or rename again.</summary>
    private sealed class Additions
    {
        private List<Added> _list = [];

        public IReadOnlyList<Added> List => _list;

        public void Follow(DdlStatement statement, bool isSuperseded)
        {
            switch (statement)
            {
                case CreateTableStatement { IsTemporary: false, Table.Database: null } create:
                    Add(LandedKind.Table, create.Table.Name, create.Table.Name, isSuperseded);
                    foreach (var element in create.Elements) Follow(create.Table.Name, element, isSuperseded);
                    break;
                case CreateIndexStatement { Table.Database: null } create:
                    Add(LandedKind.Index, create.Table.Name, create.Index.Name, isSuperseded);
                    break;
                case AlterTableStatement { Table.Database: null } alter:
                    foreach (var clause in alter.Clauses) Follow(alter.Table.Name, clause, isSuperseded);
                    break;
                case DropStatement { Kind: DroppedKind.Table } drop:
                    foreach (var name in drop.Names) _list.RemoveAll(added => Is(added.Table, name.Name));
                    break;
                case DropStatement { Kind: DroppedKind.Index, OnTable: { } table } drop:
                    Remove(LandedKind.Index, table.Name, drop.Names[0].Name);
                    break;
                case RenameTableStatement rename:
                    foreach (var pair in rename.Renames) Rename(pair.From.Name, pair.To.Name);
                    break;
                // What was not read may have taken anything away.
                case UnknownStatement unknown when unknown.Text.StartsWith("ALTER", StringComparison.OrdinalIgnoreCase):
                    _list = [];
                    break;
            }
        }

        private void Follow(string table, AlterClause clause, bool isSuperseded)
        {
            switch (clause)
            {
                case AddColumnsClause add:
                    foreach (var column in add.Columns) Follow(table, column, isSuperseded);
                    foreach (var other in add.Others) Follow(table, other, isSuperseded);
                    break;
                case AddIndexClause add:
                    Add(LandedKind.Index, table, add.Index.Name, isSuperseded);
                    break;
                case AddPrimaryKeyClause:
                    Add(LandedKind.Index, table, "PRIMARY", isSuperseded);
                    break;
                case AddForeignKeyClause add:
                    Add(LandedKind.Constraint, table, add.ForeignKey.Name, isSuperseded);
                    break;
                case AddCheckClause add:
                    Add(LandedKind.Constraint, table, add.Check.Name, isSuperseded);
                    break;
                case ChangeColumnClause change:
                    Remove(LandedKind.Column, table, change.OldName);
                    Add(LandedKind.Column, table, change.Column.Column.Name, isSuperseded);
                    break;
                case RenameColumnClause rename:
                    Remove(LandedKind.Column, table, rename.From);
                    Add(LandedKind.Column, table, rename.To, isSuperseded);
                    break;
                case RenameIndexClause rename:
                    Remove(LandedKind.Index, table, rename.From);
                    Add(LandedKind.Index, table, rename.To, isSuperseded);
                    break;
                case RenameToClause rename:
                    Rename(table, rename.To.Name);
                    break;
                case DropPartClause { Part: TablePart.Column } drop:
                    Remove(LandedKind.Column, table, drop.Name!);
                    // An index without columns is gone too, and which ones it had is not kept here.
                    _list.RemoveAll(added => added.Kind == LandedKind.Index && Is(added.Table, table));
                    break;
                case DropPartClause { Part: TablePart.PrimaryKey }:
                    Remove(LandedKind.Index, table, "PRIMARY");
                    break;
                case DropPartClause { Name: { } name }:
                    Remove(LandedKind.Index, table, name);
                    Remove(LandedKind.Constraint, table, name);
                    break;
            }
        }

        private void Follow(string table, TableElement element, bool isSuperseded)
        {
            switch (element)
            {
                case ColumnElement column:
                    Add(LandedKind.Column, table, column.Column.Name, isSuperseded);
                    if (column.IsPrimaryKey) Add(LandedKind.Index, table, "PRIMARY", isSuperseded);
                    break;
                case IndexElement index:
                    Add(LandedKind.Index, table, index.Index.Name, isSuperseded);
                    break;
                case PrimaryKeyElement:
                    Add(LandedKind.Index, table, "PRIMARY", isSuperseded);
                    break;
                case ForeignKeyElement key:
                    Add(LandedKind.Constraint, table, key.ForeignKey.Name, isSuperseded);
                    break;
                case CheckElement check:
                    Add(LandedKind.Constraint, table, check.Check.Name, isSuperseded);
                    break;
            }
        }

        // What has no name in the statement has one that only the server knows.
        private void Add(LandedKind kind, string table, string? name, bool isSuperseded)
        {
            if (name is null) return;
            Remove(kind, table, Schemas.LongNames.Shorten(name));
            _list.Add(new Added(kind, table, kind is LandedKind.Index or LandedKind.Constraint ? Schemas.LongNames.Shorten(name) : name, isSuperseded));
        }

        private void Remove(LandedKind kind, string table, string name) => _list.RemoveAll(added => added.Kind == kind && Is(added.Table, table) && Is(added.Name, name));

        private void Rename(string from, string to) => _list =
            [.. _list.Select(added => !Is(added.Table, from) ? added : added with { Table = to, Name = added.Kind == LandedKind.Table ? to : added.Name })];

        private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
    }

    private sealed class NameComparer : IEqualityComparer<(LandedKind Kind, string Table, string Name)>
    {
        public static NameComparer Instance { get; } = new();

        public bool Equals((LandedKind Kind, string Table, string Name) x, (LandedKind Kind, string Table, string Name) y) =>
            x.Kind == y.Kind && string.Equals(x.Table, y.Table, StringComparison.OrdinalIgnoreCase) && string.Equals(x.Name, y.Name, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((LandedKind Kind, string Table, string Name) key) => StringComparer.OrdinalIgnoreCase.GetHashCode(key.Table + "." + key.Name);
    }
}
