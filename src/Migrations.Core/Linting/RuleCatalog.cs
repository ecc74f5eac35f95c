using Migrations.Core.Linting.Rules;
using Migrations.Model;

namespace Migrations.Core.Linting;

/// <summary>The rules that there are.</summary>
public static class RuleCatalog
{
    /// <summary>The rules that look at migrations, in the order of their pages.</summary>
    internal static IReadOnlyList<LintRule> Checks { get; } =
    [
        // What is lost or refused.
        new DestructiveStatementRule(), new WithoutWhereRule(), new TypeNarrowingRule(), new NotNullWithoutDefaultRule(), new NullableToNotNullRule(),
        new UnknownTableRule(), new AfterUnknownColumnRule(), new ForeignKeyTypesRule(), new IdentifierTooLongRule(), new RowSizeRule(), new IndexKeyLengthRule(),
        new IndexWithoutLengthRule(), new UnsupportedSyntaxRule(), new IfExistsSyntaxRule(),
        // What hurts at a second run, on large tables, or later.
        new MissingIfExistsRule(), new AtLeastOnceRule(), new NonDeterministicDataRule(), new TableCopyRule(), new CharacterSetRule(), new EnumValueRule(),
        // The files and their order.
        new MultipleStatementsRule(), new MissingFromBaselineRule(), new UnjournaledMigrationRule(), new MissingFileRule(), new JournalOrderRule(), new EditedMigrationRule(),
        new FileEncodingRule(), new UnreadableSqlRule(),
    ];

    /// <summary>All rules, those about suppressions too.</summary>
    public static IReadOnlyList<MigrationRule> All { get; } = [.. Checks.Select(check => check.About), SuppressionRules.Invalid, SuppressionRules.Unused];

    /// <summary>The page of a rule: Markdown.</summary>
    /// <param name="id">The rule's id.</param>
    public static string PageOf(string id)
    {
        using var stream = typeof(RuleCatalog).Assembly.GetManifestResourceStream($"Migrations.Rules.{id}.md") ?? throw new ArgumentException($"There is no rule {id}.", nameof(id));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Refuses the id of a rule that there is not.</summary>
    /// <param name="id">The id.</param>
    /// <param name="where">Where it stands, for the error: a parameter, or the settings' file.</param>
    /// <exception cref="MigrationException"><c>RuleUnknown</c>.</exception>
    public static void ThrowIfUnknown(string id, string where)
    {
        if (All.Any(rule => rule.Id == id)) return;
        throw new MigrationException(
            ErrorIds.RuleUnknown, $"There is no rule \"{id}\" ({where}).", $"The rules are {string.Join(", ", All.Select(rule => rule.Id))}.", target: id);
    }

    internal static bool CanSuppress(string id) => Checks.Any(check => check.About.Id == id);
}
