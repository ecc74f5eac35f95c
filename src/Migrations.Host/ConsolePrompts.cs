using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Migrations.Host;

/// <summary>The questions that the engine asks: a choice (as for <c>-Confirm</c>), missing parameters, a credential.</summary>
/// <param name="input">Where the answers come from.</param>
/// <param name="write">Where the questions go, each without a line end of its own.</param>
internal sealed class ConsolePrompts(ConsoleInput input, Action<string> write)
{
    /// <summary>Asks until one of the choices is picked, by its key, its label, or Enter for the default.</summary>
    /// <returns>The choice's index.</returns>
    public int Choose(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        input.RequireSomeone();
        var labels = choices.Select(choice => Label.Of(choice.Label)).ToList();
        WriteHeading(caption, message);
        while (true)
        {
            foreach (var label in labels)
                write($"[{label.Key}] {label.Text}  ");
            write("[?] Help ");
            if (defaultChoice >= 0)
                write($"(default is \"{labels[defaultChoice].KeyOrText}\"): ");

            var answer = Answer().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;
            if (answer == "?")
            {
                for (var i = 0; i < labels.Count; i++)
                    WriteLine($"{labels[i].KeyOrText} - {choices[i].HelpMessage}");
                continue;
            }
            var picked = labels.FindIndex(label => label.Is(answer));
            if (picked >= 0)
                return picked;
        }
    }

    /// <summary>Asks for each field: a value of the field's type; lists are asked for until an empty line.</summary>
    public Dictionary<string, PSObject> Fill(string caption, string message, Collection<FieldDescription> fields)
    {
        input.RequireSomeone();
        WriteHeading(caption, message);
        var answers = new Dictionary<string, PSObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in fields)
            answers[field.Name] = PSObject.AsPSObject(Value(field));
        return answers;
    }

    /// <summary>Asks for a password, and for a user name where none is given.</summary>
    public PSCredential? Credential(string caption, string message, string? userName)
    {
        input.RequireSomeone();
        WriteHeading(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            write("User: ");
            userName = Answer();
            // The engine takes null for "none given", as pwsh's host answers an empty user name.
            if (userName.Length == 0)
                return null;
        }
        write($"Password for user {userName}: ");
        return new PSCredential(userName, input.ReadSecret());
    }

    private object Value(FieldDescription field)
    {
        var type = Type.GetType(field.ParameterAssemblyFullName) ?? typeof(string);
        if (type == typeof(PSCredential))
            return Credential("", field.Name, null)!;
        if (type == typeof(SecureString))
        {
            write($"{field.Name}: ");
            return input.ReadSecret();
        }
        if (type.IsArray || (type != typeof(string) && typeof(IList).IsAssignableFrom(type)))
            return Items(field.Name, type.GetElementType() ?? typeof(object));
        return Converted(field.Name, type);
    }

    private Array Items(string name, Type elementType)
    {
        var items = new ArrayList();
        while (true)
        {
            write($"{name}[{items.Count}]: ");
            var answer = Answer();
            if (answer.Length == 0)
                return items.ToArray(elementType);
            if (LanguagePrimitives.TryConvertTo(answer, elementType, out var item))
                items.Add(item);
            else
                WriteLine($"Cannot recognize \"{answer}\" as a {elementType.Name}.");
        }
    }

    private object Converted(string name, Type type)
    {
        while (true)
        {
            write($"{name}: ");
            var answer = Answer();
            if (LanguagePrimitives.TryConvertTo(answer, type, out var value) && value is not null)
                return value;
            WriteLine($"Cannot recognize \"{answer}\" as a {type.Name}.");
        }
    }

    // The end of input is not an answer: taking it for Enter would accept a default that nobody chose.
    private string Answer() =>
        input.ReadLine() ?? throw new PromptingException("The prompt was canceled.", null, "PromptCanceled", ErrorCategory.OperationStopped);

    private void WriteHeading(string caption, string message)
    {
        if (!string.IsNullOrEmpty(caption))
            WriteLine(Environment.NewLine + caption);
        if (!string.IsNullOrEmpty(message))
            WriteLine(message);
    }

    private void WriteLine(string text) => write(text + Environment.NewLine);

    /// <summary>A choice's label, such as <c>Yes to &amp;All</c>: its text and its key.</summary>
    private sealed record Label(string Key, string Text)
    {
        public string KeyOrText => Key.Length > 0 ? Key : Text;

        public static Label Of(string label)
        {
            var mark = label.IndexOf('&');
            var key = mark >= 0 && mark + 1 < label.Length ? label[mark + 1].ToString().Trim().ToUpperInvariant() : "";
            return new Label(key, mark >= 0 ? label.Remove(mark, 1).Trim() : label);
        }

        public bool Is(string answer) =>
            answer.Equals(Text, StringComparison.OrdinalIgnoreCase) || (Key.Length > 0 && answer.Equals(Key, StringComparison.OrdinalIgnoreCase));
    }
}
