using System.Management.Automation;
using Migrations.Core.Applying;
using Migrations.Core.Reporting;
using Migrations.Model;

namespace Migrations;

/// <summary>What all cmdlets share: the project's path, cancellation, previews, and how the engine's errors become PowerShell's.</summary>
public abstract partial class MigrationCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private BuildLog? _build;

    /// <summary>The project's root, or any folder under it. Default: the current location.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ProjectPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public virtual string? Path { get; set; }

    /// <summary>Cancelled when the user stops the pipeline.</summary>
    protected CancellationToken Cancellation => _stopping.Token;

    /// <summary>Whether this is a preview: <c>-WhatIf</c>, or <c>$WhatIfPreference</c>.</summary>
    protected bool IsPreview => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? ((SwitchParameter)given).IsPresent
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    // The agent reads the process's standard output. The host writes there, past the pipeline, every redirection and the transcript.
    private protected BuildLog Build => _build ??= new BuildLog(BuildAgent.Detect(Environment.GetEnvironmentVariable), line => Host?.UI?.WriteLine(line));

    /// <summary>Writes a warning, to a build agent too.</summary>
    /// <param name="text">The warning.</param>
    public new void WriteWarning(string text) => WriteWarning(null, text);

    /// <summary>Writes a non-terminating error, to a build agent too.</summary>
    /// <param name="errorRecord">The error.</param>
    public new void WriteError(ErrorRecord errorRecord)
    {
        if (errorRecord?.Exception is MigrationException error && !IsSilenced("ErrorAction", "ErrorActionPreference")) Build.Write(error);
        base.WriteError(errorRecord);
    }

    /// <summary>Writes a warning about a place in a file, to a build agent too.</summary>
    /// <param name="location">The place; null for none.</param>
    /// <param name="text">The warning, without the place.</param>
    /// <param name="code">What kind of warning it is; null for none.</param>
    internal void WriteWarning(SourceLocation? location, string text, string? code = null)
    {
        if (!WarnsSilently) Build.Write(new LogIssue(IssueLevel.Warning, code, text, location));
        WriteWarningText(location, text);
    }

    /// <summary>Writes a warning of which a build agent has been told already.</summary>
    /// <param name="location">The place; null for none.</param>
    /// <param name="text">The warning, without the place.</param>
    internal void WriteWarningText(SourceLocation? location, string text) => base.WriteWarning(Build.Harmless(location is null ? text : $"{location}: {text}"));

    /// <summary>Writes what only those want to know who ask for it.</summary>
    /// <param name="text">The text.</param>
    public new void WriteVerbose(string text) => base.WriteVerbose(Build.Harmless(text));

    /// <summary>Whether nobody wants to see warnings.</summary>
    internal bool WarnsSilently => IsSilenced("WarningAction", "WarningPreference");

    // What nobody wants to see, the agent need not show.
    private bool IsSilenced(string parameter, string variable)
    {
        var action = MyInvocation.BoundParameters.TryGetValue(parameter, out var given) ? given : GetVariableValue(variable);
        return action?.ToString()?.ToLowerInvariant() is "silentlycontinue" or "ignore";
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <summary>The folder that <see cref="Path"/> names, in the file system.</summary>
    protected string Folder
    {
        get
        {
            var given = Path ?? ".";
            if (given.IndexOf('\0') >= 0) throw new MigrationException(ErrorIds.PathNotFound, "The path has the character U+0000 in it.", "Give -Path an existing folder of the project.", target: given);
            try
            {
                return GetUnresolvedProviderPathFromPSPath(given);
            }
            catch (Exception bad) when (bad is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or PSInvalidOperationException or NotSupportedException)
            {
                throw new MigrationException(ErrorIds.PathNotFound, $"'{given}' is no folder: {bad.Message}", "Give -Path an existing folder of the project.", target: given, inner: bad);
            }
        }
    }

    /// <summary>Does the cmdlet's work; an error ends the pipeline.</summary>
    /// <param name="work">The work.</param>
    protected void Run(Action work)
    {
        try
        {
            work();
        }
        catch (Exception error) when (!IsPowerShells(error))
        {
            var record = RecordOf(error);
            if (record.Exception is MigrationException known) Build.Write(known);
            ThrowTerminatingError(record);
        }
        finally
        {
            _progress?.Complete();
        }
    }

    /// <summary>Does the work for what was given: an error ends the pipeline where it was given by parameters alone, and where it came down the pipeline it is that item's.</summary>
    /// <param name="work">The work.</param>
    /// <returns>Whether it was done without an error.</returns>
    protected bool RunRecord(Action work) => RunPart(!MyInvocation.ExpectingInput, work);

    /// <summary>Does a part of the work; an error is that part's alone, unless there is no other.</summary>
    /// <param name="isOnly">Whether there is no other part.</param>
    /// <param name="work">The work.</param>
    /// <returns>Whether it was done without an error.</returns>
    protected bool RunPart(bool isOnly, Action work)
    {
        if (!isOnly) return RunItem(work);
        Run(work);
        return true;
    }

    /// <summary>Does the work for one item of several; an error is that item's alone.</summary>
    /// <param name="work">The work.</param>
    /// <returns>Whether it was done without an error.</returns>
    protected bool RunItem(Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (Exception error) when (!IsPowerShells(error))
        {
            WriteError(RecordOf(error));
            return false;
        }
    }

    /// <summary>What the errors of others are about, whose place is not known any nearer.</summary>
    private protected virtual object Place => Path ?? SessionState.Path.CurrentLocation.Path;

    /// <summary>Takes the secrets that the cmdlet was given out of a text.</summary>
    private protected virtual string Redacted(string text) => text;

    private ErrorRecord RecordOf(Exception error)
    {
        if (error is OperationCanceledException && Cancellation.IsCancellationRequested) throw new PipelineStoppedException();
        var record = ErrorRecords.Of(ForeignErrors.Of(error, Place, Redacted));
        if (Build.HasAgent) record.ErrorDetails = new ErrorDetails(Build.Harmless(record.ErrorDetails.Message)) { RecommendedAction = Build.Harmless(record.ErrorDetails.RecommendedAction) };
        return record;
    }

    // How the engine ends a pipeline, and errors that are records already. What the process cannot go on after is nobody's to catch.
    private static bool IsPowerShells(Exception error) => error is IContainsErrorRecord or FlowControlException or OutOfMemoryException or ThreadAbortException;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _progress?.Dispose();
        _stopping.Dispose();
    }
}
