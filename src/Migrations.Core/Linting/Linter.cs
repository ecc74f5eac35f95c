using Migrations.Core.Baselines;
using Migrations.Core.Journals;
using Migrations.Core.Linting.Rules;
using Migrations.Core.Servers;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Linting;

/// <summary>Holds migrations against the rules.</summary>
public static class Linter
{
    /// <summary>Looks at a project's migrations.</summary>
    /// <param name="project">The project.</param>
    /// <param name="options">What is looked at, and with what in mind.</param>
    /// <param name="cancellation">Ends the work between two migrations.</param>
    /// <returns>The findings, migration by migration, in the order of their places.</returns>
    /// <exception cref="MigrationException"><c>RuleUnknown</c>, <c>MigrationNotFound</c>, <c>SchemaUnreadable</c>, <c>FileUnreadable</c>.</exception>
    public static IReadOnlyList<MigrationFinding> Run(JournaledProject project, LintOptions options, CancellationToken cancellation = default) =>
        Look(project, options, cancellation).Findings;

    /// <summary>Looks at a project's migrations, and says which it looked at: those without a finding too.</summary>
    /// <inheritdoc cref="Run"/>
    /// <returns>The migrations by name and file, and the findings.</returns>
    public static (IReadOnlyList<(string Tag, string File)> Files, IReadOnlyList<MigrationFinding> Findings) Look(JournaledProject project, LintOptions options, CancellationToken cancellation = default)
    {
        foreach (var rule in project.Project.ExcludedRules) RuleCatalog.ThrowIfUnknown(rule, Projects.ProjectSettings.FileName);
        var chosen = new HashSet<string>(options.Rules.Except(project.Project.ExcludedRules), StringComparer.Ordinal);
        var rowCounts = options.Session is { } session && chosen.Contains("table-copy") ? RowCounts(session, cancellation) : null;
        var migrations = MigrationWalk.Of(project, options, rowCounts);
        foreach (var tag in options.Tags ?? [])
        {
            if (!migrations.Any(migration => migration.Tag == tag))
                throw new MigrationException(ErrorIds.MigrationNotFound, $"There is no migration '{tag}'.", "Get-Migration without a tag lists them.", target: tag);
        }
        var files = new List<(string, string)>();
        var findings = new List<MigrationFinding>();
        foreach (var migration in migrations.Where(migration => IsAskedFor(migration, options)))
        {
            cancellation.ThrowIfCancellationRequested();
            files.Add((migration.Tag, migration.Text.Path));
            findings.AddRange(Check(migration, chosen));
        }
        return (files, findings);
    }

    /// <summary>The names that migrations of a project can be asked for by: journaled ones, files that the journal does not name, and bootstrap files (<c>bootstrap/NAME</c>).</summary>
    public static IReadOnlyList<string> TagsOf(JournaledProject project) =>
        [.. project.Journal.Entries.Select(entry => entry.Tag), .. project.UnjournaledTags(), .. project.Project.BootstrapFiles().Select(MigrationWalk.TagOfBootstrap)];

    // With a database, what it has is done.
    private static bool IsAskedFor(LintedMigration migration, LintOptions options) =>
        options.Tags is { } tags ? tags.Contains(migration.Tag)
        : migration.Status is not MigrationStatus.Applied && !(migration.IsBootstrap && options.Session is not null);

    private static IEnumerable<MigrationFinding> Check(LintedMigration migration, HashSet<string> chosen)
    {
        var found = new List<(LintRule Rule, Spot Spot, LintedStatement? Statement)>();
        foreach (var rule in RuleCatalog.Checks.Where(rule => chosen.Contains(rule.About.Id)))
        {
            // Its text is not what ran: what is to be said about it is that.
            if (migration.Status == MigrationStatus.Modified && rule is not EditedMigrationRule) continue;
            found.AddRange(rule.Check(migration).Select(spot => (rule, spot, StatementAt(migration, spot))));
            foreach (var statement in migration.Statements) found.AddRange(rule.Check(statement).Select(spot => (rule, spot, (LintedStatement?)statement)));
        }
        var findings = new List<MigrationFinding>();
        var used = new HashSet<(Suppression, string)>();
        var suppressions = Suppression.In(migration);
        var valid = suppressions.Where(suppression => SuppressionRules.WhyInvalid(suppression) is null).ToList();
        foreach (var (rule, spot, statement) in found)
        {
            var meant = valid.Where(suppression => suppression.Rules.Contains(rule.About.Id)
                && (suppression.IsForFile || (statement is not null && suppression.Statement == statement.Script.Ordinal))).ToList();
            foreach (var suppression in meant) used.Add((suppression, rule.About.Id));
            if (meant.Count == 0) findings.Add(Finding(migration, rule.About, spot, statement));
        }
        findings.AddRange(About(migration, suppressions, chosen, used));
        return findings.OrderBy(finding => finding.File == migration.Text.Path).ThenBy(finding => finding.Line).ThenBy(finding => finding.Column);
    }

