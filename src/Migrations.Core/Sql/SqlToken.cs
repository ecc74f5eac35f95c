namespace Migrations.Core.Sql;

/// <summary>The server modes that change where a token ends.</summary>
[Flags]
public enum SqlModes
{
    /// <summary>The server's default: <c>"x"</c> is a string, <c>\</c> escapes.</summary>
    None = 0,

    /// <summary><c>ANSI_QUOTES</c>: <c>"x"</c> is an identifier.</summary>
    AnsiQuotes = 1,

    /// <summary><c>NO_BACKSLASH_ESCAPES</c>: <c>\</c> is an ordinary character in strings.</summary>
    NoBackslashEscapes = 2,
}

/// <summary>The kinds of token.</summary>
public enum SqlTokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>Blanks and line breaks.</summary>
    Whitespace,

    /// <summary><c># …</c> or <c>-- …</c> to the end of the line.</summary>
    LineComment,

    /// <summary><c>/* … */</c>, optimizer hints included.</summary>
    BlockComment,

    /// <summary>The opening of a comment that the server executes: <c>/*!</c>, <c>/*!80013</c>, <c>/*M!100100</c>.</summary>
    ExecutableOpen,

    /// <summary>The <c>*/</c> that ends an executed comment.</summary>
    ExecutableClose,

    /// <summary>drizzle's <c>--&gt; statement-breakpoint</c>.</summary>
    Breakpoint,

    /// <summary>A keyword or an identifier without quotes.</summary>
    Word,

    /// <summary>An identifier in backticks (or in double quotes under <c>ANSI_QUOTES</c>).</summary>
    QuotedIdentifier,

    /// <summary>A string.</summary>
    String,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>@name</c>, <c>@'name'</c> or <c>@@name</c>.</summary>
    Variable,

    /// <summary>The script's delimiter: <c>;</c> unless <c>DELIMITER</c> set another.</summary>
    Delimiter,

    /// <summary>Any other single character.</summary>
    Symbol,
}

/// <summary>A token: a kind and a range of its text.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Start">The offset of its first character, in UTF-16 code units.</param>
/// <param name="End">The offset behind its last character.</param>
public readonly record struct SqlToken(SqlTokenKind Kind, int Start, int End)
{
    /// <summary>The number of UTF-16 code units.</summary>
    public int Length => End - Start;

    /// <summary>Whether the server skips it.</summary>
    public bool IsTrivia => Kind is SqlTokenKind.Whitespace or SqlTokenKind.LineComment or SqlTokenKind.BlockComment;

    /// <summary>The token's text.</summary>
    public string TextIn(string text) => text.Substring(Start, Length);

    /// <summary>Whether it is this unquoted word, whatever its case.</summary>
    public bool Is(string text, string word) =>
        Kind == SqlTokenKind.Word && Length == word.Length && string.Compare(text, Start, word, 0, Length, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Whether it is this symbol.</summary>
    public bool Is(string text, char symbol) => Kind == SqlTokenKind.Symbol && text[Start] == symbol;
}
