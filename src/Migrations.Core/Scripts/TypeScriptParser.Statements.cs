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

        _expressionStatement = _token.Start;
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
    /// <param name="names">Takes the names that are bound, if it is given.</param>
    private void ParseBinding(List<string>? names = null)
    {
        Enter();
        if (AtName)
        {
            _declaredNames.Add(Text(_token));
            names?.Add(Text(_token));
            Next();
        }
        else if (Eat("{"))
        {
            while (!At("}"))
            {
                if (Eat("..."))
                {
                    ParseBinding(names);
                }
                else
                {
                    var key = _token;
                    ParsePropertyName();
                    if (Eat(":")) ParseBinding(names);
                    else names?.Add(Text(key));
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
                ParseBinding(names);
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
    private bool ParseFunction(bool isDeclaration = false)
    {
        Next();
        Eat("*");
        var name = AtName ? Text(_token) : null;
        if (name is not null) Next();
        if (!ParseSignatureAndBody()) return false;
        if (name is null) return true;
        _declaredNames.Add(name);
        if (isDeclaration) DeclareInBlock(name);
        return true;
    }

    /// <summary>The parameters, the return type and the body of a function or method.</summary>
    /// <param name="constructor">What kind of constructor it is.</param>
    private bool ParseSignatureAndBody(ConstructorKind constructor = ConstructorKind.None)
    {
        EraseTypeParameters();
        var properties = constructor == ConstructorKind.None ? null : new List<string>();
        ParseParameters(properties);
        if (At(":")) EraseAnnotation();
        if (!At("{")) return false;
        var outer = _behindSuper;
        _behindSuper = null;
        if (properties is { Count: > 0 })
        {
            if (constructor == ConstructorKind.Base) Insert(_token.End, string.Concat(properties.Select(name => $"this.{name}={name};")));
            else _behindSuper = string.Concat(properties.Select(name => $",this.{name}={name}"));
        }

        ParseBlock();
        _behindSuper = outer;
        return true;
    }

    private void ParseParameters(List<string>? properties = null)
    {
        Expect("(");
        while (!At(")"))
        {
            ParseDecorators();
            if (AtParameterProperty) ParseParameterModifiers(properties);
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
}
