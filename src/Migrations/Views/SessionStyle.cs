#if NET
using System.Management.Automation;
using System.Reflection;
#endif

namespace Migrations;

/// <summary>What a colour says.</summary>
internal enum Tone
{
    /// <summary>Nothing.</summary>
    Plain,

    /// <summary>It is as it should be.</summary>
    Good,

    /// <summary>Somebody should look at it.</summary>
    Attention,

    /// <summary>It is wrong.</summary>
    Bad,

    /// <summary>It would be done.</summary>
    Coming,

    /// <summary>Nothing was to be done.</summary>
    Quiet,
}

/// <summary>
/// The session's <c>$PSStyle</c>. Errors and warnings have the colours that the user chose for them. What is painted here PowerShell strips again where the output is no
/// terminal, and where <c>$PSStyle.OutputRendering</c> is PlainText (which <c>NO_COLOR</c> makes it); it also leaves the sequences out when it measures a column.
/// </summary>
internal static class SessionStyle
{
    /// <summary>Paints a text; as it is on Windows PowerShell 5.1, which has no such style and whose console may not understand one.</summary>
    public static string Paint(string text, Tone tone)
    {
        if (text.Length == 0 || Sequence(tone) is not { Length: > 0 } sequence) return text;
        return sequence + text + Of("Reset");
    }

#if NET
    // The type came with PowerShell 7.2, and the reference that the module is compiled against is older.
    private static readonly PropertyInfo? Instance = typeof(PSObject).Assembly.GetType("System.Management.Automation.PSStyle")?.GetProperty("Instance");

    private static string? Sequence(Tone tone) => Of("OutputRendering") == "PlainText" ? null : tone switch
    {
        Tone.Good => Of("Foreground", "Green"),
        Tone.Attention => Of("Formatting", "Warning"),
        Tone.Bad => Of("Formatting", "Error"),
        Tone.Coming => Of("Foreground", "Cyan"),
        Tone.Quiet => Of("Foreground", "BrightBlack"),
        _ => null,
    };

    private static string? Of(params string[] path)
    {
        var value = Instance?.GetValue(null);
        foreach (var name in path) value = value?.GetType().GetProperty(name)?.GetValue(value);
        return value?.ToString();
    }
#else
    private static string? Sequence(Tone tone) => null;

    private static string? Of(string name) => null;
#endif
}
