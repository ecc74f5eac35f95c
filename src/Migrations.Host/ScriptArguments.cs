using System.Management.Automation.Runspaces;

namespace Migrations.Host;

/// <summary>Turns the words behind <c>-File script.ps1</c> into the script's parameters.</summary>
internal static class ScriptArguments
{
    /// <summary>
    /// <c>-Name</c> is a parameter (the binder joins it with the next word, or takes it for a switch), <c>-Name:value</c> one
    /// with its value, <c>-Name: value</c> likewise, and anything else a value. After a colon true and false, with or without $, are booleans, so that
    /// <c>-Confirm:$false</c> works from any shell. The rules are those of pwsh's CommandLineParameterParser.CollectPSArgs.
    /// </summary>
    public static IReadOnlyList<CommandParameter> Read(IEnumerable<string> words)
    {
        var parameters = new List<CommandParameter>();
        string? waiting = null;
        foreach (var word in words)
        {
            if (waiting is not null)
            {
                parameters.Add(new CommandParameter(waiting, word));
                waiting = null;
            }
            else if (word.Length < 2 || !IsDash(word[0]))
            {
                parameters.Add(new CommandParameter(null, word));
            }
            else if (word.IndexOf(':') is var colon && colon < 0)
            {
                parameters.Add(new CommandParameter(word));
            }
            else if (colon == word.Length - 1)
            {
                waiting = word[..colon];
            }
            else
            {
                parameters.Add(new CommandParameter(word[..colon], BooleanOrText(word[(colon + 1)..])));
            }
        }
        return parameters;
    }

    private static object BooleanOrText(string value) =>
        bool.TryParse(value.AsSpan(value[0] == '$' ? 1 : 0), out var truth) ? truth : value;

    // The language takes the typographic dashes for dashes: they come from pasted documents.
    private static bool IsDash(char c) => c is '-' or '\u2013' or '\u2014' or '\u2015';
}
