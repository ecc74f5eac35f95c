using Migrations.Model;

namespace Migrations.Core.Scripts;

/// <summary>The kinds of token that matter to the eraser.</summary>
internal enum ScriptTokenKind
{
    EndOfFile,

    /// <summary>An identifier or a keyword.</summary>
    Name,

    /// <summary>A private name, <c>#x</c>.</summary>
    PrivateName,

    Number,
    String,

    /// <summary>The backtick that opens a template; its parts are scanned on demand.</summary>
    Template,

    /// <summary>A regular expression; only ever made by a rescan, because only the parser knows that no division can stand there.</summary>
    Regex,

    Punctuator,
}

/// <summary>A token: a range of the source.</summary>
internal readonly record struct ScriptToken(ScriptTokenKind Kind, int Start, int End, bool NewlineBefore);

/// <summary>The script cannot be read at this place; caught where the parser only tried something, and at its entry.</summary>
internal sealed class ScriptSyntaxException(int position, string what, ErrorId? id = null, string? advice = null) : Exception(what)
{
    public int Position { get; } = position;

    public ErrorId Id { get; } = id ?? ErrorIds.ScriptSyntax;

    public string? Advice { get; } = advice;
}
