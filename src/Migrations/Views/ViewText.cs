using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Migrations;

/// <summary>
/// How the views (<c>*.Format.ps1xml</c>) write values. It is code and not script in them, for it must run alike where the session is in strict mode, has the core
/// cmdlets only, or is Windows PowerShell 5.1.
/// </summary>
public static class ViewText
{
    private const int HashLength = 8;

    /// <summary>A state, an outcome or a severity, in the session's colours where it has such.</summary>
    /// <param name="status">An enum value of the model; also one that came from a job or another machine, which is a number with a name.</param>
    public static string Status(PSObject? status) => Colored(status?.ToString(), status);

    /// <summary>A text in the colour of a state.</summary>
    /// <param name="text">The text.</param>
    /// <param name="status">The state.</param>
    public static string Colored(string? text, PSObject? status) => SessionStyle.Paint(text ?? "", ToneOf(status?.ToString()));

    /// <summary>A span of time: <c>85 ms</c>, <c>1.2 s</c>, <c>3 min 20 s</c>, <c>1 h 05 min</c>.</summary>
    /// <param name="milliseconds">The span, in milliseconds.</param>
    public static string Duration(double milliseconds)
    {
        var span = TimeSpan.FromMilliseconds(milliseconds);
        if (milliseconds < 999.5) return string.Format(CultureInfo.InvariantCulture, "{0:0} ms", milliseconds);
        if (span.TotalMinutes < 2) return string.Format(CultureInfo.InvariantCulture, "{0:0.0} s", span.TotalSeconds);
        return span.TotalHours < 1
            ? string.Format(CultureInfo.InvariantCulture, "{0} min {1:00} s", (int)span.TotalMinutes, span.Seconds)
            : string.Format(CultureInfo.InvariantCulture, "{0} h {1:00} min", (int)span.TotalHours, span.Minutes);
    }

    /// <summary>The beginning of a hash, as git shows one.</summary>
    /// <param name="hash">The hash in hexadecimal; empty where there is none.</param>
    public static string ShortHash(string? hash) => hash is null || hash.Length <= HashLength ? hash ?? "" : hash.Substring(0, HashLength);

    /// <summary>A text on one line: every run of white space is one space.</summary>
    /// <param name="text">The text.</param>
    public static string OneLine(string? text) => Regex.Replace(text ?? "", @"\s+", " ").Trim();

    /// <summary>A number of bytes: <c>16 KB</c>, <c>1.4 GB</c>, in powers of 1024.</summary>
    /// <param name="bytes">The number; null where it is not known.</param>
    public static string Size(long? bytes)
    {
        if (bytes is not { } size) return "";
        string[] units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];
        double value = size;
        var unit = 0;
        for (; value >= 1024; unit++) value /= 1024;
        return string.Format(CultureInfo.InvariantCulture, value < 10 && unit > 0 ? "{0:0.0} {1}" : "{0:0} {1}", value, units[unit]);
    }

    /// <summary>A count with separators: <c>1,250,000</c>.</summary>
    /// <param name="count">The count; null where it is not known.</param>
    public static string Count(long? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A place for a narrow column: the file's name without its folder, and the line.</summary>
    /// <param name="file">The file's path.</param>
    /// <param name="line">The line, from 1; 0 for none.</param>
    public static string Place(string? file, int line) =>
        string.IsNullOrEmpty(file) ? "" : file!.Substring(file.LastIndexOfAny(['/', '\\']) + 1) + (line > 0 ? ":" + line.ToString(CultureInfo.InvariantCulture) : "");

    /// <summary>A path as it is seen from a folder: relative below it, whole elsewhere.</summary>
    /// <param name="path">The path.</param>
    /// <param name="folder">The folder.</param>
    public static string Below(string? path, string? folder)
    {
        if (string.IsNullOrEmpty(path) || string.IsNullOrEmpty(folder)) return path ?? "";
        var root = folder!.TrimEnd('/', '\\');
        return path!.Length > root.Length + 1 && path.StartsWith(root, StringComparison.Ordinal) && path[root.Length] is '/' or '\\' ? path.Substring(root.Length + 1) : path;
    }

    private static Tone ToneOf(string? status) => status switch
    {
        "Applied" or "Accepted" or "Registered" or "Executed" or "Rewritten" or "Written" => Tone.Good,
        "Pending" or "Unjournaled" or "Unregistered" or "Conflict" or "Unverified" or "Warning" => Tone.Attention,
        "Modified" or "FileMissing" or "Partial" or "Failed" or "NotThere" or "Error" => Tone.Bad,
        "Planned" => Tone.Coming,
        "Unknown" or "Satisfied" or "Superseded" or "NotReached" or "None" or "Information" => Tone.Quiet,
        _ => Tone.Plain,
    };
}
