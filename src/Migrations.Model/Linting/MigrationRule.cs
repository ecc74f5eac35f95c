namespace Migrations.Model;

/// <summary>What a rule must know besides the project's files.</summary>
public enum RuleNeed
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>Which server the migrations are for.</summary>
    Server,

    /// <summary>A database.</summary>
    Database,
}

/// <summary>A rule that migrations are held against; its page is <c>docs/rules/ID.md</c>.</summary>
/// <param name="Id">The stable id, in small letters with dashes.</param>
/// <param name="Severity">The severity of its findings.</param>
/// <param name="Summary">What it finds, in one sentence.</param>
/// <param name="Need">What it must know; without that it finds nothing.</param>
public sealed record MigrationRule(string Id, FindingSeverity Severity, string Summary, RuleNeed Need = RuleNeed.Nothing)
{
    /// <inheritdoc/>
    public override string ToString() => Id;
}
