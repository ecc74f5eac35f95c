using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Migrations;

/// <summary>Something that can stand where someone presses Tab.</summary>
/// <param name="Text">What is written.</param>
/// <param name="ToolTip">What it is, in a few words.</param>
/// <param name="Shown">What the menu shows; null for the text.</param>
internal sealed record Candidate(string Text, string? ToolTip = null, string? Shown = null);

/// <summary>Completion of arguments.</summary>
internal static class Completion
{
    /// <summary>What begins as the word does, quoted where it must be.</summary>
    /// <param name="word">What is typed already, with its quotation mark.</param>
    /// <param name="candidates">What there is.</param>
    public static IEnumerable<CompletionResult> Of(string? word, IEnumerable<Candidate> candidates)
    {
        var begun = Begun(word);
        return [.. candidates.Where(candidate => candidate.Text.StartsWith(begun, StringComparison.OrdinalIgnoreCase)).Select(candidate => new CompletionResult(
            Quoted(candidate.Text), candidate.Shown ?? candidate.Text, CompletionResultType.ParameterValue, string.IsNullOrEmpty(candidate.ToolTip) ? candidate.Text : candidate.ToolTip!))];
    }

    /// <summary>The word without its quotation marks.</summary>
    public static string Begun(string? word) => (word ?? "").Trim('\'', '"');

    /// <summary>
    /// Runs a cmdlet of the module for what it knows of the project at hand. No server is asked while someone types. Where there is no project, or a broken one, there
    /// is nothing: the command itself will say so, and <c>$Error</c> is the user's.
    /// </summary>
    /// <param name="command">The cmdlet.</param>
    /// <param name="bound">What is typed of the command already: its <c>-Path</c> counts.</param>
    /// <param name="parameters">The cmdlet's parameters.</param>
    public static IReadOnlyList<PSObject> Ask(string command, IDictionary? bound, params (string Name, object Value)[] parameters)
    {
        var given = new Hashtable { ["ErrorAction"] = "Ignore", ["WarningAction"] = "Ignore" };
        foreach (var (name, value) in parameters) given[name] = value;
        if (bound?["Path"] is { } path) given["Path"] = path;
        try
        {
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            shell.AddScript(Quietly, useLocalScope: true).AddArgument(command).AddArgument(given);
            return shell.Invoke();
        }
        catch (RuntimeException)
        {
            return [];
        }
    }

    /// <summary>A property's value as text; empty where there is none.</summary>
    public static string Text(PSObject item, string property) => item.Properties[property]?.Value?.ToString() ?? "";

    private static string Quoted(string text) =>
        text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or ':' or '$') ? text : "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";

    // $Error keeps a limited number of errors: what was pushed out comes back, too.
    private const string Quietly = "param($Command, $Given) $before = $global:Error.ToArray(); try { & $Command @Given } catch { } finally { $global:Error.Clear(); $global:Error.AddRange($before) }";
}
