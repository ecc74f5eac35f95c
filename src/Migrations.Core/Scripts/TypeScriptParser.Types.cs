namespace Migrations.Core.Scripts;

/// <content>Types. They are only walked over; the caller blanks them.</content>
internal sealed partial class TypeScriptParser
{
    /// <summary>Blanks a type annotation, with the <c>?</c> or <c>!</c> before it, if there is one.</summary>
    private void EraseAnnotation()
    {
        var start = _token.Start;
        if (At("?") || (At("!") && !_token.NewlineBefore)) Next();
        if (Eat(":")) ParseType();
        if (_previousEnd > start) Blank(start, _previousEnd);
    }

    private void EraseTypeParameters()
    {
        if (!At("<")) return;
        var start = _token.Start;
        SkipTypeParameters();
        Blank(start, _previousEnd);
    }

    private void SkipTypeParameters()
    {
        Expect("<");
        while (!At(">"))
        {
            while (AtName && (At("const") || At("in") || At("out")) && Peek().Kind == ScriptTokenKind.Name && !Is(Peek(), "extends")) Next();
            if (!AtName) throw Unexpected("A type parameter is expected here");
            Next();
            if (Eat("extends")) ParseType();
            if (Eat("=")) ParseType();
            if (!Eat(",")) break;
        }

        Expect(">");
    }

    private void SkipTypeArguments()
    {
        Expect("<");
        while (!At(">"))
        {
            ParseType();
            if (!Eat(",")) break;
        }

        Expect(">");
    }

    private void ParseType(bool allowConditional = true)
    {
        Enter();
        if (IsFunctionType())
        {
            Eat("abstract");
            Eat("new");
            if (At("<")) SkipTypeParameters();
            SkipBrackets();
            Expect("=>");
            ParseType();
        }
        else
        {
            ParseUnionType(allowConditional);
            if (allowConditional && At("extends")) ParseConditionalTail();
        }

        Leave();
    }

    private void ParseConditionalTail()
    {
        Next();
        ParseType(allowConditional: false);
        Expect("?");
        ParseType();
        Expect(":");
        ParseType();
    }

    private void ParseUnionType(bool allowConditional)
    {
        if (At("|") || At("&")) Next();
        do
        {
            if (IsFunctionType())
            {
                ParseType(allowConditional);
                return;
            }

            ParseTypeOperand(allowConditional);
        }
        while (Eat("|") || Eat("&"));
    }

    private void ParseTypeOperand(bool allowConditional)
    {
        while (AtName && (At("keyof") || At("unique") || At("readonly")) && StartsType(Peek())) Next();
        if (At("infer") && Peek().Kind == ScriptTokenKind.Name && !Is(Peek(), "extends"))
        {
            Next();
            Next();
            ParseInferConstraint(allowConditional);
            return;
        }

        ParsePrimaryType();
        while (At("[") && !_token.NewlineBefore) SkipBrackets();
    }

    private void ParseInferConstraint(bool allowConditional)
    {
        if (!At("extends")) return;
        var mark = Remember();
        Next();
        ParseType(allowConditional: false);
        // "infer U extends X ? A : B": the "extends" was that of the conditional type.
        if (allowConditional && At("?")) GoBack(mark);
    }

    private static bool IsTypeBracket(char c) => c is '(' or '[' or '{';

    private bool StartsType(ScriptToken token) =>
        token.Kind is ScriptTokenKind.Name or ScriptTokenKind.String or ScriptTokenKind.Template or ScriptTokenKind.Number
        || (token.Kind == ScriptTokenKind.Punctuator && IsTypeBracket(_source[token.Start]));

    private void ParsePrimaryType()
    {
        switch (_token.Kind)
        {
            case ScriptTokenKind.String or ScriptTokenKind.Number:
                Next();
                return;
            case ScriptTokenKind.Template:
                SkipTemplateType();
                return;
            case ScriptTokenKind.Name:
                ParseNamedType();
                return;
        }

        if (At("-"))
        {
            Next();
            if (_token.Kind != ScriptTokenKind.Number) throw Unexpected("A number is expected here");
            Next();
        }
        else if (At("(") || At("[") || At("{"))
        {
            SkipBrackets();
        }
        else
        {
            throw Unexpected("A type is expected here");
        }
    }

    private void ParseNamedType()
    {
        var name = _token;
        if (Is(name, "typeof") && Peek().Kind == ScriptTokenKind.Name) Next();
        if (At("import") && Is(Peek(), "("))
        {
            Next();
            SkipBrackets();
        }
        else if (Is(name, "asserts") && Peek() is { Kind: ScriptTokenKind.Name, NewlineBefore: false } subject && !Is(subject, "is"))
        {
            Next();
            Next();
            if (Eat("is")) ParseType();
            return;
        }
        else
        {
            Next();
        }

        while (At(".") || At("?."))
        {
            Next();
            if (_token.Kind is not (ScriptTokenKind.Name or ScriptTokenKind.PrivateName)) throw Unexpected("A name is expected here");
            Next();
        }

        if (At("<") && !_token.NewlineBefore) SkipTypeArguments();
        if (At("is") && !_token.NewlineBefore)
        {
            Next();
            ParseType();
        }
    }

    /// <summary>Whether a function or constructor type starts here; TypeScript decides it by the same lookahead.</summary>
    private bool IsFunctionType()
    {
        if (At("<")) return true;
        if (At("new")) return Is(Peek(), "(") || Is(Peek(), "<");
        if (At("abstract")) return Is(Peek(), "new");
        if (!At("(")) return false;
        var mark = Remember();
        try
        {
            Next();
            if (At(")") || At("...")) return true;
            if (At("{") || At("[")) SkipBrackets();
            else if (AtName) Next();
            else return false;
            if (At(":") || At(",") || At("?") || At("=")) return true;
            return Eat(")") && At("=>");
        }
        finally
        {
            GoBack(mark);
        }
    }

    /// <summary>Skips a pair of brackets with all that stands between them: inside types, brackets of every kind nest.</summary>
    private void SkipBrackets()
    {
        var open = _token;
        var nesting = 0;
        do
        {
            switch (_token.Kind)
            {
                case ScriptTokenKind.EndOfFile:
                    throw new ScriptSyntaxException(open.Start, $"'{Text(open)}' is not closed.");
                case ScriptTokenKind.Template:
                    SkipTemplateType();
                    continue;
                case ScriptTokenKind.Punctuator when IsTypeBracket(_source[_token.Start]):
                    nesting++;
                    break;
                case ScriptTokenKind.Punctuator when _source[_token.Start] is ')' or ']' or '}':
                    nesting--;
                    break;
            }

            Next();
        }
        while (nesting > 0);
    }

    private void SkipTemplateType()
    {
        Enter();
        var end = _tokenizer.TemplateTextEnd(_token.End, out var isSubstitution);
        while (isSubstitution)
        {
            MoveTo(end);
            ParseType();
            if (!At("}")) throw Unexpected("'}' is expected here");
            end = _tokenizer.TemplateTextEnd(_token.End, out isSubstitution);
        }

        MoveTo(end);
        Leave();
    }

    private void MoveTo(int position)
    {
        _previousEnd = position;
        _token = _tokenizer.Next(position);
    }
}
