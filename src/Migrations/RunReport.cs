using System.Management.Automation;
using Migrations.Core.Applying;
using Migrations.Model;

namespace Migrations;

/// <summary>What a run has to say besides its results.</summary>
internal sealed class RunReport(Cmdlet cmdlet)
{
    /// <summary>Warns of definitions that differ from the migration's, and of what did not land.</summary>
    public void Warn(MigrationResult result)
    {
        foreach (var statement in result.Statements)
        {
            if (statement.Outcome == StatementOutcome.Conflict || statement.NeedsAttention) cmdlet.WriteWarning($"{statement.File}:{statement.Line}:{statement.Column}: {statement.Reason}");
            else if (statement.Outcome is StatementOutcome.Rewritten or StatementOutcome.Superseded) cmdlet.WriteVerbose($"{statement.File}:{statement.Line}:{statement.Column}: {statement.Outcome}. {statement.Reason}");
        }
        foreach (var missing in result.Landed.Where(landed => !landed.IsThere && !landed.IsSuperseded))
            cmdlet.WriteWarning($"{result.Tag} is applied, but the server does not have the {missing.Kind.ToString().ToLowerInvariant()} {(missing.Kind == LandedKind.Table ? missing.Table : $"{missing.Table}.{missing.Name}")} that it adds.");
    }

    /// <summary>Warns of what the installed database lacks.</summary>
    public void Warn(MigrationRun run)
    {
        if (run.SchemaUnreadable is { } unreadable) cmdlet.WriteWarning($"The schema could not be read: the installation went by the baseline and the journal alone, and its result was not compared with it. {unreadable.Finding}");
        foreach (var difference in run.Drift ?? [])
        {
            var line = (difference.ExpectedLocation is { } at ? at + ": " : "") + difference.Message;
            if (difference.Severity == DifferenceSeverity.Error) cmdlet.WriteWarning(line);
            else cmdlet.WriteVerbose(line);
        }
    }
}
