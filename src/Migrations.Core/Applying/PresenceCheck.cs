using Migrations.Core.Schemas;
using Migrations.Core.Servers;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>Where a migration of the journal stands when others are to be recorded as applied.</summary>
internal enum ChainPlace
{
    /// <summary>The history has it: it is believed.</summary>
    Applied,

    /// <summary>It is to be recorded: what it makes is to be there.</summary>
    Chosen,

    /// <summary>It is neither, and its turn comes later: what it makes need not be there yet.</summary>
    Coming,
}

/// <summary>A migration and its place.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Place">Its place.</param>
internal sealed record ChainLink(PlannedMigration Migration, ChainPlace Place);

/// <summary>What a statement makes, or takes away, and that is not so.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Part">What it is about.</param>
/// <param name="Message">The finding as a sentence.</param>
/// <param name="IsSuperseded">Whether it need not be so: the database is there as the newer schema has it.</param>
internal sealed record Lack(KnownStatement Statement, SchemaPart Part, string Message, bool IsSuperseded);

/// <summary>
/// Whether a database has what migrations make that nobody ran on it here. The migrations of the journal are followed in their order, so that what one makes and
/// a later one renames, changes or drops is asked for in its last form.
/// </summary>
/// <remarks>
/// A finding is superseded, as in an installation from the baseline, where the database has the thing as <c>schema.ts</c> has it, and where neither the schema nor
/// the baseline knows it any more: of statements that are older than the baseline, and of all where the whole journal is recorded, which says that the database
/// is as the schema is.
/// </remarks>
internal sealed class PresenceCheck
{
    private readonly LiveSchema _live;
    private readonly IReadOnlyList<ChainLink> _chain;
    private readonly ExpectedTables _tables;
    private readonly Lazy<DatabaseSchema?> _wanted;
    private readonly DatabaseSchema _baseline;
    private readonly int _baselineAt;
    private readonly List<(KnownStatement Statement, string Table)> _touched = [];
    private readonly Dictionary<string, KnownStatement> _origins = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(KnownStatement Statement, SchemaPart Part, DropPartClause? Clause)> _taken = [];
    private readonly List<(KnownStatement Statement, SchemaPart Part, string Message)> _stated = [];
    private readonly HashSet<KnownStatement> _unseen = new(StatementIdentity.Comparer);
    private readonly List<SchemaPart> _coming = [];

    private readonly bool _isWhole;

    private PresenceCheck(LiveSchema live, IReadOnlyList<ChainLink> chain, bool isWhole, Lazy<DatabaseSchema?> wanted)
    {
        _isWhole = isWhole;
        _live = live;
        _chain = chain;
        _wanted = wanted;
        _baselineAt = chain.ToList().FindIndex(link => link.Migration.Entry.IsBaseline && link.Place != ChainPlace.Coming);
        _baseline = _baselineAt < 0 ? new DatabaseSchema() : SqlSchemaReader.Apply(new DatabaseSchema(), chain[_baselineAt].Migration.Statements.Select(statement => statement.Ddl));
        _tables = new ExpectedTables(live, new LaterNames(chain.Where(link => link.Place == ChainPlace.Chosen).SelectMany(link => link.Migration.Statements).Select(statement => statement.Ddl)));
    }

    /// <summary>Checks the chosen migrations of a chain.</summary>
    /// <param name="live">The database.</param>
    /// <param name="chain">The migrations in the order of the journal.</param>
    /// <param name="isWhole">Whether the whole journal is recorded.</param>
    /// <param name="wanted">The newer schema, read only if something is amiss; gives null where there is none to be had.</param>
    /// <returns>What became of each statement of each chosen migration, and what is amiss.</returns>
    public static (IReadOnlyDictionary<PlannedMigration, IReadOnlyList<StatementResult>> Results, IReadOnlyList<Lack> Lacks) Of(
        LiveSchema live, IReadOnlyList<ChainLink> chain, bool isWhole, Func<DatabaseSchema?> wanted)
    {
        var check = new PresenceCheck(live, chain, isWhole, new Lazy<DatabaseSchema?>(wanted));
        check.Walk();
        var lacks = check.Lacks();
        return (chain.Where(link => link.Place == ChainPlace.Chosen).ToDictionary(link => link.Migration, link => check.ResultsOf(link.Migration, lacks), MigrationIdentity.Comparer), lacks);
    }

