namespace Migrations.Core.Scripts;

/// <content>Expressions.</content>
internal sealed partial class TypeScriptParser
{
    // Set directly behind the "?" of a conditional, where "(a) : b => c" may be the rest of the conditional.
    private bool _isBehindQuestion;

    private void ParseExpression(bool noIn = false)
    {
        ParseAssignment(noIn);
        while (Eat(",")) ParseAssignment(noIn);
    }

    private void ParseAssignment(bool noIn = false)
    {
        Enter();
        var isBehindQuestion = _isBehindQuestion;
        _isBehindQuestion = false;
        if (AtName && At("yield"))
        {
            Next();
            var isDelegated = Eat("*");
            if (isDelegated || (!_token.NewlineBefore && StartsOperand())) ParseAssignment(noIn);
        }
        else if (!TryParseArrow(noIn, isBehindQuestion))
        {
            ParseUnary();
            ParseOperators(noIn);
        }

        Leave();
    }

    private bool StartsOperand() =>
        _token.Kind switch
        {
            ScriptTokenKind.EndOfFile => false,
            ScriptTokenKind.Punctuator => _source[_token.Start] is '(' or '[' or '{' or '+' or '-' or '!' or '~' or '/' or '<',
            ScriptTokenKind.Name => !At("in") && !At("of"),
            _ => true,
        };

    /// <summary>Everything behind the first operand: operators, the operands between them, and the type operators.</summary>
    private void ParseOperators(bool noIn)
    {
        while (true)
        {
            if (AtName)
            {
                if ((At("in") && !noIn) || At("instanceof"))
                {
                    Next();
                    ParseUnary();
                }
                else if ((At("as") || At("satisfies")) && !_token.NewlineBefore)
                {
                    var start = _token.Start;
                    Next();
                    if (!Eat("const")) ParseType();
                    Blank(start, _previousEnd);
                }
                else
                {
                    return;
                }

                continue;
            }

            if (_token.Kind != ScriptTokenKind.Punctuator) return;
            if (Eat("?"))
            {
                _isBehindQuestion = true;
                ParseAssignment();
                _isBehindQuestion = false;
                Expect(":");
                ParseAssignment(noIn);
                return;
            }

            switch (OperatorEnd(out var isAssignment))
            {
                case 0:
                    return;
                case var end:
                    MoveTo(end);
                    break;
            }

            if (isAssignment)
            {
                ParseAssignment(noIn);
                return;
            }

            ParseUnary();
        }
    }

    /// <summary>Where the binary or assigning operator at hand ends; 0 if there is none.</summary>
    private int OperatorEnd(out bool isAssignment)
    {
        isAssignment = false;
        var start = _token.Start;
        var end = _token.End;
        switch (_source[start])
        {
            case '<' or '>':
                // "<<", ">>", ">>>" and their assignments come as single brackets.
                var bracket = _source[start];
                if (end - start > 1) return end;
                while (end < _source.Length && _source[end] == bracket && end - start < 3) end++;
                if (end < _source.Length && _source[end] == '=')
                {
                    isAssignment = end - start > 1;
                    end++;
                }

                return end;
            case '=' when end - start == 1:
                isAssignment = true;
                return end;
            case '=':
                return At("=>") ? 0 : end;
            case '!':
                return end - start == 1 ? 0 : end;
            case '+' or '-' or '*' or '/' or '%' or '&' or '|' or '^' or '?':
                if (At("++") || At("--") || At("?") || At("?.")) return 0;
                isAssignment = _source[end - 1] == '=';
                return end;
            default:
                return 0;
        }
    }

    private void ParseUnary()
    {
        Enter();
        while (true)
        {
            if (AtName && (At("typeof") || At("void") || At("delete") || At("await")))
            {
                Next();
            }
            else if (At("!") || At("~") || At("+") || At("-") || At("++") || At("--"))
            {
                Next();
            }
            else if (At("<"))
            {
                // A type assertion in its old form, <T>x.
                var start = _token.Start;
                Next();
                if (!Eat("const")) ParseType();
                Expect(">");
                Blank(start, _previousEnd);
            }
            else
            {
                break;
            }
        }

        ParsePrimary();
        ParsePostfix();
        Leave();
    }

