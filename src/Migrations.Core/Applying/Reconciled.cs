using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>What a statement comes to on this server and this database, before it is sent.</summary>
/// <param name="Outcome">What it will have come to when the server accepts what is sent.</param>
/// <param name="Sql">What is to be sent; null where nothing is.</param>
/// <param name="Effect">What <paramref name="Sql"/> does, for the catalog; null where nothing is sent.</param>
internal sealed record Reconciled(StatementOutcome Outcome, string? Sql, DdlStatement? Effect)
{
    /// <summary>Why nothing, or something else than was written, is sent.</summary>
    public string? Reason { get; init; }

    /// <summary>What was found for each clause of an <c>ALTER TABLE</c> that is not sent as written.</summary>
    public IReadOnlyList<ClauseResult> Clauses { get; init; } = [];

    /// <summary>The statement as it is written.</summary>
    public static Reconciled AsWritten(DdlStatement statement) => new(StatementOutcome.Executed, statement.Text, statement);

    /// <summary>Another statement in its place.</summary>
    public static Reconciled Instead(string sql, DdlStatement effect, string reason) => new(StatementOutcome.Rewritten, sql, effect) { Reason = reason };

    /// <summary>Nothing is to be sent.</summary>
    public static Reconciled Nothing(StatementOutcome outcome, string reason) => new(outcome, null, null) { Reason = reason };
}

/// <summary>What one clause comes to.</summary>
/// <param name="Outcome">Executed, Rewritten, Satisfied, Superseded or Conflict.</param>
/// <param name="Sql">The clause's text to be sent; null where it is left out.</param>
/// <param name="Reason">Why it is left out or written otherwise.</param>
internal sealed record Verdict(StatementOutcome Outcome, string? Sql, string? Reason)
{
    /// <summary>It is so already.</summary>
    public static Verdict Satisfied(string reason) => new(StatementOutcome.Satisfied, null, reason);

    /// <summary>It is there with another definition.</summary>
    public static Verdict Conflict(string reason) => new(StatementOutcome.Conflict, null, reason);

    /// <summary>The newer schema holds.</summary>
    public static Verdict Superseded(string reason) => new(StatementOutcome.Superseded, null, reason);
}
