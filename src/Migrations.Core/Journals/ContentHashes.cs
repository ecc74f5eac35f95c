using System.Security.Cryptography;
using System.Text;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Journals;

/// <summary>How a migration's line ends are hashed.</summary>
public enum HashNewline
{
    /// <summary>Every line end as LF.</summary>
    Lf,

    /// <summary>Every line end as CRLF.</summary>
    CrLf,
}

/// <summary>
/// The hashes under which a migration's text may stand in a history: drizzle's or the one without breakpoints, each with the line
/// ends as they are, as LF or as CRLF (a Windows checkout may have changed them since).
/// </summary>
public sealed class ContentHashes
{
    private readonly byte[] _bytes;
    private string? _text;
    private string? _asIs;
    private IReadOnlyList<string>? _all;

    /// <summary>Takes a file's bytes.</summary>
    public ContentHashes(byte[] bytes) => _bytes = bytes;

    /// <summary>The hash that drizzle writes for the file as it is now.</summary>
    /// <remarks>Node decodes the file as UTF-8 (a byte order mark stays, invalid bytes become U+FFFD) and hashes the text encoded again.</remarks>
    public string AsIs => _asIs ??= Sha256(Text);

    /// <summary>Every hash that means this text, without repetition, drizzle's own first.</summary>
    public IReadOnlyList<string> All => _all ??= [.. Variants().Distinct()];

    /// <summary>Whether the text has breakpoints, so that the two ways of hashing differ.</summary>
    public bool HasBreakpoints => Text.Contains(SqlLexer.Breakpoint);

    /// <summary>Whether the text has line ends, so that LF and CRLF differ.</summary>
    public bool HasNewlines => Text.IndexOf('\n') >= 0;

    /// <summary>The hash in one variant.</summary>
    public string In(HistoryHash hash, HashNewline newline)
    {
        var text = newline == HashNewline.Lf ? ToLf(Text) : ToLf(Text).Replace("\n", "\r\n");
        return Sha256(hash == HistoryHash.Drizzle ? text : WithoutBreakpoints(text));
    }

    private string Text => _text ??= Encoding.UTF8.GetString(_bytes);

    private IEnumerable<string> Variants()
    {
        yield return AsIs;
        if (HasBreakpoints) yield return Sha256(WithoutBreakpoints(Text));
        foreach (var newline in new[] { HashNewline.Lf, HashNewline.CrLf })
        {
            yield return In(HistoryHash.Drizzle, newline);
            if (HasBreakpoints) yield return In(HistoryHash.WithoutBreakpoints, newline);
        }
    }

    private static string ToLf(string text) => text.Replace("\r\n", "\n");

    private static string WithoutBreakpoints(string text) => text.Replace(SqlLexer.Breakpoint, "");

    private static string Sha256(string text)
    {
        using var sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(text))).Replace("-", "").ToLowerInvariant();
    }
}