    private void ParsePrimary()
    {
        switch (_token.Kind)
        {
            case ScriptTokenKind.Name:
                ParseNamePrimary();
                return;
            case ScriptTokenKind.Number or ScriptTokenKind.String or ScriptTokenKind.PrivateName:
                Next();
                return;
            case ScriptTokenKind.Template:
                ParseTemplate();
                return;
        }

        if (At("("))
        {
            ParseParenthesized();
        }
        else if (At("["))
        {
            ParseArray();
        }
        else if (At("{"))
        {
            ParseObject();
        }
        else if (At("/") || At("/="))
        {
            MoveTo(_tokenizer.Regex(_token).End);
        }
        else if (At("@"))
        {
            ParseDecoratedExpression();
        }
        else
        {
            throw Unexpected();
        }
    }

    private void ParseNamePrimary()
    {
        var next = Peek();
        switch (Text(_token))
        {
            case "function":
                ParseFunctionExpression();
                return;
            case "async" when Is(next, "function") && !next.NewlineBefore:
                Next();
                ParseFunctionExpression();
                return;
            case "class":
                ParseClass();
                return;
            case "new":
                ParseNew();
                return;
            case "import" when Is(next, "."):
                Next();
                return;
            case "super" when _behindSuper is not null && Is(next, "("):
                ParseSuperCall(_behindSuper);
                return;
            case var name:
                _usedNames.Add(name);
                Next();
                return;
        }
    }

    private void ParseFunctionExpression()
    {
        Enter();
        if (!ParseFunction()) throw Unexpected("'{' is expected here");
        Leave();
    }

    private void ParseNew()
    {
        Enter();
        Next();
        if (Eat("."))
        {
            Next();
            Leave();
            return;
        }

        ParsePrimary();
        ParsePostfix(isNew: true);
        if (At("(")) ParseArguments();
        Leave();
    }

    private void ParseTemplate()
    {
        Enter();
        var end = _tokenizer.TemplateTextEnd(_token.End, out var isSubstitution);
        while (isSubstitution)
        {
            MoveTo(end);
            ParseExpression();
            if (!At("}")) throw Unexpected("'}' is expected here");
            end = _tokenizer.TemplateTextEnd(_token.End, out isSubstitution);
        }

        MoveTo(end);
        Leave();
    }

    /// <summary>Member accesses, calls, tagged templates, <c>!</c> and type arguments behind an operand.</summary>
    private void ParsePostfix(bool isNew = false)
    {
        while (true)
        {
            switch (_token.Kind)
            {
                case ScriptTokenKind.Template:
                    ParseTemplate();
                    continue;
                case ScriptTokenKind.Punctuator:
                    break;
                default:
                    return;
            }

            if (At(".") || At("?."))
            {
                Next();
                if (_token.Kind is ScriptTokenKind.Name or ScriptTokenKind.PrivateName) Next();
                else if (!At("(") && !At("[") && !At("<") && _token.Kind != ScriptTokenKind.Template) throw Unexpected("A name is expected here");
            }
            else if (At("["))
            {
                Next();
                ParseExpression();
                Expect("]");
            }
            else if (At("("))
            {
                if (isNew) return;
                ParseArguments();
            }
            else if (At("!") && !_token.NewlineBefore)
            {
                Blank(_token.Start, _token.End);
                Next();
            }
            else if ((At("++") || At("--")) && !_token.NewlineBefore)
            {
                Next();
            }
            else if (!At("<") || !TryEraseTypeArguments())
            {
                return;
            }
        }
    }

    private void ParseArguments()
    {
        Expect("(");
        while (!At(")"))
        {
            Eat("...");
            ParseAssignment();
            if (!Eat(",")) break;
        }

        Expect(")");
    }

    private void ParseArray()
    {
        Expect("[");
        while (!At("]"))
        {
            if (Eat(",")) continue;
            Eat("...");
            ParseAssignment();
            if (!Eat(",")) break;
        }

        Expect("]");
    }

    private void ParseObject()
    {
        Expect("{");
        while (!At("}"))
        {
            if (Eat("...")) ParseAssignment();
            else ParseProperty();
            if (!Eat(",")) break;
        }

        Expect("}");
    }

    private void ParseProperty()
    {
        while (AtName && (At("get") || At("set") || At("async")) && Peek() is var next
            && (next.Kind is ScriptTokenKind.Name or ScriptTokenKind.String or ScriptTokenKind.Number or ScriptTokenKind.PrivateName || Is(next, "[") || Is(next, "*")))
            Next();
        Eat("*");
        var key = _token;
        ParsePropertyName();
        if (Eat(":"))
        {
            ParseAssignment();
        }
        else if (At("(") || At("<"))
        {
            if (!ParseSignatureAndBody()) throw Unexpected("'{' is expected here");
        }
        else
        {
            if (key.Kind == ScriptTokenKind.Name) _usedNames.Add(Text(key));
            if (Eat("=")) ParseAssignment();
        }
    }
}
