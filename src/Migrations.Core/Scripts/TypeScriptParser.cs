using Migrations.Model;

namespace Migrations.Core.Scripts;

/// <summary>Walks through TypeScript by its grammar, makes no tree, and notes the ranges that only TypeScript knows.</summary>
/// <remarks>
/// The grammar is that of ECMAScript 2025 and of the TypeScript handbook. Operators need no precedence here. Where the grammar needs
/// unlimited lookahead (arrow functions, type arguments) the parser tries, and goes back when it fails.
/// </remarks>
internal sealed partial class TypeScriptParser
{
    // Deeper nesting is no schema; the limit keeps hostile input from exhausting the stack.
    private const int MaxDepth = 250;

    private readonly string _source;
    private readonly ScriptTokenizer _tokenizer;
    private readonly List<ScriptEdit> _edits = [];
    private readonly List<string> _usedNames = [];
    private readonly HashSet<int> _notArrows = [];
    private ScriptToken _token;
    private int _previousEnd;
    private int _depth;
    private ScriptToken _peeked;
    private int _peekedFrom = -1;

    public TypeScriptParser(string source)
    {
        _source = source;
        _tokenizer = new ScriptTokenizer(source);
        _token = _tokenizer.Next(0);
    }

    /// <summary>The edits that make JavaScript of the source.</summary>
    /// <exception cref="ScriptSyntaxException">It is not TypeScript, or not erasable.</exception>
    public List<ScriptEdit> Parse()
    {
        while (_token.Kind != ScriptTokenKind.EndOfFile) ParseStatement();
        SettleAliases();
        ElideUnusedImports();
        DropTypeExports();
        return _edits;
    }

    private readonly record struct Mark(ScriptToken Token, int PreviousEnd, int Edits, int UsedNames, int Depth, string? BehindSuper);

    private Mark Remember() => new(_token, _previousEnd, _edits.Count, _usedNames.Count, _depth, _behindSuper);

    private void GoBack(Mark mark)
    {
        _token = mark.Token;
        _previousEnd = mark.PreviousEnd;
        _depth = mark.Depth;
        _behindSuper = mark.BehindSuper;
        ForgetEdits(mark.Edits);
        _usedNames.RemoveRange(mark.UsedNames, _usedNames.Count - mark.UsedNames);
    }

    private void ForgetEdits(int count) => _edits.RemoveRange(count, _edits.Count - count);

    private void Next()
    {
        var next = Peek();
        _previousEnd = _token.End;
        _token = next;
    }

    /// <summary>The token behind the one at hand. A token depends on nothing but its position, so the last one asked for is kept.</summary>
    private ScriptToken Peek()
    {
        if (_peekedFrom != _token.End)
        {
            _peeked = _tokenizer.Next(_token.End);
            _peekedFrom = _token.End;
        }

        return _peeked;
    }

    private bool Is(ScriptToken token, string text) =>
        token.End - token.Start == text.Length
        && token.Kind is ScriptTokenKind.Name or ScriptTokenKind.Punctuator
        && string.CompareOrdinal(_source, token.Start, text, 0, text.Length) == 0;

    private bool At(string text) => Is(_token, text);

    private bool AtName => _token.Kind == ScriptTokenKind.Name;

    private string Text(ScriptToken token) => _source.Substring(token.Start, token.End - token.Start);

    private bool Eat(string text)
    {
        if (!At(text)) return false;
        Next();
        return true;
    }

    private void Expect(string text)
    {
        if (!Eat(text)) throw Unexpected($"'{text}' is expected here");
    }

    private ScriptSyntaxException Unexpected(string? expectation = null)
    {
        var found = _token.Kind == ScriptTokenKind.EndOfFile ? "the end of the file" : $"'{Shorten(Text(_token))}'";
        return new ScriptSyntaxException(
            _token.Start, expectation is null ? $"{found} is not expected here." : $"{expectation}, but there is {found}.");
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text.Substring(0, 37) + "...";

    private static ScriptSyntaxException NotErasable(int position, string what, string advice) =>
        new(position, what, ErrorIds.ScriptNotErasable, advice);

    private void Blank(int start, int end)
    {
        if (end > start) _edits.Add(new ScriptEdit(start, end));
    }

    private void Rewrite(int start, int end, string text) => _edits.Add(new ScriptEdit(start, end, text));

    private void Insert(int position, string text) => Rewrite(position, position, text);

    /// <summary>Blanks a whole statement or class member, with all that was noted inside it.</summary>
    private void EraseFrom(int start, int editsBefore)
    {
        ForgetEdits(editsBefore);
        // The line above may end without a semicolon, and the line below must not be read as its continuation.
        _edits.Add(new ScriptEdit(start, _previousEnd, Lead: ContinuesLine() ? ';' : ' '));
    }

    /// <summary>Ends a statement at a semicolon, at a brace or at a line break.</summary>
    private void EndStatement()
    {
        if (Eat(";")) return;
        if (!At("}") && _token.Kind != ScriptTokenKind.EndOfFile && !_token.NewlineBefore)
            throw Unexpected("The end of the statement is expected here");
        if (ContinuesLine()) SeparateErasedEnd();
    }

    /// <summary>Puts a semicolon where erased syntax ended a statement: <c>a as T</c>, line break, <c>(b)</c> must not become a call.</summary>
    private void SeparateErasedEnd()
    {
        if (_edits.Count == 0) return;
        var last = _edits[_edits.Count - 1];
        if (last.Text is null && last.End == _previousEnd && last.Tail == ' ') _edits[_edits.Count - 1] = last with { Lead = ';' };
    }

    /// <summary>Whether the token at hand, on a new line, would continue an expression of the line above.</summary>
    private bool ContinuesLine() =>
        _token.Kind == ScriptTokenKind.Template
        || (_token.Kind == ScriptTokenKind.Punctuator && _source[_token.Start] is '(' or '[' or '+' or '-' or '*' or '/' or '<' or ',' or '.');

    private bool HasLineBreak(int start, int end)
    {
        for (var i = start; i < end; i++)
            if (ScriptTokenizer.IsLineBreak(_source[i])) return true;
        return false;
    }

    private void Enter()
    {
        if (++_depth > MaxDepth)
            throw new ScriptSyntaxException(_token.Start, "The script is nested too deeply here.", ErrorIds.ScriptTooDeep, "Take it apart into smaller expressions.");
    }

    private void Leave() => _depth--;
}
