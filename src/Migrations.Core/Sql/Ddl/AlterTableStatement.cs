using System.Text;

namespace Migrations.Core.Sql.Ddl;

/// <summary><c>ALTER TABLE</c>: a beginning, clauses, and what stands between and behind them.</summary>
public sealed record AlterTableStatement : DdlStatement
{
    /// <summary>The table.</summary>
    public required ObjectName Table { get; init; }

    /// <summary>The words <c>IF EXISTS</c> before the table's name (MariaDB).</summary>
    public SqlSpan? Condition { get; init; }

    /// <summary>The word <c>IGNORE</c> (MariaDB): rows that a new unique key forbids are deleted.</summary>
    public bool IsIgnore { get; init; }

    /// <summary>The clauses in order; empty for a bare <c>ALTER TABLE t</c>.</summary>
    public required IReadOnlyList<AlterClause> Clauses { get; init; }

    /// <summary>
    /// The statement with only some of its clauses, each as it is written, comments included.
    /// With all of them it is the statement's own text.
    /// </summary>
    /// <param name="keep">Whether a clause stays.</param>
    /// <param name="withoutConditions">Whether the words <c>IF [NOT] EXISTS</c> are left out, for servers that do not know them.</param>
    /// <returns>The text; null where no clause stays.</returns>
    public string? With(Func<AlterClause, bool> keep, bool withoutConditions = false) =>
        With([.. Clauses.Where(keep)], clause => TextOf(clause, withoutConditions), withoutConditions);

    /// <summary>The statement with clauses written anew.</summary>
    /// <param name="clauses">The clauses that stay, a part of <see cref="Clauses"/> in their order.</param>
    /// <param name="write">The text of a clause.</param>
    /// <param name="withoutConditions">Whether the table's own <c>IF EXISTS</c> is left out.</param>
    /// <returns>The text; null where no clause stays.</returns>
    public string? With(IReadOnlyList<AlterClause> clauses, Func<AlterClause, string> write, bool withoutConditions = false)
    {
        if (clauses.Count == 0) return null;
        var text = new StringBuilder(TextWithout(new SqlSpan(Span.Start, Clauses[0].Span.Start), withoutConditions ? Condition : null));
        for (var i = 0; i < clauses.Count; i++)
        {
            if (i > 0) text.Append(SeparatorBefore(clauses[i]));
            text.Append(write(clauses[i]));
        }
        return text.Append(new SqlSpan(Clauses[Clauses.Count - 1].Span.End, Span.End).TextIn(Source.Text)).ToString();
    }

    /// <summary>A clause's text.</summary>
    /// <param name="clause">One of <see cref="Clauses"/>.</param>
    /// <param name="withoutConditions">Whether the words <c>IF [NOT] EXISTS</c> are left out.</param>
    public string TextOf(AlterClause clause, bool withoutConditions = false) =>
        TextWithout(clause.Span, withoutConditions ? clause.Condition : null);

    // Partitioning follows the other clauses without a comma; everything else is separated as its author did.
    private string SeparatorBefore(AlterClause clause)
    {
        var index = 0;
        while (!ReferenceEquals(Clauses[index], clause)) index++;
        return index == 0 ? ", " : new SqlSpan(Clauses[index - 1].Span.End, clause.Span.Start).TextIn(Source.Text);
    }

    private string TextWithout(SqlSpan span, SqlSpan? left)
    {
        var text = Source.Text;
        if (left is not { } gap) return span.TextIn(text);
        var after = gap.End;
        while (after < span.End && text[after] is ' ' or '\t') after++;
        return text.Substring(span.Start, gap.Start - span.Start) + text.Substring(after, span.End - after);
    }
}
