using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Migrations;

/// <summary>Completes the tags of the project's migrations.</summary>
public sealed class MigrationTagCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        NameCompletion.Of("Get-Migration", "Tag", wordToComplete, fakeBoundParameters, ("Offline", true));
}

/// <summary>Completes the tags of the files that the journal does not name yet.</summary>
public sealed class UnjournaledTagCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        NameCompletion.Of("Get-Migration", "Tag", wordToComplete, fakeBoundParameters, ("Offline", true), ("Status", "Unjournaled"));
}

/// <summary>Completes the names of the schema's tables.</summary>
public sealed class TableNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        NameCompletion.Of("Get-SchemaTable", "Name", wordToComplete, fakeBoundParameters);
}

internal static class NameCompletion
{
    // Through the cmdlets themselves: they know the project of the current location. No server is asked while someone types.
    public static IEnumerable<CompletionResult> Of(string command, string property, string word, IDictionary bound, params (string Name, object Value)[] parameters)
    {
        var given = new Hashtable();
        foreach (var (name, value) in parameters) given[name] = value;
        if (bound["Path"] is { } path) given["Path"] = path;
        if (bound["LiteralPath"] is { } file && command == "Get-SchemaTable") given["LiteralPath"] = file;
        var begun = new WildcardPattern((word ?? "").Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript(Quietly, useLocalScope: true).AddArgument(command).AddArgument(given);
        return [.. shell.Invoke().Select(item => item.Properties[property].Value.ToString()!).Where(begun.IsMatch).Select(Quoted)];
    }

    private static CompletionResult Quoted(string name) =>
        new(name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-') ? name : "'" + CodeGeneration.EscapeSingleQuotedStringContent(name) + "'");

    // No project here, or a broken one: the command itself will say so, and $Error is the user's.
    private const string Quietly = "param($Command, $Given) $before = $global:Error.Count; try { & $Command @Given } catch { while ($global:Error.Count -gt $before) { $global:Error.RemoveAt(0) } }";
}