    private void Walk()
    {
        foreach (var link in _chain)
        {
            var used = (string?)null;
            foreach (var statement in link.Migration.Statements)
            {
                if (statement.Nature == StatementNature.Session && statement.Statement.LeadingWords(1) == "USE") used = statement.UsedDatabase;
                var isElsewhere = used is not null && !string.Equals(used, _live.Database, StringComparison.OrdinalIgnoreCase);
                switch (link.Place)
                {
                    case ChainPlace.Applied when !isElsewhere:
                        _tables.Follow(statement.Ddl);
                        break;
                    case ChainPlace.Coming:
                        _coming.AddRange(PartsIn(statement.Ddl));
                        break;
                    case ChainPlace.Chosen:
                        Prove(statement, isElsewhere, link.Migration.Entry.IsBaseline);
                        break;
                }
            }
        }
    }

    private void Prove(KnownStatement statement, bool isElsewhere, bool isBaseline)
    {
        if (StatementSight.IsWithoutTrace(statement)) return;
        var tables = StatementSight.TablesOf(statement.Ddl);
        if (isElsewhere || !StatementSight.IsSeen(statement) || tables.Any(table => table.Database is not null && !string.Equals(table.Database, _live.Database, StringComparison.OrdinalIgnoreCase)))
        {
            _unseen.Add(statement);
            if (isElsewhere || !StatementSight.IsPartlySeen(statement) || tables.Any(table => table.Database is not null)) return;
        }
        foreach (var table in tables) _touched.Add((statement, table.Name));
        var before = new HashSet<string>(tables.SelectMany(table => _tables.Lacking(table.Name)).Select(KeyOf), StringComparer.OrdinalIgnoreCase);
        _taken.AddRange(TakenBy(statement, tables));
        _tables.Prove(statement.Ddl, isBaseline);
        foreach (var key in tables.SelectMany(table => _tables.Lacking(table.Name)).Select(KeyOf))
        {
            if (!before.Contains(key)) _origins[key] = statement;
        }
        State(statement);
        foreach (var (from, to) in Renames(statement.Ddl))
        {
            for (var i = 0; i < _touched.Count; i++)
            {
                if (_tables.TableNames.Equals(_touched[i].Table, from)) _touched[i] = (_touched[i].Statement, to);
            }
        }
    }

    // What the tables alone do not tell: the statement is about something that neither an earlier statement nor the database has.
    private void State(KnownStatement statement)
    {
        switch (statement.Ddl)
        {
            case AlterTableStatement { Condition: null } alter when alter.Clauses.OfType<RenameToClause>().FirstOrDefault() is { } rename:
                if (_tables.Expected(rename.To.Name) is null) _stated.Add((statement, new SchemaPart(PartKind.Table, rename.To.Name), $"There is no table {rename.To.Name}."));
                break;
            case AlterTableStatement { Condition: null } alter when _tables.Expected(alter.Table.Name) is not { }:
                _stated.Add((statement, new SchemaPart(PartKind.Table, alter.Table.Name), $"There is no table {alter.Table.Name}."));
                break;
            case AlterTableStatement alter when _tables.Expected(alter.Table.Name) is { } table:
                foreach (var clause in alter.Clauses.Where(clause => clause.Condition is null))
                {
                    var renamed = clause switch
                    {
                        RenameColumnClause rename => new SchemaPart(PartKind.Column, table.Name, rename.To),
                        RenameIndexClause rename => new SchemaPart(PartKind.Index, table.Name, rename.To),
                        ChangeColumnClause change => new SchemaPart(PartKind.Column, table.Name, change.Column.Column.Name),
                        _ => null,
                    };
                    if (renamed is not null && !renamed.IsIn(table)) _stated.Add((statement, renamed, $"There is no {renamed}."));
                }
                break;
            case CreateIndexStatement { Table: { } table } when _tables.Expected(table.Name) is null:
                _stated.Add((statement, new SchemaPart(PartKind.Table, table.Name), $"There is no table {table.Name}."));
                break;
            case RenameTableStatement { Condition: null } rename:
                foreach (var pair in rename.Renames.Where(pair => _tables.Expected(pair.To.Name) is null))
                    _stated.Add((statement, new SchemaPart(PartKind.Table, pair.To.Name), $"There is no table {pair.To.Name}."));
                break;
            case CreateViewStatement { View: { Database: null } view } when !HasView(view.Name):
                _stated.Add((statement, new SchemaPart(PartKind.View, view.Name), $"There is no view {view.Name}."));
                break;
        }
    }

