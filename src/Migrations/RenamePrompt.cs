using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using Migrations.Core.Authoring;

namespace Migrations;

/// <summary>Asks whether something was renamed, as PowerShell asks for choices.</summary>
/// <param name="host">The session's host.</param>
internal sealed class RenamePrompt(PSHost? host)
{
    // Without a default: nobody's silence may mean "new", for then what vanished could be dropped.
    private const int NoDefault = -1;

    /// <summary>Asks.</summary>
    /// <returns>The old name; null where it is new.</returns>
    /// <exception cref="RenameNotAnsweredException">The host cannot ask.</exception>
    public string? Ask(RenameQuestion question)
    {
        var kind = question.Table is null ? "table" : "column";
        var choices = new Collection<ChoiceDescription> { new("&New", $"{question.Appeared} is a new {kind}.") };
        for (var i = 0; i < question.Vanished.Count; i++)
            choices.Add(new ChoiceDescription(i < 9 ? $"&{i + 1} was {question.Vanished[i]}" : $"was {question.Vanished[i]}", $"{question.Vanished[i]} is renamed to {question.Appeared}; its data stay."));
        try
        {
            var answer = host?.UI is { } ui ? ui.PromptForChoice("Renamed?", question.Text, choices, NoDefault) : throw new RenameNotAnsweredException();
            return answer switch
            {
                0 => null,
                > 0 when answer <= question.Vanished.Count => question.Vanished[answer - 1],
                _ => throw new RenameNotAnsweredException(),
            };
        }
        catch (Exception silent) when (silent is HostException or PSInvalidOperationException or PSNotSupportedException or NotImplementedException or NotSupportedException or NullReferenceException)
        {
            // -NonInteractive, remoting and background jobs; and pwsh's own console, which at the end of a redirected input trips over the
            // line that it did not get (NullReferenceException, seen in 7.6).
            throw new RenameNotAnsweredException();
        }
    }
}
