namespace Migrations.Core.Scripts;

/// <content>Declarations: those that only TypeScript has, and those that it adds to.</content>
internal sealed partial class TypeScriptParser
{
    private readonly HashSet<string> _typeNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _declaredNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _enumNames = new(StringComparer.Ordinal);

    /// <summary>Reads a statement that starts with a declaring keyword.</summary>
    /// <param name="start">Where the statement starts: at <c>export</c>, if there is one.</param>
    /// <param name="isErased">Whether it is of types only, and is erased.</param>
    /// <returns>Whether there was such a statement.</returns>
    private bool TryParseTypeScriptStatement(int start, out bool isErased)
    {
        isErased = false;
        var edits = _edits.Count;
        var next = Peek();
        var isDeclaring = next is { Kind: ScriptTokenKind.Name, NewlineBefore: false };
        switch (Text(_token))
        {
            case "import" when !Is(next, "(") && !Is(next, "."):
                isErased = ParseImport(start);
                return true;
            case "export":
                isErased = ParseExport();
                return true;
            case "function":
                isErased = !ParseFunction(isDeclaration: true);
                break;
            case "async" when isDeclaring && Is(next, "function"):
                Next();
                isErased = !ParseFunction(isDeclaration: true);
                break;
            case "class":
                DeclareInBlock(Text(next));
                ParseClass();
                return true;
            case "abstract" when isDeclaring && Is(next, "class"):
                Blank(_token.Start, _token.End);
                Next();
                DeclareInBlock(Text(Peek()));
                ParseClass();
                return true;
            case "enum" when isDeclaring:
                ParseEnum(start);
                return true;
            case "const" when Is(next, "enum"):
                Blank(_token.Start, _token.End);
                Next();
                ParseEnum(start);
                return true;
            case "interface" when isDeclaring:
                Next();
                NameType();
                if (At("<")) SkipTypeParameters();
                while (!At("{"))
                {
                    if (!Eat("extends") && !Eat(",")) throw Unexpected("'{' is expected here");
                    ParseType();
                }

                SkipBrackets();
                isErased = true;
                break;
            case "type" when isDeclaring && Is(_tokenizer.Next(next.End), "="):
            case "type" when isDeclaring && Is(_tokenizer.Next(next.End), "<"):
                Next();
                NameType();
                if (At("<")) SkipTypeParameters();
                Expect("=");
                ParseType();
                isErased = true;
                break;
            case "declare" when isDeclaring && !Is(next, "in") && !Is(next, "instanceof") && !Is(next, "as") && !Is(next, "satisfies"):
                Next();
                ParseDeclared();
                isErased = true;
                break;
            case "namespace" or "module" when isDeclaring || (next.Kind == ScriptTokenKind.String && !next.NewlineBefore):
                isErased = ParseNamespace(start);
                break;
            default:
                return false;
        }

        if (isErased)
        {
            if (!Eat(";") && !At("}") && _token.Kind != ScriptTokenKind.EndOfFile && !_token.NewlineBefore && _source[_previousEnd - 1] is not ('}' or ';'))
                throw Unexpected("The end of the declaration is expected here");
            EraseFrom(start, edits);
        }

        return true;
    }

    private void NameType()
    {
        if (!AtName) throw Unexpected("A name is expected here");
        _typeNames.Add(Text(_token));
        Next();
    }

    /// <summary>What stands behind <c>declare</c>. Whatever it is, the caller erases it.</summary>
    private void ParseDeclared()
    {
        var keyword = Text(_token);
        switch (keyword)
        {
            case "global" when Is(Peek(), "{"):
                Next();
                SkipBrackets();
                return;
            case "namespace" or "module":
                Next();
                if (_token.Kind == ScriptTokenKind.String) Next();
                else ParseDottedName();
                if (At("{")) SkipBrackets();
                return;
            case "abstract":
                Next();
                goto case "class";
            case "class":
                NameDeclared(Peek());
                Next();
                while (!At("{"))
                {
                    if (_token.Kind == ScriptTokenKind.EndOfFile) throw Unexpected("'{' is expected here");
                    if (At("<")) SkipTypeParameters();
                    else if (AtName || At(",")) Next();
                    else throw Unexpected("'{' is expected here");
                    if (At(".")) Next();
                }

                SkipBrackets();
                return;
            case "const" when Is(Peek(), "enum"):
                Next();
                goto case "enum";
            case "enum":
                Next();
                NameType();
                SkipBrackets();
                return;
            case "var" or "let" or "const":
                NameDeclared(Peek());
                ParseVariables();
                return;
            case "function":
                NameDeclared(Peek());
                ParseFunction();
                return;
            case "async":
                Next();
                goto case "function";
            case "type" or "interface":
                TryParseTypeScriptStatement(_token.Start, out _);
                // It took its own semicolon, or none.
                return;
            default:
                throw Unexpected("A declaration is expected here");
        }
    }

    private void NameDeclared(ScriptToken name)
    {
        if (name.Kind == ScriptTokenKind.Name) _typeNames.Add(Text(name));
    }

    private void ParseDottedName()
    {
        do
        {
            if (!AtName) throw Unexpected("A name is expected here");
            Next();
        }
        while (Eat("."));
    }
}