    private IReadOnlyList<Lack> Lacks()
    {
        var lacks = new List<Lack>();
        var tables = _touched.Select(touched => touched.Table).Distinct(_tables.TableNames).ToList();
        foreach (var (part, difference) in tables.SelectMany(_tables.Lacking))
        {
            if (_origins.TryGetValue(KeyOf((part, difference)), out var origin)) Add(origin, part, difference.Message, isExtra: false);
        }
        foreach (var (statement, part, message) in _stated)
        {
            // A later statement made it, or took it away.
            if (part.Kind == PartKind.View ? _taken.Any(taken => taken.Part.IsSame(part)) : IsSettled(part)) continue;
            Add(statement, part, message, isExtra: false);
        }
        foreach (var (statement, part, clause) in _taken)
        {
            if (IsStillThere(part, clause)) Add(statement, part, $"The {part} is still there.", isExtra: true);
        }
        return lacks;

        void Add(KnownStatement statement, SchemaPart part, string message, bool isExtra)
        {
            var link = LinkOf(statement);
            if (link.Migration.Entry.IsBaseline && !isExtra && _coming.Any(coming => coming.IsSame(part) || (coming.Kind == PartKind.Table && _tables.TableNames.Equals(coming.Table, part.Table)))) return;
            lacks.Add(new Lack(statement, part, message, isExtra ? IsWanted(part) : IsSuperseded(link, part)));
        }
    }

    private bool IsSettled(SchemaPart part) =>
        _tables.Expected(part.Table) is { } table ? part.IsIn(table)
        : _taken.Any(taken => taken.Part.IsSame(part) || (taken.Part.Kind == PartKind.Table && _tables.TableNames.Equals(taken.Part.Table, part.Table)));

    private bool IsStillThere(SchemaPart part, DropPartClause? clause)
    {
        if (part.Kind == PartKind.View) return HasView(part.Table) && !_tables.ExpectsView(part.Table);
        if (_tables.There(part.Table) is not { } there) return false;
        if (part.Kind == PartKind.Table) return _tables.Expected(part.Table) is null;
        if (_tables.Expected(part.Table) is not { } table) return false;
        return clause is null ? part.IsIn(there) && !part.IsIn(table) : ClauseJudge.HasPart(there, clause) && !ClauseJudge.HasPart(table, clause);
    }

    private bool IsSuperseded(ChainLink link, SchemaPart part)
    {
        if (_wanted.Value is not { } wanted) return false;
        if (IsWanted(part))
        {
            // It is there as it is wanted.
            return part.Kind != PartKind.View && Wanted(part.Table) is { } table && _tables.There(part.Table) is { } there
                && !SchemaComparer.Compare(table, there, _live.ComparisonOptions).Where(ExpectedTables.IsLack).Any(difference => SchemaPart.Of(difference, table).IsSame(part));
        }
        var at = _chain.ToList().IndexOf(link);
        return (_isWhole || at < _baselineAt) && !Has(_baseline, part);
    }

