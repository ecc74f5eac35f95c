using Migrations.Core.Servers;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>What remains of a statement with <c>IF [NOT] EXISTS</c> once the catalog was asked.</summary>
/// <param name="Sql">What is to be sent; null where nothing remains.</param>
/// <param name="Clauses">What was found for each clause of an <c>ALTER TABLE</c>.</param>
/// <param name="Reason">What was found, for a person.</param>
internal sealed record RemainingDdl(string? Sql, IReadOnlyList<ClauseResult> Clauses, string Reason);

/// <summary>
/// <c>IF [NOT] EXISTS</c> on columns, indexes and constraints, for servers that do not know it (MySQL answers 1064): the conditions
/// are put to the catalog, what they rule out is left out, and the rest is sent without them.
/// </summary>
internal sealed class ConditionalDdl(CatalogQueries catalog)
{
    /// <summary>Rewrites a statement.</summary>
    /// <returns>What remains; null where the statement has no such condition and is to be sent as written.</returns>
    public RemainingDdl? Rewrite(DdlStatement statement) => statement switch
    {
        AlterTableStatement alter when alter.Condition is not null || alter.Clauses.Any(clause => clause.Condition is not null) => Rewrite(alter),
        CreateIndexStatement { Condition: { } condition } create =>
            catalog.HasIndex(create.Table.Database, create.Table.Name, create.Index.Name ?? "")
                ? Nothing($"The index {create.Index.Name} is there already.") : Without(create, condition),
        DropStatement { Kind: DroppedKind.Index, Condition: { } condition, OnTable: { } table } drop =>
            catalog.HasIndex(table.Database, table.Name, drop.Names[0].Name) || !catalog.HasTable(table.Database, table.Name)
                ? Without(drop, condition) : Nothing($"There is no index {drop.Names[0].Name}."),
        RenameTableStatement { Condition: { } condition } rename =>
            rename.Renames.All(pair => catalog.HasTable(pair.From.Database, pair.From.Name)) ? Without(rename, condition)
                : rename.Renames.Count == 1 ? Nothing($"There is no table {rename.Renames[0].From}.") : null,
        _ => null,
    };

    private RemainingDdl Rewrite(AlterTableStatement alter)
    {
        if (alter.Condition is not null && !catalog.HasTable(alter.Table.Database, alter.Table.Name))
            return Nothing($"There is no table {alter.Table}.");
        var remaining = new List<AlterClause>();
        var texts = new Dictionary<AlterClause, string>(ReferenceComparer.Instance);
        var results = new List<ClauseResult>();
        foreach (var clause in alter.Clauses)
        {
            var sent = clause.Condition is null ? alter.TextOf(clause) : Remaining(alter, clause);
            if (sent is not null)
            {
                remaining.Add(clause);
                texts.Add(clause, sent);
            }
            results.Add(new ClauseResult
            {
                Text = alter.TextOf(clause),
                Outcome = sent is null ? StatementOutcome.Satisfied : sent == alter.TextOf(clause) ? StatementOutcome.Executed : StatementOutcome.Rewritten,
                SentSql = sent,
            });
        }
        // Nothing of a table that is not there can be so already: the server is to say that it is missing, as those do that know the words.
        if (results.All(result => result.SentSql is null) && !catalog.HasTable(alter.Table.Database, alter.Table.Name))
            return new RemainingDdl(alter.With(_ => true, withoutConditions: true), [], Because);
        // ALGORITHM and LOCK alone are no work.
        var sql = remaining.All(clause => clause is ExecutionClause) ? null : alter.With(remaining, clause => texts[clause], withoutConditions: true);
        var satisfied = results.Count(result => result.Outcome == StatementOutcome.Satisfied);
        var reason = sql is null ? "Everything it asks for is so already."
            : satisfied > 0 ? $"{satisfied} of {results.Count} clauses are so already. {Because}" : Because;
        return new RemainingDdl(sql, results, reason);
    }

    private const string Because = "This server does not know IF [NOT] EXISTS there.";

    // The clause without its condition; null where the condition rules it out.
    private string? Remaining(AlterTableStatement alter, AlterClause clause)
    {
        string? database = alter.Table.Database, table = alter.Table.Name;
        switch (clause)
        {
            case AddColumnsClause add:
                var missing = add.Columns.Where(column => !catalog.HasColumn(database, table, column.Column.Name)).ToList();
                if (missing.Count == add.Columns.Count) return alter.TextOf(clause, withoutConditions: true);
                return missing.Count == 0 && add.Others.Count == 0 ? null
                    : "ADD COLUMN (" + string.Join(", ", missing.Select(column => column.Span).Concat(add.Others.Select(other => other.Span)).Select(span => span.TextIn(alter.Source.Text))) + ")";
            case AddIndexClause { Index.Name: { } index }:
                return Unless(catalog.HasIndex(database, table, index));
            case AddPrimaryKeyClause:
                return Unless(catalog.HasIndex(database, table, "PRIMARY"));
            case AddForeignKeyClause { ForeignKey.Name: { } name }:
                return Unless(catalog.HasConstraint(database, table, name));
            case AddCheckClause { Check.Name: { } name }:
                return Unless(catalog.HasConstraint(database, table, name));
            case DropPartClause { Part: TablePart.Column, Name: { } name }:
                return Unless(!catalog.HasColumn(database, table, name));
            case DropPartClause { Part: TablePart.Index, Name: { } name }:
                return Unless(!catalog.HasIndex(database, table, name));
            case DropPartClause { Part: TablePart.PrimaryKey }:
                return Unless(!catalog.HasIndex(database, table, "PRIMARY"));
            case DropPartClause { Name: { } name }:
                return Unless(!catalog.HasConstraint(database, table, name));
            case ModifyColumnClause modify:
                return Unless(!catalog.HasColumn(database, table, modify.Column.Column.Name));
            case ChangeColumnClause change:
                return Unless(!catalog.HasColumn(database, table, change.OldName));
            case RenameColumnClause rename:
                return Unless(!catalog.HasColumn(database, table, rename.From));
            case AlterDefaultClause alterDefault:
                return Unless(!catalog.HasColumn(database, table, alterDefault.Column));
            case RenameIndexClause rename:
                return Unless(!catalog.HasIndex(database, table, rename.From));
            case AlterIndexVisibilityClause visibility:
                return Unless(!catalog.HasIndex(database, table, visibility.Index));
            default:
                return alter.TextOf(clause, withoutConditions: true);
        }

        string? Unless(bool ruledOut) => ruledOut ? null : alter.TextOf(clause, withoutConditions: true);
    }

    private static RemainingDdl Nothing(string reason) => new(null, [], reason);

    private static RemainingDdl Without(DdlStatement statement, SqlSpan condition)
    {
        var text = statement.Source.Text;
        var after = condition.End;
        while (after < statement.Span.End && char.IsWhiteSpace(text[after])) after++;
        return new RemainingDdl(text.Substring(statement.Span.Start, condition.Start - statement.Span.Start) + text.Substring(after, statement.Span.End - after), [], Because);
    }

    /// <summary>Clauses are values, and two equal ones may stand in one statement.</summary>
    private sealed class ReferenceComparer : IEqualityComparer<AlterClause>
    {
        public static ReferenceComparer Instance { get; } = new();

        public bool Equals(AlterClause? x, AlterClause? y) => ReferenceEquals(x, y);

        public int GetHashCode(AlterClause clause) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(clause);
    }
}
