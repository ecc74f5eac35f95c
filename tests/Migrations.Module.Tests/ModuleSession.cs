using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Migrations.Module.Tests;

/// <summary>A session of the real PowerShell engine with the module imported through its manifest.</summary>
public sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace;

    public ModuleSession()
        : this(null)
    {
    }

    /// <param name="host">Who answers what is asked; null for nobody.</param>
    public ModuleSession(System.Management.Automation.Host.PSHost? host)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([Repository.Manifest]);
        _runspace = host is null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(host, state);
        _runspace.Open();
    }

    public Runspace Runspace => _runspace;

    /// <summary>Runs a script; a terminating error is thrown.</summary>
    public Output Run(string script, params (string Name, object? Value)[] variables)
    {
        foreach (var (name, value) in variables) _runspace.SessionStateProxy.SetVariable(name, value);
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        var objects = shell.Invoke();
        return new Output(objects, [.. shell.Streams.Error], [.. shell.Streams.Warning.Select(w => w.Message)], [.. shell.Streams.Verbose.Select(v => v.Message)], shell.Streams.Progress.Count);
    }

    /// <summary>Runs a script that must end in a terminating error, and gives its record and what was emitted before.</summary>
    public (ErrorRecord Error, IReadOnlyList<PSObject> Before) Fail(string script, params (string Name, object? Value)[] variables)
    {
        foreach (var (name, value) in variables) _runspace.SessionStateProxy.SetVariable(name, value);
        using var shell = PowerShell.Create(_runspace);
        // Without it a terminating error ends its statement only, and the script goes on.
        shell.AddScript("$ErrorActionPreference = 'Stop'\n" + script);
        var before = new PSDataCollection<PSObject>();
        var error = Assert.ThrowsAny<RuntimeException>(() => shell.Invoke(null, before));
        return (error.ErrorRecord, [.. before]);
    }

    public void Dispose() => _runspace.Dispose();
}

/// <summary>What a script gave.</summary>
public sealed record Output(
    IReadOnlyList<PSObject> Objects, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Warnings, IReadOnlyList<string> Verbose, int ProgressRecords)
{
    public PSObject Only => Assert.Single(Objects);

    public IReadOnlyList<string?> Texts(string property) => [.. Objects.Select(o => o.Properties[property].Value?.ToString())];
}
