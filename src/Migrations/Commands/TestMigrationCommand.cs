using System.Diagnostics;
using System.Management.Automation;
using Migrations.Core.Applying;
using Migrations.Core.Journals;
using Migrations.Core.Linting;
using Migrations.Core.Reporting;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Holds migrations against rules: what would be lost, refused, slow or different elsewhere.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Migration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(MigrationFinding), typeof(bool))]
public sealed class TestMigrationCommand : HistoryCmdlet
{
    private readonly List<(string Folder, string? Tag)> _asked = [];
    private bool _isOneFolder;

    // Of what could not be looked at nobody knows that it is well.
    private bool _isWhole = true;

    /// <summary>Tags to look at; wildcards are allowed. Default: all journaled migrations, the files that the journal does not name, and the bootstrap files; with <c>-DatabaseUrl</c> those that the database does not have.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("BaseName")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MigrationTagCompleter))]
    public string[]? Tag { get; set; }

    /// <summary>The server that the migrations are for: <c>mysql:8.4</c>, <c>mariadb:10.11</c>, <c>tidb</c>. Default: that of <c>-DatabaseUrl</c>; without one, what only certain servers refuse is not looked for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TargetServerCompleter))]
    public string? Server { get; set; }

    /// <summary>The rules to hold them against; wildcards are allowed. Default: all but those that the project's settings exclude.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RuleIdCompleter))]
    public string[]? Rule { get; set; }

    /// <summary>Rules to leave out; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RuleIdCompleter))]
    public string[]? ExcludeRule { get; set; }

    /// <summary>The severities to give. Default: all.</summary>
    [Parameter]
    public FindingSeverity[]? Severity { get; set; }

    /// <summary>From which severity on <c>-Quiet</c> says no; given without <c>-Quiet</c>, such findings end the command with an error after they were given: for pipelines. Default: Error.</summary>
    [Parameter]
    public FindingSeverity? ErrorOn { get; set; }

    /// <summary>From how many rows on a table counts as large; asked of <c>-DatabaseUrl</c>.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long LargeTableRows { get; set; } = 100_000;

    /// <summary>A file to write the findings to, for other tools: SARIF 2.1.0.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SarifPath { get; set; }

    /// <summary>A file to write the findings to, for build servers: JUnit's XML, a test a file. A test fails by findings of severity <c>-ErrorOn</c> or above.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JUnitPath { get; set; }

    /// <summary>Gives only whether there is no finding of severity <c>-ErrorOn</c> or above.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override string Activity => "Checking migrations";

    private protected override bool ShowsProgress => !Quiet;

    /// <inheritdoc/>
    protected override void ProcessRecord() => _isWhole &= RunRecord(() =>
    {
        var folder = Folder;
        // Get-ChildItem -Directory: a folder is a project, and its name, which binds as a file's does, is no tag.
        var isProject = MyInvocation.ExpectingInput && Tag is [var name] && Directory.Exists(folder) && System.IO.Path.GetFileName(folder) == name;
        foreach (var tag in isProject ? [null!] : Tag ?? [null!]) _asked.Add((folder, tag));
    });

    /// <inheritdoc/>
    protected override void EndProcessing() => Run(() =>
    {
        var watch = Stopwatch.StartNew();
        var findings = new List<MigrationFinding>();
        var files = new List<(string Tag, string File)>();
        string? root = null;
        foreach (var (project, tags) in Projects())
        {
            root ??= project.Project.Root;
            _isWhole &= RunPart(_isOneFolder, () =>
            {
                var (looked, found) = Look(project, tags);
                files.AddRange(looked);
                findings.AddRange(found);
            });
        }
        var shown = findings.Where(finding => Severity is null || Severity.Contains(finding.Severity)).ToList();
        if (!Quiet) WriteObject(shown, enumerateCollection: true);
        if (SarifPath is not null && GetUnresolvedProviderPathFromPSPath(SarifPath) is var path && ShouldProcess(path, "Write the findings"))
            SarifReport.Write(path, shown, root ?? SessionState.Path.CurrentFileSystemLocation.Path, MyInvocation.MyCommand.Module?.Version.ToString(3) ?? "0.0.0");
        if (JUnitPath is not null && GetUnresolvedProviderPathFromPSPath(JUnitPath) is var tests && ShouldProcess(tests, "Write the findings"))
            JUnitReport.Write(tests, "Test-Migration", JUnitReport.CasesOf(files, shown, IsSerious), watch.Elapsed, file => Build.PathOf(root, file));
        foreach (var finding in shown) Build.Write(LogIssue.Of(finding, ErrorOn is not null && IsSerious(finding)));
        var serious = shown.Where(IsSerious).ToList();
        var error = !Quiet && ErrorOn is not null && serious.Count > 0 ? FindingsFound(serious) : null;
        Build.Publish("Test-Migration", () => Summary(shown, error).ToString(), WriteVerbose);
        if (Quiet) WriteObject(_isWhole && serious.Count == 0);
        else if (error is not null) throw error;
    });

