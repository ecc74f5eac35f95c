namespace Migrations.Core.Scripts;

/// <content>Statements and functions.</content>
internal sealed partial class TypeScriptParser
{
    /// <summary>Reads one statement.</summary>
    /// <returns>Whether the whole statement was of types only, and is erased.</returns>
    private bool ParseStatement()
    {
        Enter();
        var isErased = ParseStatementInside();
        Leave();
        return isErased;
    }

    private bool ParseStatementInside()
    {
        if (_token.Kind == ScriptTokenKind.Punctuator)
        {
            if (At("{"))
            {
                ParseBlock();
                return false;
            }

            if (Eat(";")) return false;
            if (At("@"))
            {
                ParseDecorators();
                return ParseStatementInside();
            }
        }
        else if (AtName)
        {
            if (TryParseTypeScriptStatement(_token.Start, out var isErased)) return isErased;
            if (TryParseKeywordStatement()) return false;
            if (Is(Peek(), ":"))
            {
                Next();
                Next();
                ParseStatement();
                return false;
            }
        }

        ParseExpression();
        EndStatement();
        return false;
    }

    private void ParseBlock()
    {
        Expect("{");
        while (!At("}"))
        {
            if (_token.Kind == ScriptTokenKind.EndOfFile) throw Unexpected("'}' is expected here");
            ParseStatement();
        }

        Next();
    }

    private bool TryParseKeywordStatement()
    {
        switch (Text(_token))
        {
            case "var" or "const":
                ParseVariables();
                EndStatement();
                return true;
            case "let" when Peek() is var next && (next.Kind == ScriptTokenKind.Name || Is(next, "{") || Is(next, "[")):
                ParseVariables();
                EndStatement();
                return true;
            case "if":
                bool hasElse;
                do
                {
                    Next();
                    ParseParenthesized();
                    ParseStatement();
                    hasElse = Eat("else");
                }
                while (hasElse && At("if"));
                if (hasElse) ParseStatement();
                return true;
            case "for":
                ParseFor();
                return true;
            case "while" or "with":
                Next();
                ParseParenthesized();
                ParseStatement();
                return true;
            case "do":
                Next();
                ParseStatement();
                Expect("while");
                ParseParenthesized();
                Eat(";");
                return true;
            case "return" or "throw":
                Next();
                if (!At(";") && !At("}") && _token.Kind != ScriptTokenKind.EndOfFile && !_token.NewlineBefore) ParseExpression();
                EndStatement();
                return true;
            case "break" or "continue":
                Next();
                if (AtName && !_token.NewlineBefore) Next();
                EndStatement();
                return true;
            case "debugger":
                Next();
                EndStatement();
                return true;
            case "switch":
                ParseSwitch();
                return true;
            case "try":
                ParseTry();
                return true;
            default:
                return false;
        }
    }

    private void ParseParenthesized()
    {
        Expect("(");
        ParseExpression();
        Expect(")");
    }

    private void ParseVariables(bool noIn = false)
    {
        Next();
        do
        {
            ParseBinding();
            EraseAnnotation();
            if (Eat("=")) ParseAssignment(noIn);
        }
        while (Eat(","));
    }

    /// <summary>A name, or a pattern that takes an object or array apart.</summary>
    private void ParseBinding()
    {
        Enter();
        if (AtName)
        {
            _declaredNames.Add(Text(_token));
            Next();
        }
        else if (Eat("{"))
        {
            while (!At("}"))
            {
                if (Eat("..."))
                {
                    ParseBinding();
                }
                else
                {
                    ParsePropertyName();
                    if (Eat(":")) ParseBinding();
                    if (Eat("=")) ParseAssignment();
                }

                if (!Eat(",")) break;
            }

            Expect("}");
        }
        else if (Eat("["))
        {
            while (!At("]"))
            {
                if (Eat(",")) continue;
                Eat("...");
                ParseBinding();
                if (Eat("=")) ParseAssignment();
                if (!Eat(",")) break;
            }

            Expect("]");
        }
        else
        {
            throw Unexpected("A name is expected here");
        }

        Leave();
    }

    private void ParseFor()
    {
        Next();
        Eat("await");
        Expect("(");
        if (!At(";"))
        {
            if (At("var") || At("const") || (At("let") && Peek() is var next && (next.Kind == ScriptTokenKind.Name || Is(next, "{") || Is(next, "["))))
                ParseVariables(noIn: true);
            else
                ParseExpression(noIn: true);
        }

        if (Eat("of") || Eat("in"))
        {
            ParseExpression();
        }
        else
        {
            Expect(";");
            if (!At(";")) ParseExpression();
            Expect(";");
            if (!At(")")) ParseExpression();
        }

        Expect(")");
        ParseStatement();
    }

    private void ParseSwitch()
    {
        Next();
        ParseParenthesized();
        Expect("{");
        while (!Eat("}"))
        {
            if (Eat("case")) ParseExpression();
            else Expect("default");
            Expect(":");
            while (!At("case") && !At("default") && !At("}"))
            {
                if (_token.Kind == ScriptTokenKind.EndOfFile) throw Unexpected("'}' is expected here");
                ParseStatement();
            }
        }
    }

    private void ParseTry()
    {
        Next();
        ParseBlock();
        if (Eat("catch"))
        {
            if (Eat("("))
            {
                ParseBinding();
                EraseAnnotation();
                Expect(")");
            }

            ParseBlock();
        }

        if (Eat("finally")) ParseBlock();
    }

    /// <summary>A function from its keyword on.</summary>
    /// <returns>Whether it has a body; without one it is an overload's signature, or a declaration.</returns>
    private bool ParseFunction()
    {
        Next();
        Eat("*");
        var name = AtName ? Text(_token) : null;
        if (name is not null) Next();
        if (!ParseSignatureAndBody()) return false;
        if (name is not null) _declaredNames.Add(name);
        return true;
    }

    private bool ParseSignatureAndBody()
    {
        EraseTypeParameters();
        ParseParameters();
        if (At(":")) EraseAnnotation();
        if (!At("{")) return false;
        ParseBlock();
        return true;
    }

    private void ParseParameters()
    {
        Expect("(");
        while (!At(")"))
        {
            ParseDecorators();
            RefuseParameterProperty();
            if (At("this"))
            {
                var start = _token.Start;
                var edits = _edits.Count;
                Next();
                EraseAnnotation();
                Eat(",");
                ForgetEdits(edits);
                Blank(start, _previousEnd);
                continue;
            }

            Eat("...");
            ParseBinding();
            EraseAnnotation();
            if (Eat("=")) ParseAssignment();
            if (!Eat(",")) break;
        }

        Expect(")");
    }

    private void RefuseParameterProperty()
    {
        if (!AtName || !(At("public") || At("private") || At("protected") || At("readonly") || At("override"))) return;
        if (Peek() is not { Kind: ScriptTokenKind.Name } next || Is(next, "in") || Is(next, "of")) return;
        throw NotErasable(
            _token.Start, $"A parameter property ('{Text(_token)}' before a parameter) cannot be erased.",
            "Declare a field of the class and assign it in the constructor.");
    }

    private void ParseDecorators()
    {
        while (Eat("@"))
        {
            if (At("(")) ParseParenthesized();
            else ParsePrimary();
            ParsePostfix();
        }
    }
}