    private bool IsWanted(SchemaPart part) => _wanted.Value is { } wanted && Has(wanted, part);

    private static bool Has(DatabaseSchema schema, SchemaPart part) => part.Kind == PartKind.View
        ? schema.Views.Any(view => Is(view.Name, part.Table))
        : schema.Tables.Any(table => table.Database is null && Is(table.Name, part.Table) && part.IsIn(table));

    private Table? Wanted(string name) => _wanted.Value?.Tables.FirstOrDefault(table => table.Database is null && Is(table.Name, name));

    private bool HasView(string name) => _live.Schema.Views.Any(view => view.Database is null && _tables.TableNames.Equals(view.Name, name));

    private ChainLink LinkOf(KnownStatement statement) => _chain.First(link => link.Migration.Statements.Contains(statement, StatementIdentity.Comparer));

    private IReadOnlyList<StatementResult> ResultsOf(PlannedMigration migration, IReadOnlyList<Lack> lacks)
    {
        var lost = lacks.Where(lack => lack.Part.Kind == PartKind.Table && _tables.There(lack.Part.Table) is null).ToList();
        return [.. migration.Statements.Select(Result)];

        StatementResult Result(KnownStatement statement)
        {
            var own = lacks.Where(lack => ReferenceEquals(lack.Statement, statement)).ToList();
            if (own.Count > 0)
            {
                var missing = own.Where(lack => !lack.IsSuperseded).ToList();
                return Results.Of(
                    statement, missing.Count > 0 ? StatementOutcome.NotThere : StatementOutcome.Superseded,
                    string.Join(" ", (missing.Count > 0 ? missing : own).Select(lack => lack.Message).Distinct()) + (missing.Count > 0 ? "" : " The newer schema holds."));
            }
            if (lost.FirstOrDefault(lack => _touched.Any(touched => ReferenceEquals(touched.Statement, statement) && _tables.TableNames.Equals(touched.Table, lack.Part.Table))) is { } table)
                return Results.Of(statement, table.IsSuperseded ? StatementOutcome.Superseded : StatementOutcome.NotThere, table.Message);
            return _unseen.Contains(statement)
                ? Results.Of(statement, StatementOutcome.Unverified, StatementSight.WhyUnseen(statement))
                : Results.Of(statement, StatementOutcome.Satisfied, StatementSight.IsWithoutTrace(statement) ? "It leaves nothing behind." : null);
        }
    }

    private IEnumerable<(KnownStatement, SchemaPart, DropPartClause?)> TakenBy(KnownStatement statement, IReadOnlyList<ObjectName> tables)
    {
        switch (statement.Ddl)
        {
            case DropStatement { Kind: DroppedKind.Table } drop:
                foreach (var name in drop.Names) yield return (statement, new SchemaPart(PartKind.Table, name.Name), null);
                break;
            case DropStatement { Kind: DroppedKind.View } drop:
                foreach (var name in drop.Names) yield return (statement, new SchemaPart(PartKind.View, name.Name), null);
                break;
            case DropStatement { Kind: DroppedKind.Index, OnTable: { } table } drop:
                yield return (statement, new SchemaPart(PartKind.Index, table.Name, drop.Names[0].Name), null);
                break;
            case RenameTableStatement rename:
                foreach (var pair in rename.Renames) yield return (statement, new SchemaPart(PartKind.Table, pair.From.Name), null);
                break;
            case AlterTableStatement alter:
                foreach (var clause in alter.Clauses)
                {
                    var part = clause switch
                    {
                        RenameToClause => new SchemaPart(PartKind.Table, tables[0].Name),
                        ChangeColumnClause change when !Is(change.OldName, change.Column.Column.Name) => new SchemaPart(PartKind.Column, tables[0].Name, change.OldName),
                        RenameColumnClause rename => new SchemaPart(PartKind.Column, tables[0].Name, rename.From),
                        RenameIndexClause rename => new SchemaPart(PartKind.Index, tables[0].Name, rename.From),
                        DropPartClause drop => PartOf(tables[0].Name, drop),
                        _ => null,
                    };
                    if (part is not null) yield return (statement, part, clause as DropPartClause);
                }
                break;
        }
    }

