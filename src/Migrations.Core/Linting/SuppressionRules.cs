using Migrations.Model;

namespace Migrations.Core.Linting;

/// <summary>The rules about suppressions themselves; they cannot be suppressed.</summary>
internal static class SuppressionRules
{
    /// <summary>A suppression that names no rule, or says no reason: it suppresses nothing.</summary>
    public static MigrationRule Invalid { get; } = new("invalid-suppression", FindingSeverity.Warning, "A suppression that names no rule that there is, stands in a wrong place, or gives no reason.");

    /// <summary>A suppression of a finding that there is not.</summary>
    public static MigrationRule Unused { get; } = new("unused-suppression", FindingSeverity.Warning, "A suppression of a rule that finds nothing there.");

    /// <summary>What is wrong with a suppression; null where nothing is.</summary>
    public static Spot? WhyInvalid(Suppression suppression)
    {
        const string form = "Write \"-- migrations:ignore RULE reason\" above the statement, or \"-- migrations:ignore-file RULE reason\" above the first one.";
        Spot Of(string message) => new(suppression.Span, message, form);
        if (suppression.Rules.Count == 0) return Of("This suppression names no rule, so it suppresses nothing.");
        if (suppression.Rules.FirstOrDefault(rule => !RuleCatalog.CanSuppress(rule)) is { } unknown) return Of($"There is no rule \"{unknown}\" to suppress, so this suppresses nothing.");
        if (suppression.Reason.Length == 0) return Of("This suppression gives no reason, so it suppresses nothing.");
        if (suppression is { IsForFile: true, Statement: not (0 or null) }) return Of("This suppression is for the whole file and stands behind its first statement, so it suppresses nothing.");
        return suppression is { IsForFile: false, Statement: null } ? Of("No statement follows this suppression, so it suppresses nothing.") : null;
    }
}
