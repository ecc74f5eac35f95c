using Migrations.Core.Applying;
using Migrations.Core.Reporting;
using Migrations.Model;

namespace Migrations;

/// <summary>What a run has to say besides its results.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="build">What a build agent is told.</param>
/// <param name="failsOnDrift">Whether drift ends the cmdlet with an error.</param>
internal sealed class RunReport(MigrationCmdlet cmdlet, BuildLog build, bool failsOnDrift)
{
    /// <summary>Warns of definitions that differ from the migration's, and of what did not land.</summary>
    public void Warn(MigrationResult result)
    {
        foreach (var statement in result.Statements)
        {
            if (statement.Outcome == StatementOutcome.Conflict || statement.NeedsAttention)
                cmdlet.WriteWarning(new SourceLocation(statement.File, statement.Line, statement.Column), statement.Reason ?? "", statement.Outcome.ToString());
            else if (statement.Outcome is StatementOutcome.Rewritten or StatementOutcome.Superseded) cmdlet.WriteVerbose($"{statement.File}:{statement.Line}:{statement.Column}: {statement.Outcome}. {statement.Reason}");
        }
        foreach (var missing in result.Landed.Where(landed => !landed.IsThere && !landed.IsSuperseded))
            cmdlet.WriteWarning(null, $"{result.Tag} is applied, but the server does not have the {missing.Kind.ToString().ToLowerInvariant()} {(missing.Kind == LandedKind.Table ? missing.Table : $"{missing.Table}.{missing.Name}")} that it adds.", "NotLanded");
    }

    /// <summary>Warns of what the installed database lacks.</summary>
    public void Warn(MigrationRun run)
    {
        if (run.SchemaUnreadable is { } unreadable) cmdlet.WriteWarning($"The schema could not be read: the installation went by the baseline and the journal alone, and its result was not compared with it. {unreadable.Finding}");
        foreach (var difference in run.Drift ?? [])
        {
            if (difference.Severity == DifferenceSeverity.Error)
            {
                // Told once, and as what it is: the error that follows is made of these.
                if (failsOnDrift || !cmdlet.WarnsSilently) build.Write(LogIssue.Of(difference, failsOnDrift ? IssueLevel.Error : IssueLevel.Warning));
                cmdlet.WriteWarningText(difference.ExpectedLocation, difference.Message);
            }
            else
            {
                cmdlet.WriteVerbose((difference.ExpectedLocation is { } at ? at + ": " : "") + difference.Message);
            }
        }
    }
}
