using Migrations.Core.Schemas;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Authoring;

/// <summary>The order of a migration's statements: nothing comes before what it needs.</summary>
internal enum DdlPhase
{
    DropForeignKeys,
    DropViews,
    DropChecks,
    CreateTables,
    AddColumns,
    ChangeColumns,
    ChangeKeys,
    ChangeIndexes,
    DropColumns,
    AddForeignKeys,
    AddChecks,
    DropTables,
    MakeViews,
}

/// <summary>The statements that take one schema to another, and what they leave behind.</summary>
internal sealed class DdlPlan
{
    private readonly SortedDictionary<DdlPhase, List<string>> _statements = [];
    private readonly List<string> _kept = [];

    private DdlPlan(bool allowDestructive) => AllowDestructive = allowDestructive;

    /// <summary>Whether what is no longer wanted is dropped.</summary>
    public bool AllowDestructive { get; }

    /// <summary>The statements in order.</summary>
    public IReadOnlyList<string> Statements => [.. _statements.Values.SelectMany(phase => phase).Distinct()];

    /// <summary>What the new schema no longer has and the statements leave as it is, in words.</summary>
    public IReadOnlyList<string> Kept => _kept;

    /// <summary>Plans.</summary>
    /// <param name="from">What is there, renames done.</param>
    /// <param name="to">What should be.</param>
    /// <param name="allowDestructive">Whether what is no longer wanted is dropped.</param>
    /// <param name="options">What the comparison must know of a live database.</param>
    /// <param name="renamed">Names that tables and columns got just before. Views that use them are made anew: what a live view says is the server's own text, and is not compared.</param>
    /// <exception cref="MigrationException"><c>NameTooLong</c>: of a table or column; there is no shorter form of those, for the application uses them. <c>DestructiveChange</c>: a column must be dropped to be changed.</exception>
    public static DdlPlan Between(DatabaseSchema from, DatabaseSchema to, bool allowDestructive, ComparisonOptions options, IReadOnlyList<string>? renamed = null)
    {
        var plan = new DdlPlan(allowDestructive);
        to = to with { Tables = [.. to.Tables.Select(ShortNames.Of)] };
        var pairs = new List<(Table From, Table To)>();
        foreach (var table in to.Tables)
        {
            ThrowIfTooLong(table);
            if (from.Tables.FirstOrDefault(candidate => Is(candidate.Name, table.Name)) is { } there) pairs.Add((there, table));
            else plan.Create(table);
        }
        var gone = from.Tables.Where(table => !to.Tables.Any(candidate => Is(candidate.Name, table.Name))).ToList();
        var foreignKeys = new ForeignKeyPlan(plan, pairs, options);
        foreach (var (before, table) in pairs) new TablePlan(plan, before, table, options).Add();
        foreignKeys.Add();
        foreignKeys.MakeWayOf(gone);
        plan.DropTables(gone);
        plan.ChangeViews(from, to, options, renamed ?? []);
        return plan;
    }

    /// <summary>Adds a statement.</summary>
    public void Add(DdlPhase phase, string sql)
    {
        if (!_statements.TryGetValue(phase, out var list)) _statements.Add(phase, list = []);
        list.Add(sql);
    }

    /// <summary>Drops, where that is allowed; else says that it is kept.</summary>
    public void Drop(DdlPhase phase, string what, string sql)
    {
        if (AllowDestructive) Add(phase, sql);
        else Keep(what);
    }

    /// <summary>Says that something is kept.</summary>
    public void Keep(string what) => _kept.Add(what);

    private void Create(Table table)
    {
        table = AcceptedForm.Of(table);
        Add(DdlPhase.CreateTables, SqlWriter.CreateTable(table, ifNotExists: true));
        foreach (var index in table.Indexes.Where(index => !SqlWriter.IsTableLine(index) && index.Name is not null))
            Add(DdlPhase.ChangeIndexes, SqlWriter.CreateIndex(table, index, ifNotExists: true));
        foreach (var key in table.ForeignKeys) Add(DdlPhase.AddForeignKeys, SqlWriter.AddForeignKey(table, key));
    }

    // A table that others refer to goes after them. Where they refer to each other in a circle, the keys go first.
    private void DropTables(IReadOnlyList<Table> tables)
    {
        var left = tables.ToList();
        while (left.Count > 0)
        {
            var next = left.Find(table => !left.Any(other => other != table && other.ForeignKeys.Any(key => Is(key.ReferencedTable, table.Name))));
            if (next is null)
            {
                next = left[left.Count - 1];
                foreach (var (other, key) in left.SelectMany(other => other.ForeignKeys.Select(key => (other, key))).Where(item => item.other != next && Is(item.key.ReferencedTable, next.Name) && item.key.Name is not null))
                    Drop(DdlPhase.DropForeignKeys, "", $"ALTER TABLE IF EXISTS {SqlWriter.TableName(other)} DROP FOREIGN KEY IF EXISTS {SqlName.Quote(key.Name!)};");
            }
            left.Remove(next);
            Drop(DdlPhase.DropTables, $"the table {next.Name}", $"DROP TABLE IF EXISTS {SqlWriter.TableName(next)};");
        }
        _kept.RemoveAll(what => what.Length == 0);
    }

    private void ChangeViews(DatabaseSchema from, DatabaseSchema to, ComparisonOptions options, IReadOnlyList<string> renamed)
    {
        var waiting = new List<SchemaView>();
        foreach (var difference in SchemaComparer.Compare(new DatabaseSchema { Views = to.Views }, new DatabaseSchema { Views = from.Views }, options))
        {
            if (difference.Kind is SchemaDifferenceKind.MissingView or SchemaDifferenceKind.ViewDefinition)
            {
                var view = to.Views.First(candidate => Is(candidate.Name, difference.Table));
                if (view.Definition is not null && !view.IsExisting) waiting.Add(view);
            }
            else if (difference.Kind == SchemaDifferenceKind.ExtraView)
            {
                Drop(DdlPhase.DropViews, $"the view {difference.Table}", $"DROP VIEW IF EXISTS {SqlName.Quote(difference.Table)};");
            }
        }
        waiting.AddRange(to.Views.Where(view => view.Definition is { } query && !view.IsExisting && !waiting.Contains(view)
            && renamed.Any(name => query.IndexOf(SqlName.Quote(name), StringComparison.OrdinalIgnoreCase) >= 0)));
        // A view of a view comes after it; a circle there is not.
        while (waiting.Count > 0)
        {
            var next = waiting.Find(view => !waiting.Exists(other => other != view && view.Definition!.IndexOf(SqlName.Quote(other.Name), StringComparison.OrdinalIgnoreCase) >= 0)) ?? waiting[0];
            waiting.Remove(next);
            Add(DdlPhase.MakeViews, AcceptedForm.CreateView(next));
        }
    }

    private static void ThrowIfTooLong(Table table)
    {
        var column = table.Columns.FirstOrDefault(candidate => LongNames.IsTooLong(candidate.Name));
        if (!LongNames.IsTooLong(table.Name) && column is null) return;
        var name = column?.Name ?? table.Name;
        throw new MigrationException(
            ErrorIds.NameTooLong, $"The name '{name}' has {name.Length} characters, and servers accept {LongNames.Limit}.",
            "Give it a shorter name in the schema.", column?.Location ?? table.Location, name);
    }

    private static bool Is(string? name, string? other) => name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
