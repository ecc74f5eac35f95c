using Migrations.Core.Schemas;
using Migrations.Core.Servers;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>
/// What migrations make, followed from statement to statement and held against a live database. A table that none of them makes is taken as it is in
/// the database, less what the statements that follow say about it: that is then theirs to prove.
/// </summary>
/// <param name="live">The database.</param>
/// <param name="laterNames">Which table becomes which, by the renames among the migrations.</param>
internal sealed class ExpectedTables(LiveSchema live, LaterNames laterNames)
{
    private readonly SchemaFold _fold = new(new DatabaseSchema(), Names(live));
    private readonly Dictionary<string, Table> _live = ByName(live);

    /// <summary>How the server compares the names of tables.</summary>
    public StringComparer TableNames { get; } = Names(live);

    /// <summary>A table as it is to be; null where there is to be none.</summary>
    public Table? Expected(string table) => _fold.Get(new ObjectName(null, table, default));

    /// <summary>Whether there is to be a view of that name.</summary>
    public bool ExpectsView(string view) => _fold.HasView(new ObjectName(null, view, default));

    /// <summary>A table of the database; null where there is none.</summary>
    public Table? There(string table) => _live.TryGetValue(table, out var found) ? found : null;

    /// <summary>Follows a statement without asking whether it was done.</summary>
    public void Follow(DdlStatement statement) => _fold.Apply(statement);

    /// <summary>Follows a statement whose effect is to be proved.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="completes">Whether a <c>CREATE TABLE IF NOT EXISTS</c> answers for all it lists, also where an older statement makes the table: the baseline does.</param>
    public void Prove(DdlStatement statement, bool completes)
    {
        switch (statement)
        {
            case CreateTableStatement create when completes && Expected(create.Table.Name) is { } older:
                _fold.Put(create.Elements.Select(ClauseOf).OfType<AlterClause>().Aggregate(older, (table, clause) => Has(table, clause) ? table : TableFold.Alter(table, clause)));
                break;
            case AlterTableStatement alter:
                Take(alter.Table.Name);
                var name = alter.Table;
                foreach (var clause in alter.Clauses)
                {
                    if (Expected(name.Name) is { } table) _fold.Put(Prepare(table, clause));
                    _fold.Apply(alter with { Table = name, Clauses = [clause] });
                    if (clause is RenameToClause rename) name = rename.To;
                }
                break;
            case CreateIndexStatement create:
                Take(create.Table.Name);
                if (Expected(create.Table.Name) is { } indexed) _fold.Put(WithoutTaken(indexed, create.Index));
                _fold.Apply(create);
                break;
            case DropStatement { Kind: DroppedKind.Index, OnTable: { } table } drop:
                Take(table.Name);
                _fold.Apply(drop);
                break;
            case RenameTableStatement rename:
                foreach (var pair in rename.Renames) Take(pair.From.Name);
                _fold.Apply(rename);
                break;
            default:
                _fold.Apply(statement);
                break;
        }
    }

    /// <summary>Where the database lacks something of a table, or has it otherwise. What it has besides is no matter.</summary>
    public IReadOnlyList<(SchemaPart Part, SchemaDifference Difference)> Lacking(string name)
    {
        if (Expected(name) is not { } table) return [];
        if (There(name) is not { } there)
        {
            return
            [
                (new SchemaPart(PartKind.Table, name), new SchemaDifference
                {
                    Kind = SchemaDifferenceKind.MissingTable, Table = name, Severity = DifferenceSeverity.Error, ExpectedLocation = table.Location,
                    Expected = $"a table of {table.Columns.Count} columns",
                }),
            ];
        }
        return [.. SchemaComparer.Compare(table, there, live.ComparisonOptions).Where(IsLack).Select(difference => (SchemaPart.Of(difference, table), difference))];
    }

    /// <summary>Whether a difference is more than something that is there besides.</summary>
    public static bool IsLack(SchemaDifference difference) => difference.Severity == DifferenceSeverity.Error && difference.Kind is not
        (SchemaDifferenceKind.ExtraTable or SchemaDifferenceKind.ExtraColumn or SchemaDifferenceKind.ExtraPrimaryKey or SchemaDifferenceKind.ExtraIndex
        or SchemaDifferenceKind.ExtraUnique or SchemaDifferenceKind.ExtraForeignKey or SchemaDifferenceKind.ExtraCheck or SchemaDifferenceKind.ExtraView);

    private static StringComparer Names(LiveSchema live) => live.LowerCaseTableNames == 0 ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    private static Dictionary<string, Table> ByName(LiveSchema live)
    {
        var tables = new Dictionary<string, Table>(Names(live));
        foreach (var table in live.Schema.Tables.Where(table => table.Database is null)) tables[table.Name] = table;
        return tables;
    }