    private static SchemaPart PartOf(string table, DropPartClause drop) => new(drop.Part switch
    {
        TablePart.Column => PartKind.Column,
        TablePart.PrimaryKey => PartKind.PrimaryKey,
        TablePart.ForeignKey => PartKind.ForeignKey,
        TablePart.Check => PartKind.Check,
        _ => PartKind.Index,
    }, table, drop.Name);

    // What a statement names, for the baseline, which holds what is still to come.
    private static IEnumerable<SchemaPart> PartsIn(DdlStatement statement)
    {
        switch (statement)
        {
            case CreateTableStatement create:
                yield return new SchemaPart(PartKind.Table, create.Table.Name);
                break;
            case CreateIndexStatement create:
                yield return new SchemaPart(PartKind.Index, create.Table.Name, create.Index.Name);
                break;
            case RenameTableStatement rename:
                foreach (var pair in rename.Renames) yield return new SchemaPart(PartKind.Table, pair.To.Name);
                break;
            case CreateViewStatement create:
                yield return new SchemaPart(PartKind.View, create.View.Name);
                break;
            case AlterTableStatement alter:
                foreach (var part in alter.Clauses.SelectMany(clause => PartsIn(alter.Table.Name, clause))) yield return part;
                break;
        }
    }

    private static IEnumerable<SchemaPart> PartsIn(string table, AlterClause clause) => clause switch
    {
        AddColumnsClause add => [.. add.Columns.Select(column => new SchemaPart(PartKind.Column, table, column.Column.Name)), .. add.Columns.Where(column => column.IsUnique).Select(column => new SchemaPart(PartKind.Index, table, column.Column.Name))],
        ModifyColumnClause modify => [new SchemaPart(PartKind.Column, table, modify.Column.Column.Name)],
        ChangeColumnClause change => [new SchemaPart(PartKind.Column, table, change.Column.Column.Name)],
        RenameColumnClause rename => [new SchemaPart(PartKind.Column, table, rename.To)],
        AlterDefaultClause change => [new SchemaPart(PartKind.Column, table, change.Column)],
        AddIndexClause add => [new SchemaPart(PartKind.Index, table, add.Index.Name ?? add.Index.Parts.FirstOrDefault()?.Column)],
        RenameIndexClause rename => [new SchemaPart(PartKind.Index, table, rename.To)],
        AddPrimaryKeyClause => [new SchemaPart(PartKind.PrimaryKey, table)],
        AddForeignKeyClause add => [new SchemaPart(PartKind.ForeignKey, table, add.ForeignKey.Name ?? add.ForeignKey.Columns.FirstOrDefault())],
        AddCheckClause add => [new SchemaPart(PartKind.Check, table, add.Check.Name)],
        RenameToClause rename => [new SchemaPart(PartKind.Table, rename.To.Name)],
        _ => [],
    };

    private static IEnumerable<(string From, string To)> Renames(DdlStatement statement) => statement switch
    {
        RenameTableStatement rename => rename.Renames.Where(pair => pair.From.Database is null && pair.To.Database is null).Select(pair => (pair.From.Name, pair.To.Name)),
        AlterTableStatement { Table.Database: null } alter => alter.Clauses.OfType<RenameToClause>().Where(rename => rename.To.Database is null).Select(rename => (alter.Table.Name, rename.To.Name)),
        _ => [],
    };

    // What is missing is the same finding whatever later statements make of its definition.
    private static string KeyOf((SchemaPart Part, SchemaDifference Difference) lack) =>
        $"{lack.Part}\n{(lack.Difference.Actual is null ? "" : $"{lack.Difference.Kind}\n{lack.Difference.Expected}")}";

    private static bool Is(string? name, string? other) => name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
