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
                "ScriptFailed", MigrationErrorKind.InvalidData, $"The script failed: {MessageOf(thrown)}", "Correct the script at this place.",
                location ?? reading, reading.File, error);
        }

        var (id, what) = error switch
        {
            TimeoutException or RegexMatchTimeoutException => ("ScriptTimeout", "The script did not come to an end within 5 seconds."),
            MemoryLimitExceededException => ("ScriptMemory", "The script needs too much memory."),
            RecursionDepthOverflowException or InsufficientExecutionStackException or JavaScriptException => ("ScriptRecursion", "The script calls itself without end."),
            _ => ("ScriptFailed", $"The script failed: {error.Message}"),
        };
        return new MigrationException(
            id, id == "ScriptTimeout" ? MigrationErrorKind.Timeout : MigrationErrorKind.InvalidData, what,
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

    private static bool IsProjectFile(string file) => file.Length > 0 && file != ScriptLibrary.FileName && Path.IsPathRooted(file);

    /// <summary>The engine writes a frame as "at name (file:line:column)" or "at file:line:column".</summary>
    private static string FrameOf(string trace)
    {
        var start = 0;
        while (start < trace.Length)
        {
            var end = trace.IndexOf('\n', start);
            if (end < 0) end = trace.Length;
            var last = end;
            while (last > start && trace[last - 1] is '\r' or ' ' or ')') last--;
            var at = trace.IndexOf("at ", start, last - start, StringComparison.Ordinal);
            if (at >= 0)
            {
                var open = trace.LastIndexOf(" (", last - 1, last - at, StringComparison.Ordinal);
                var from = open >= 0 ? open + 2 : at + 3;
                if (string.CompareOrdinal(trace, from, ScriptLibrary.FileName, 0, ScriptLibrary.FileName.Length) != 0)
                {
                    var frame = trace.Substring(from, last - from);
                    if (frame.IndexOf(':') > 0 && (frame[0] == '/' || Path.IsPathRooted(frame))) return frame;
                }
            }

            start = end + 1;
        }

        return "";
    }
}