    private static IEnumerable<MigrationFinding> About(
        LintedMigration migration, IReadOnlyList<Suppression> suppressions, HashSet<string> chosen, HashSet<(Suppression, string)> used)
    {
        foreach (var suppression in suppressions)
        {
            if (SuppressionRules.WhyInvalid(suppression) is { } invalid)
            {
                if (chosen.Contains(SuppressionRules.Invalid.Id)) yield return Finding(migration, SuppressionRules.Invalid, invalid, null);
                continue;
            }
            if (!chosen.Contains(SuppressionRules.Unused.Id)) continue;
            foreach (var rule in suppression.Rules)
            {
                // A rule that was not asked, or did not know what it must know, may find something another time.
                if (used.Contains((suppression, rule)) || !chosen.Contains(rule) || !WasAsked(migration, rule)) continue;
                yield return Finding(
                    migration, SuppressionRules.Unused, new Spot(suppression.Span, $"The rule {rule} finds nothing here, so there is nothing to suppress.", "Take the comment out."), null);
            }
        }
    }

    private static bool WasAsked(LintedMigration migration, string rule) => RuleCatalog.All.First(candidate => candidate.Id == rule).Need switch
    {
        RuleNeed.Server => migration.Context.Server is not null,
        RuleNeed.Database => migration.Context.RowCounts is not null,
        // Without the words being known to the target, the rule says nothing that it would say for another.
        _ => migration.Status != MigrationStatus.Modified && !(rule is "missing-if-exists" or "index-key-length" or "index-without-length" && migration.Context.Server is not null),
    };

    private static LintedStatement? StatementAt(LintedMigration migration, Spot spot) => spot.Elsewhere is not null || spot.Span.Length == 0
        ? null : migration.Statements.FirstOrDefault(statement => statement.Script.Start <= spot.Span.Start && spot.Span.End <= statement.Script.End);

    private static MigrationFinding Finding(LintedMigration migration, MigrationRule rule, Spot spot, LintedStatement? statement)
    {
        var begin = spot.Elsewhere ?? migration.Text.Source.LocationAt(spot.Span.Start);
        // A statement of many lines is marked where it begins.
        var text = spot.Span.Length == 0 ? "" : spot.Span.TextIn(migration.Text.Source.Text);
        var lineEnd = text.IndexOfAny(['\r', '\n']);
        var end = spot.Elsewhere ?? migration.Text.Source.LocationAt(lineEnd < 0 ? spot.Span.End : spot.Span.Start + lineEnd);
        return new MigrationFinding
        {
            Rule = rule.Id,
            Severity = rule.Severity,
            File = begin.File,
            Line = begin.Line,
            Column = begin.Column,
            EndLine = end.Line,
            EndColumn = end.Column,
            Tag = migration.Tag,
            Statement = statement is null ? null : Wording.ExcerptOf(statement.Script.Text),
            Message = spot.Message,
            Fix = spot.Fix,
        };
    }

    // The engine's own estimate: counting would read whole tables. MySQL keeps it for a day unless asked not to.
    private static Dictionary<string, long> RowCounts(DatabaseSession session, CancellationToken cancellation)
    {
        try
        {
            return session.Query(
                    "SELECT /*+ SET_VAR(information_schema_stats_expiry = 0) */ TABLE_NAME, CAST(COALESCE(TABLE_ROWS, 0) AS SIGNED) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'",
                    row => (Name: row.GetString(0).ToLowerInvariant(), Rows: row.GetInt64(1)), cancellation)
                .GroupBy(table => table.Name).ToDictionary(same => same.Key, same => same.Max(table => table.Rows));
        }
        catch (MySqlException refused) when (session.IsOpen)
        {
            throw new MigrationException(
                ErrorIds.SchemaUnreadable, $"The catalog of '{session.Database}' cannot be read: {ServerErrors.Of(refused)}",
                "Check that the account may see the database's tables.", target: session.Settings.ToString(), inner: refused);
        }
    }
}
