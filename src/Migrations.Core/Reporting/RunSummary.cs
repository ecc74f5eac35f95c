using System.Globalization;
using System.Text;
using Migrations.Model;

namespace Migrations.Core.Reporting;

/// <summary>What a command came to, as Markdown for the page of a build's run.</summary>
/// <param name="command">The command, as the heading.</param>
/// <param name="pathOf">A file's path as the page's readers know it.</param>
public sealed class RunSummary(string command, Func<string, string> pathOf)
{
    private readonly StringBuilder _text = new StringBuilder("## ").Append(command).Append("\n\n");

    /// <summary>The migrations of a run, or of its preview.</summary>
    /// <param name="results">The migrations, in order.</param>
    /// <param name="place">The database, without the password; null where it was not reached.</param>
    /// <param name="isPreview">Whether nothing was run.</param>
    public RunSummary Add(IReadOnlyList<MigrationResult> results, string? place, bool isPreview)
    {
        if (place is not null) _text.Append(isPreview ? "Preview of " : "").Append(MarkdownTable.Cell(place)).Append(isPreview ? ": nothing was changed.\n\n" : "\n\n");
        if (results.Count == 0) _text.Append(place is null ? "" : "Nothing is pending.\n\n");
        var table = isPreview ? new MarkdownTable("Migration", "Outcome", "Statements") : new MarkdownTable("Migration", "Outcome", "Time", "Statements");
        foreach (var result in results)
        {
            var name = result.Tag + (result.IsBaseline ? " (baseline)" : "");
            if (isPreview) table.Add(name, result.Outcome.ToString(), result.Summary);
            else table.Add(name, OutcomeOf(result), TimeOf(result.DurationMs), result.Summary);
        }
        table.WriteTo(_text);
        AddDestructive(results, isPreview);
        AddMissing(results);
        return this;
    }

    /// <summary>Differences between schemas.</summary>
    public RunSummary Add(IReadOnlyList<SchemaDifference> differences)
    {
        _text.Append(differences.Count == 0 ? "No difference.\n\n" : $"{Counted(differences.Count(difference => difference.Severity == DifferenceSeverity.Error), "error")}, {Counted(differences.Count(difference => difference.Severity == DifferenceSeverity.Warning), "warning")}.\n\n");
        var table = new MarkdownTable("Severity", "Difference", "Expected", "Actual", "Against", "Place");
        foreach (var difference in differences.OrderByDescending(difference => difference.Severity))
        {
            table.Add(
                difference.Severity.ToString(), $"{difference.Kind} {difference.Target}", difference.Expected, difference.Actual,
                difference.Against.ToString(), PlaceOf(difference.ExpectedLocation ?? difference.ActualLocation));
        }
        table.WriteTo(_text);
        return this;
    }

    /// <summary>Findings of lint rules.</summary>
    public RunSummary Add(IReadOnlyList<MigrationFinding> findings)
    {
        if (findings.Count == 0) _text.Append("No finding.\n\n");
        var table = new MarkdownTable("Severity", "Rule", "Place", "Finding");
        foreach (var finding in findings.OrderByDescending(finding => finding.Severity))
            table.Add(finding.Severity.ToString(), finding.Rule, PlaceOf(finding.Location), $"{finding.Message} {finding.Fix}");
        table.WriteTo(_text);
        return this;
    }

    /// <summary>The error that ended the command: as it is shown, the statement's excerpt included.</summary>
    public RunSummary Add(MigrationException error)
    {
        // The tables above say what these errors list.
        var what = error.ErrorTarget is IReadOnlyList<SchemaDifference> or IReadOnlyList<MigrationFinding> ? error.What.Split('\n')[0].TrimEnd(':') + "." : error.What.Trim();
        _text.Append("**Failed: ").Append(MarkdownTable.Cell(error.ErrorId)).Append("**");
        if (error.Location is not null) _text.Append(" at ").Append(MarkdownTable.Cell(PlaceOf(error.Location)));
        _text.Append("\n\n");
        // Indented by four, it is code, whatever is in it.
        foreach (var line in what.Split('\n')) _text.Append("    ").Append(line.TrimEnd('\r')).Append('\n');
        _text.Append('\n').Append(MarkdownTable.Cell(error.Advice)).Append("\n\n");
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void AddDestructive(IReadOnlyList<MigrationResult> results, bool isPreview)
    {
        var losing = results.SelectMany(result => result.Statements.Select(statement => (result.Tag, Statement: statement))).Where(one => one.Statement.IsDestructive).ToList();
        if (losing.Count == 0) return;
        _text.Append(isPreview ? "These statements take something from tables that are in use:\n\n" : "These statements took something from tables that were in use:\n\n");
        var table = new MarkdownTable("Migration", "Place", "Outcome");
        foreach (var (tag, statement) in losing)
            table.Add(tag, PlaceOf(new SourceLocation(statement.File, statement.Line, statement.Column)), (statement.Forecast ?? statement.Outcome).ToString());
        table.WriteTo(_text);
    }

    private void AddMissing(IReadOnlyList<MigrationResult> results)
    {
        var table = new MarkdownTable("Migration", "The server does not have");
        foreach (var result in results)
        {
            foreach (var missing in result.Landed.Where(landed => !landed.IsThere && !landed.IsSuperseded))
                table.Add(result.Tag, $"{missing.Kind} {(missing.Kind == LandedKind.Table ? missing.Table : $"{missing.Table}.{missing.Name}")}");
        }
        table.WriteTo(_text);
    }

    private string PlaceOf(SourceLocation? at) => at is null ? "" : $"{pathOf(at.File)}:{at.Line}:{at.Column}";

    private string OutcomeOf(MigrationResult result) =>
        result.FailedStatement is { } failed ? $"{result.Outcome} at {PlaceOf(new SourceLocation(failed.File, failed.Line, failed.Column))}" : result.Outcome.ToString();

    private static string TimeOf(double milliseconds) =>
        milliseconds < 1000 ? milliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms" : (milliseconds / 1000).ToString("0.0", CultureInfo.InvariantCulture) + " s";

    private static string Counted(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
