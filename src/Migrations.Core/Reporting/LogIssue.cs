using Migrations.Model;

namespace Migrations.Core.Reporting;

/// <summary>How much an issue in a build's log matters.</summary>
public enum IssueLevel
{
    /// <summary>Worth knowing.</summary>
    Notice,

    /// <summary>Something that should be looked at.</summary>
    Warning,

    /// <summary>Something that is wrong. It alone does not end a step: the command's own error does.</summary>
    Error,
}

/// <summary>Something that a build agent shows beside the log, at a file and line where there is one.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Code">The error's id, the lint rule, the kind of difference; null where there is none.</param>
/// <param name="Message">What is the matter, without the place; it may have several lines.</param>
/// <param name="Location">Where.</param>
public sealed record LogIssue(IssueLevel Level, string? Code, string Message, SourceLocation? Location)
{
    /// <summary>An error's issue.</summary>
    public static LogIssue Of(MigrationException error) => new(IssueLevel.Error, error.ErrorId, error.What.Trim() + "\n" + error.Advice, error.Location);

    /// <summary>A difference's issue: at the line of the schema that is not as the other side has it, else at the other side's.</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="level">How much it matters; null for what its severity says.</param>
    public static LogIssue Of(SchemaDifference difference, IssueLevel? level = null) => new(
        level ?? (difference.Severity == DifferenceSeverity.Error ? IssueLevel.Error : IssueLevel.Warning),
        difference.Kind.ToString(), $"{WithoutKind(difference)} ({SideOf(difference)})", difference.ExpectedLocation ?? difference.ActualLocation);

    /// <summary>A finding's issue.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="fails">Whether the command fails by it: it is an error then, whatever its rule says.</param>
    public static LogIssue Of(MigrationFinding finding, bool fails = false) => new(
        fails ? IssueLevel.Error : finding.Severity switch { FindingSeverity.Error => IssueLevel.Error, FindingSeverity.Warning => IssueLevel.Warning, _ => IssueLevel.Notice },
        finding.Rule, $"{finding.Message} {finding.Fix}", finding.Location);

    // The code says it.
    private static string WithoutKind(SchemaDifference difference) => difference.Message.Substring($"{difference.Kind}: ".Length);

    private static string SideOf(SchemaDifference difference) => difference.Against.ToString().ToLowerInvariant();
}