    private bool IsSerious(MigrationFinding finding) => finding.Severity >= (ErrorOn ?? FindingSeverity.Error);

    private RunSummary Summary(IReadOnlyList<MigrationFinding> findings, MigrationException? error)
    {
        var summary = new RunSummary("Test-Migration", Build.PathOf).Add(findings);
        return error is null ? summary : summary.Add(error);
    }

    // The pipeline may bring files of several projects, each of which is read once.
    private IEnumerable<(JournaledProject Project, IReadOnlyCollection<string>? Tags)> Projects()
    {
        var opened = new Dictionary<string, JournaledProject>(StringComparer.Ordinal);
        var folders = new Dictionary<string, JournaledProject>(StringComparer.Ordinal);
        var named = _asked.Select(asked => asked.Folder).Distinct(StringComparer.Ordinal).ToList();
        _isOneFolder = named.Count == 1;
        foreach (var folder in named)
        {
            _isWhole &= RunPart(_isOneFolder, () =>
            {
                var project = JournaledProject.Open(folder, Options());
                if (!opened.ContainsKey(project.Project.MigrationsFolder)) opened.Add(project.Project.MigrationsFolder, project);
                folders.Add(folder, opened[project.Project.MigrationsFolder]);
            });
        }
        foreach (var project in opened.Values)
        {
            var names = _asked.Where(asked => folders.TryGetValue(asked.Folder, out var its) && its == project).Select(asked => asked.Tag).ToList();
            yield return (project, names.Contains(null) ? null : TagsOf(project, [.. names.Select(name => name!)]));
        }
    }

    private IReadOnlyCollection<string> TagsOf(JournaledProject project, string[] names)
    {
        var filter = new NameFilter([.. names.Select(name => name.EndsWith(".sql", StringComparison.OrdinalIgnoreCase) ? name.Substring(0, name.Length - 4) : name)]);
        var tags = Linter.TagsOf(project).Where(filter.Takes).ToList();
        foreach (var name in filter.NotFound)
        {
            WriteError(ErrorRecords.Of(new MigrationException(
                ErrorIds.MigrationNotFound, $"There is no migration '{name}'.", "Get-Migration without a tag lists them.", target: name)));
        }
        return tags;
    }

    private (IReadOnlyList<(string Tag, string File)> Files, IReadOnlyList<MigrationFinding> Findings) Look(JournaledProject project, IReadOnlyCollection<string>? tags)
    {
        // As Test-SchemaDrift: a database is asked only where it is named here, not because the environment happens to name one.
        using var session = DatabaseUrl is null ? null : Connect(project.Project);
        var options = new LintOptions
        {
            Tags = tags,
            Rules = ChosenRules(),
            Server = Server is null ? null : TargetServer.Parse(Server),
            Session = session,
            States = session is null ? [] : Busy("Reading the history", () => MigrationListing.Of(project, session, Cancellation)),
            LargeTableRows = LargeTableRows,
        };
        return Busy("Reading the migrations", () => Linter.Look(project, options, Cancellation));
    }

    private IReadOnlyCollection<string> ChosenRules()
    {
        var taken = new NameFilter(Rule);
        var left = new NameFilter(ExcludeRule ?? []);
        var chosen = RuleCatalog.All.Select(rule => rule.Id).Where(id => taken.Takes(id) & !left.Takes(id)).ToList();
        foreach (var unknown in taken.NotFound) RuleCatalog.ThrowIfUnknown(unknown, "-Rule");
        foreach (var unknown in left.NotFound) RuleCatalog.ThrowIfUnknown(unknown, "-ExcludeRule");
        return chosen;
    }

    private static MigrationException FindingsFound(IReadOnlyList<MigrationFinding> findings)
    {
        const int shown = 10;
        var lines = findings.Take(shown).Select(finding => "\n  " + finding);
        var more = findings.Count > shown ? $"\n  and {findings.Count - shown} more." : "";
        var count = findings.Count == 1 ? "1 finding" : $"{findings.Count} findings";
        return new MigrationException(
            ErrorIds.MigrationFindings, $"{count} in the migrations:{string.Concat(lines)}{more}\n",
            "Fix of each finding says what to do; \"-- migrations:ignore RULE reason\" above a statement says that it is meant so.", target: findings);
    }
}
