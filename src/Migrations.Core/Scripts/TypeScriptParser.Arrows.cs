using Migrations.Model;

namespace Migrations.Core.Scripts;

/// <content>What needs to be tried: arrow functions and type arguments.</content>
internal sealed partial class TypeScriptParser
{
    private bool TryParseArrow(bool noIn, bool isBehindQuestion)
    {
        var next = AtName ? Peek() : default;
        if (AtName && Is(next, "=>"))
        {
            Next();
            Next();
            ParseArrowBody(noIn);
            return true;
        }

        if (At("async") && !next.NewlineBefore)
        {
            if (next.Kind == ScriptTokenKind.Name && Is(_tokenizer.Next(next.End), "=>"))
            {
                Next();
                Next();
                Next();
                ParseArrowBody(noIn);
                return true;
            }

            if (!Is(next, "(") && !Is(next, "<")) return false;
        }
        else if (!At("(") && !At("<"))
        {
            return false;
        }

        if (_notArrows.Contains(_token.Start)) return false;
        var mark = Remember();
        if (!TryParseArrowHead(out var hasReturnType))
        {
            _notArrows.Add(mark.Token.Start);
            GoBack(mark);
            return false;
        }

        if (!(isBehindQuestion && hasReturnType))
        {
            ParseArrowBody(noIn);
            return true;
        }

        // a ? (b) : c => d: only with another ":" behind it is the colon that of a return type. TypeScript decides it alike.
        try
        {
            ParseArrowBody(noIn);
            if (At(":")) return true;
        }
        catch (ScriptSyntaxException error) when (error.Id == ErrorIds.ScriptSyntax)
        {
        }

        GoBack(mark);
        return false;
    }

    private bool TryParseArrowHead(out bool hasReturnType)
    {
        hasReturnType = false;
        if (At("async")) Next();
        if (At("(") && !MayStartParameters()) return false;
        try
        {
            if (At("<"))
            {
                var start = _token.Start;
                SkipTypeParameters();
                if (!At("(")) return false;
                MoveBracketOverLineBreak(start);
            }

            ParseParameters();
            var close = _previousEnd - 1;
            if (At(":"))
            {
                hasReturnType = true;
                var start = _token.Start;
                Next();
                ParseType();
                if (!At("=>") || _token.NewlineBefore) return false;
                if (HasLineBreak(close, _token.Start))
                {
                    // No line break may stand between ")" and "=>", so the bracket goes to the end of the type.
                    Blank(close, close + 1);
                    _edits.Add(new ScriptEdit(start, _previousEnd, Tail: ')'));
                }
                else
                {
                    Blank(start, _previousEnd);
                }
            }

            if (!At("=>") || _token.NewlineBefore) return false;
            Next();
            return true;
        }
        catch (ScriptSyntaxException error) when (error.Id == ErrorIds.ScriptSyntax)
        {
            return false;
        }
    }

    /// <summary>Erases type parameters; over a line break the bracket behind goes to their start, so that <c>return</c> and <c>async</c> keep it.</summary>
    private void MoveBracketOverLineBreak(int start)
    {
        if (!HasLineBreak(start, _token.Start))
        {
            Blank(start, _previousEnd);
            return;
        }

        _edits.Add(new ScriptEdit(start, _previousEnd, Lead: '('));
        Blank(_token.Start, _token.End);
    }

    /// <summary>Whether what stands behind a bracket may be parameters; spares most expressions in brackets the try.</summary>
    private bool MayStartParameters()
    {
        var first = Peek();
        if (Is(first, ")") || Is(first, "...") || Is(first, "{") || Is(first, "[") || Is(first, "@")) return true;
        if (first.Kind != ScriptTokenKind.Name) return false;
        var second = _tokenizer.Next(first.End);
        return Is(second, ",") || Is(second, ":") || Is(second, "?") || Is(second, "=") || Is(second, ")") || second.Kind == ScriptTokenKind.Name;
    }

    private void ParseArrowBody(bool noIn)
    {
        if (At("{")) ParseBlock();
        else ParseAssignment(noIn);
    }

    private void EraseTypeArguments()
    {
        var start = _token.Start;
        SkipTypeArguments();
        Blank(start, _previousEnd);
    }

    /// <summary>Erases type arguments, if that is what the bracket opens, and not a comparison.</summary>
    private bool TryEraseTypeArguments()
    {
        if (_notArrows.Contains(_token.Start)) return false;
        var mark = Remember();
        try
        {
            EraseTypeArguments();
            if (MayFollowTypeArguments()) return true;
        }
        catch (ScriptSyntaxException error) when (error.Id == ErrorIds.ScriptSyntax)
        {
        }

        _notArrows.Add(mark.Token.Start);
        GoBack(mark);
        return false;
    }

    /// <summary>TypeScript's own rule for what may stand behind type arguments in an expression.</summary>
    private bool MayFollowTypeArguments()
    {
        if (At("(") || _token.Kind == ScriptTokenKind.Template) return true;
        if (_token.NewlineBefore || _token.Kind == ScriptTokenKind.EndOfFile) return true;
        if (_token.Kind != ScriptTokenKind.Punctuator) return _token.Kind == ScriptTokenKind.Name && (At("as") || At("satisfies") || At("in") || At("instanceof") || At("of"));
        return _source[_token.Start] is not ('<' or '>' or '+' or '-' or '[' or '{' or '!' or '~' or '@');
    }
}
