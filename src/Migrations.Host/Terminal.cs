using System.Text;

namespace Migrations.Host;

/// <summary>What the process's three streams are attached to, and whether colours are welcome there.</summary>
/// <param name="InputIsTerminal">Whether someone can answer a prompt.</param>
/// <param name="OutputIsTerminal">Whether standard output is seen as it is written.</param>
/// <param name="ErrorIsTerminal">Whether standard error is seen as it is written.</param>
/// <param name="AllowsColor">Whether a terminal may get escape sequences: false under <c>NO_COLOR</c> and on a dumb terminal.</param>
internal sealed record Terminal(bool InputIsTerminal, bool OutputIsTerminal, bool ErrorIsTerminal, bool AllowsColor)
{
    /// <summary>Looks at the process's streams and environment.</summary>
    public static Terminal Detect() => new(
        !Console.IsInputRedirected,
        !Console.IsOutputRedirected,
        !Console.IsErrorRedirected,
        // NO_COLOR counts when it is set and not empty (https://no-color.org).
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb");

    /// <summary>
    /// Makes the console speak UTF-8 without a byte order mark, whatever the locale or code page, until the result is disposed
    /// (on Windows the code page belongs to the console window, and outlives the process).
    /// </summary>
    public static IDisposable UseUtf8()
    {
        var before = Console.OutputEncoding;
        try
        {
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }
        catch (IOException)
        {
            // Windows without a console at all: the streams are pipes then.
        }
        return new Restored(before);
    }

    private sealed class Restored(Encoding before) : IDisposable
    {
        public void Dispose()
        {
            if (!OperatingSystem.IsWindows())
                return;
            try
            {
                Console.OutputEncoding = before;
            }
            catch (IOException)
            {
                // As above.
            }
        }
    }
}
