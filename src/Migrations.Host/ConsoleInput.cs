using System.Management.Automation;
using System.Security;

namespace Migrations.Host;

/// <summary>
/// Reads answers from the terminal. Reading goes on a thread of its own: a console read cannot be interrupted, and Ctrl+C at a
/// prompt must stop the pipeline at once.
/// </summary>
internal sealed class ConsoleInput(Terminal terminal, bool nonInteractive, CancellationToken stop)
{
    /// <summary>Fails where nobody can answer.</summary>
    /// <exception cref="PSInvalidOperationException">The host is non-interactive; the words are the engine's own.</exception>
    public void RequireSomeone()
    {
        const string Engine = "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.";
        if (nonInteractive)
            throw new PSInvalidOperationException(Engine);
        if (!terminal.InputIsTerminal)
            throw new PSInvalidOperationException(Engine + " (Standard input is redirected.)");
    }

    /// <summary>One line, or null at the end of input (Ctrl+D).</summary>
    public string? ReadLine()
    {
        RequireSomeone();
        return Await(Console.ReadLine);
    }

    /// <summary>One line that is not shown: every character echoes as a star.</summary>
    public SecureString ReadSecret()
    {
        RequireSomeone();
        return Await(() =>
        {
            var secret = new SecureString();
            while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
            {
                if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
                {
                    secret.RemoveAt(secret.Length - 1);
                    Console.Error.Write("\b \b");
                }
                else if (!char.IsControl(key.KeyChar))
                {
                    secret.AppendChar(key.KeyChar);
                    Console.Error.Write('*');
                }
            }
            Console.Error.WriteLine();
            secret.MakeReadOnly();
            return secret;
        });
    }

    private T Await<T>(Func<T> read)
    {
        var reading = Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            reading.Wait(stop);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        return reading.GetAwaiter().GetResult();
    }
}