    // A table that nobody made: as it is there, under this name or the one that it gets later.
    private void Take(string table)
    {
        if (Expected(table) is not null) return;
        var there = There(table) ?? (laterNames.OfTable(table) is { } later && Expected(later) is null ? There(later) : null);
        if (there is not null) _fold.Put(there with { Name = table });
    }

    // What was taken from the database proves nothing about itself: where a clause says it, the clause's word counts.
    private static Table Prepare(Table table, AlterClause clause)
    {
        switch (clause)
        {
            case AddColumnsClause add:
                return add.Others.Select(ClauseOf).OfType<AlterClause>().Aggregate(add.Columns.Aggregate(table, (before, column) => WithoutTaken(before, column)), Prepare);
            case AddIndexClause add:
                return WithoutTaken(table, add.Index);
            case AddPrimaryKeyClause:
                return table.PrimaryKey?.Location is null ? table with { PrimaryKey = null } : table;
            case AddForeignKeyClause add:
                return WithoutTaken(table, add.ForeignKey);
            case AddCheckClause add:
                return table with { Checks = [.. table.Checks.Where(check => check.Location is not null || !(add.Check.Name is null ? SchemaComparer.AreSame(add.Check, check) : Is(check.Name, add.Check.Name)))] };
            // On a table as it is now the renaming is done already: then the column stands under its new name.
            case ChangeColumnClause change when !ClauseJudge.HasColumn(table, change.OldName):
                return TableFold.Alter(WithoutTaken(table, change.Column), new AddColumnsClause { Span = change.Span, Columns = [change.Column] });
            case ModifyColumnClause modify when !ClauseJudge.HasColumn(table, modify.Column.Column.Name) && modify.Condition is null:
                return TableFold.Alter(table, new AddColumnsClause { Span = modify.Span, Columns = [modify.Column] });
            default:
                return table;
        }
    }

    private static Table WithoutTaken(Table table, ColumnElement column)
    {
        table = table with { Columns = [.. table.Columns.Where(existing => existing.Location is not null || !Is(existing.Name, column.Column.Name))] };
        if (column.IsPrimaryKey && table.PrimaryKey is { Location: null }) table = table with { PrimaryKey = null };
        if (column.IsUnique) table = WithoutTaken(table, new TableIndex { Kind = IndexKind.Unique, Parts = [new IndexPart { Column = column.Column.Name }] });
        if (column.References is { } key) table = WithoutTaken(table, key);
        return column.Checks.Count == 0 ? table : table with { Checks = [.. table.Checks.Where(check => check.Location is not null || !column.Checks.Any(own => SchemaComparer.AreSame(own, check)))] };
    }

    private static Table WithoutTaken(Table table, TableIndex index) => table with
    {
        Indexes = [.. table.Indexes.Where(existing => existing.Location is not null || !(index.Name is null ? SchemaComparer.AreSame(index, table, existing) : Is(existing.Name, index.Name)))],
    };

    private static Table WithoutTaken(Table table, ForeignKey key) => table with
    {
        ForeignKeys = [.. table.ForeignKeys.Where(existing => existing.Location is not null || !(key.Name is null ? SchemaComparer.AreSame(key, existing) : Is(existing.Name, key.Name)))],
    };

    private static AlterClause? ClauseOf(TableElement element) => element switch
    {
        ColumnElement column => new AddColumnsClause { Span = element.Span, Columns = [column] },
        IndexElement index => new AddIndexClause { Span = element.Span, Index = index.Index },
        PrimaryKeyElement key => new AddPrimaryKeyClause { Span = element.Span, PrimaryKey = key.PrimaryKey },
        ForeignKeyElement key => new AddForeignKeyClause { Span = element.Span, ForeignKey = key.ForeignKey },
        CheckElement check => new AddCheckClause { Span = element.Span, Check = check.Check },
        _ => null,
    };

    // What has no name is known by what it says.
    private static bool Has(Table table, AlterClause clause) => clause switch
    {
        AddIndexClause { Index: var index } => table.Indexes.Any(existing => (index.Name is null || existing.Name is null) && SchemaComparer.AreSame(index, table, existing)),
        AddForeignKeyClause { ForeignKey: var key } => table.ForeignKeys.Any(existing => (key.Name is null || existing.Name is null) && SchemaComparer.AreSame(key, existing)),
        AddCheckClause { Check: var check } => table.Checks.Any(existing => (check.Name is null || existing.Name is null) && SchemaComparer.AreSame(check, existing)),
        _ => false,
    };

    private static bool Is(string? name, string? other) => name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
