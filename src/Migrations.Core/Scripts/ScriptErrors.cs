using System.Globalization;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Migrations.Model;

namespace Migrations.Core.Scripts;

/// <summary>Turns what goes wrong in a script into an error that points into the script.</summary>
internal static class ScriptErrors
{
    /// <summary>The first frame of a stack trace that is in a script of the project, as <c>file:line:column</c>.</summary>
    public static JsValue UserFrame(string trace) => FrameOf(trace) is { Length: > 0 } frame ? frame : JsValue.Undefined;

    /// <summary>The place that a frame names.</summary>
    public static SourceLocation? Parse(string frame)
    {
        var second = frame.LastIndexOf(':');
        var first = second > 0 ? frame.LastIndexOf(':', second - 1) : -1;
        if (first <= 0
            || !int.TryParse(frame.Substring(first + 1, second - first - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            || !int.TryParse(frame.Substring(second + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var column)) return null;
        return At(frame.Substring(0, first), line, column);
    }

    /// <summary>The place that a value of the library names.</summary>
    public static SourceLocation? Place(JsValue value) => value.IsString() ? Parse(value.AsString()) : null;

    /// <summary>The error for an exception that left the engine.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="trace">Where the engine stood, if it still knows.</param>
    /// <param name="reading">The place that was being read, where nothing nearer is known.</param>
    public static MigrationException Translate(Exception error, string trace, SourceLocation reading)
    {
        if (error is JavaScriptException thrown && thrown.Message.IndexOf("call stack size exceeded", StringComparison.Ordinal) < 0)
        {
            var location = thrown.Error is ObjectInstance value && Place(value.Get("at")) is { } declared ? declared
                : thrown.Location.SourceFile is { } file && IsProjectFile(file)
                ? At(file, thrown.Location.Start.Line, thrown.Location.Start.Column + 1)
                : Parse(FrameOf(thrown.JavaScriptStackTrace ?? ""));
            return new MigrationException(
                ErrorIds.ScriptFailed, $"The script failed: {MessageOf(thrown)}",
                // The library's own words for what a package would have had to say.
                thrown.Message.EndsWith("which is not read", StringComparison.Ordinal)
                    ? "Only files of the project and of its workspace's packages are read. Put what the schema needs of the package into one of these, or write the value itself."
                    : "Correct the script at this place.",
                location ?? reading, reading.File, error);
        }

        var (id, what) = error switch
        {
            // A promise that is never kept leaves the engine as an InvalidOperationException of its own wording.
            InvalidOperationException when error.Message.IndexOf("Pending", StringComparison.Ordinal) >= 0 => (ErrorIds.ScriptTimeout, "The script waits for something that never comes."),
            TimeoutException or RegexMatchTimeoutException => (ErrorIds.ScriptTimeout, "The script did not come to an end within its time limit (5 seconds at most)."),
            MemoryLimitExceededException => (ErrorIds.ScriptMemory, "The script needs too much memory."),
            RecursionDepthOverflowException or InsufficientExecutionStackException or JavaScriptException => (ErrorIds.ScriptRecursion, "The script calls itself without end."),
            _ => (ErrorIds.ScriptFailed, $"The script failed: {error.Message}"),
        };
        return new MigrationException(
            id, what,
            "A schema script should only declare the schema; move everything else to another file.",
            Parse(FrameOf(trace)) ?? reading, reading.File, error);
    }

    private static string MessageOf(JavaScriptException thrown)
    {
        var message = thrown.Message;
        return message.Length > 0 && ".!?".IndexOf(message[message.Length - 1]) < 0 ? message + "." : message;
    }

    private static SourceLocation At(string file, int line, int column) =>
        line == 1 && column > ScriptModuleReader.CommonJsHead.Length && file.EndsWith(".cjs", StringComparison.OrdinalIgnoreCase)
            ? new SourceLocation(file, line, column - ScriptModuleReader.CommonJsHead.Length)
            : new SourceLocation(file, line, column);

    /// <summary>Files of the project have whole paths; the library and the modules made up for packages have none.</summary>
    private static bool IsProjectFile(string file) => file.Length > 0 && Path.IsPathRooted(file);

    /// <summary>The engine writes a frame as "at name (file:line:column)" or "at file:line:column".</summary>
    private static string FrameOf(string trace)
    {
        var start = 0;
        while (start < trace.Length)
        {
            var end = trace.IndexOf('\n', start);
            if (end < 0) end = trace.Length;
            var at = trace.IndexOf("at ", start, end - start, StringComparison.Ordinal);
            if (at >= 0)
            {
                var frame = trace.Substring(at + 3, end - at - 3).TrimEnd();
                var open = IsProjectFile(frame) ? -1 : frame.IndexOf(" (", StringComparison.Ordinal);
                if (open >= 0) frame = frame.Substring(open + 2).TrimEnd(')');
                if (IsProjectFile(frame)) return frame;
            }

            start = end + 1;
        }

        return "";
    }
}
