using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Migrations.Module.Tests;

/// <summary>A host at which somebody sits who answers questions of choice as told, and notes them down.</summary>
/// <param name="answers">The numbers of the choices; where they run out, the host says that nobody is there.</param>
internal sealed class ScriptedHost(params int[] answers) : PSHost
{
    private readonly ScriptedInterface _interface = new(answers);

    /// <summary>What the host throws where the answers run out.</summary>
    public Func<Exception> Nobody { init => _interface.Nobody = value; }

    /// <summary>What was asked: the question, then its choices.</summary>
    public IReadOnlyList<string> Asked => _interface.Asked;

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Scripted";

    public override Version Version { get; } = new(1, 0);

    public override PSHostUserInterface UI => _interface;

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }

    private sealed class ScriptedInterface(IEnumerable<int> answers) : PSHostUserInterface
    {
        private readonly Queue<int> _answers = new(answers);

        public List<string> Asked { get; } = [];

        public Func<Exception> Nobody { get; set; } = () => new HostException("Nobody is there.");

        public override PSHostRawUserInterface? RawUI => null;

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            if (!_answers.TryDequeue(out var answer)) throw Nobody();
            Asked.Add($"{message} [{string.Join(", ", choices.Select(choice => choice.Label))}] {defaultChoice}");
            return answer;
        }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw new NotSupportedException();

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw new NotSupportedException();

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw new NotSupportedException();

        public override string ReadLine() => throw new NotSupportedException();

        public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();

        public override void Write(string value)
        {
        }

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
        {
        }

        public override void WriteLine(string value)
        {
        }

        public override void WriteErrorLine(string value)
        {
        }

        public override void WriteDebugLine(string message)
        {
        }

        public override void WriteProgress(long sourceId, ProgressRecord record)
        {
        }

        public override void WriteVerboseLine(string message)
        {
        }

        public override void WriteWarningLine(string message)
        {
        }
    }
}
