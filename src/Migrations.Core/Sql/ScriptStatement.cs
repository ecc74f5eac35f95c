using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Sql;

/// <summary>One statement of a script, with the ranges that place it in its file.</summary>
public sealed class ScriptStatement
{
    internal ScriptStatement(SourceText source, int ordinal, int segment, int fullStart, int start, int end, int fullEnd, SqlModes modes)
    {
        Source = source;
        Ordinal = ordinal;
        Segment = segment;
        FullStart = fullStart;
        Start = start;
        End = end;
        FullEnd = fullEnd;
        Modes = modes;
    }

    /// <summary>The file it stands in.</summary>
    public SourceText Source { get; }

    /// <summary>Its number among the script's statements, from 0.</summary>
    public int Ordinal { get; }

    /// <summary>The number of drizzle breakpoints before it: statements of one segment are sent together by drizzle.</summary>
    public int Segment { get; }

    /// <summary>The offset behind the statement before it: its leading blanks and comments begin here.</summary>
    public int FullStart { get; }

    /// <summary>The offset of its first character.</summary>
    public int Start { get; }

    /// <summary>The offset behind its last character, the delimiter left out.</summary>
    public int End { get; }

    /// <summary>The offset behind its delimiter, or behind the comments that follow it where it has none.</summary>
    public int FullEnd { get; }

    /// <summary>The modes it is written in.</summary>
    public SqlModes Modes { get; }

    /// <summary>The statement, without the comments before it and without its delimiter. Comments inside stay.</summary>
    public string Text => Source.Text.Substring(Start, End - Start);

    /// <summary>Everything from the end of the statement before it to the end of its delimiter.</summary>
    public string FullText => Source.Text.Substring(FullStart, FullEnd - FullStart);

    /// <summary>The place of its first character.</summary>
    public SourceLocation Location => Source.LocationAt(Start);

    /// <summary>The part of it from an offset on, as a statement of its own.</summary>
    /// <param name="offset">An offset in the file, inside the statement.</param>
    internal ScriptStatement From(int offset)
    {
        while (offset < End && char.IsWhiteSpace(Source.Text[offset])) offset++;
        return new ScriptStatement(Source, Ordinal, Segment, FullStart, offset, End, FullEnd, Modes);
    }

    /// <summary>A lexer over the statement.</summary>
    public SqlLexer Lex() => new(Source, Start, End, Modes);

    /// <summary>The statement's unquoted words, as far as they come before anything else, in upper case: <c>ALTER TABLE</c>, <c>INSERT INTO</c>.</summary>
    /// <param name="count">How many words at most.</param>
    public string LeadingWords(int count)
    {
        var lexer = Lex();
        var words = new List<string>(count);
        while (words.Count < count)
        {
            var token = lexer.NextSignificant();
            if (token.Kind == SqlTokenKind.ExecutableOpen) continue;
            if (token.Kind != SqlTokenKind.Word) break;
            words.Add(token.TextIn(Source.Text).ToUpperInvariant());
        }
        return string.Join(" ", words);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
