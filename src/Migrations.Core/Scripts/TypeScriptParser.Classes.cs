namespace Migrations.Core.Scripts;

/// <content>Classes.</content>
internal sealed partial class TypeScriptParser
{
    /// <summary>A class, from its keyword on.</summary>
    private void ParseClass()
    {
        Enter();
        Next();
        if (AtName && !At("extends") && !(At("implements") && !Is(Peek(), "{")))
        {
            _declaredNames.Add(Text(_token));
            Next();
        }

        EraseTypeParameters();
        var isDerived = Eat("extends");
        if (isDerived)
        {
            ParsePrimary();
            ParsePostfix();
            if (At("<")) EraseTypeArguments();
        }

        if (At("implements"))
        {
            var start = _token.Start;
            Next();
            do ParseType();
            while (Eat(","));
            Blank(start, _previousEnd);
        }

        Expect("{");
        while (!Eat("}"))
        {
            if (_token.Kind == ScriptTokenKind.EndOfFile) throw Unexpected("'}' is expected here");
            ParseMember(isDerived);
        }

        Leave();
    }

    private void ParseMember(bool isDerived)
    {
        if (Eat(";")) return;
        var start = _token.Start;
        var edits = _edits.Count;
        ParseDecorators();
        if (!ParseModifiers(out var isErased)) return;
        if (At("[") && IsIndexSignature())
        {
            SkipBrackets();
            EraseAnnotation();
            EndMember();
            EraseFrom(start, edits);
            return;
        }

        Eat("*");
        var key = _token;
        ParsePropertyName();
        if (At("(") || At("<") || (At("?") && Peek() is var next && (Is(next, "(") || Is(next, "<"))))
        {
            if (At("?"))
            {
                Blank(_token.Start, _token.End);
                Next();
            }

            var kind = !IsConstructor(key) ? ConstructorKind.None : isDerived ? ConstructorKind.Derived : ConstructorKind.Base;
            if (!ParseSignatureAndBody(kind))
            {
                isErased = true;
                EndMember();
            }
        }
        else
        {
            EraseAnnotation();
            if (Eat("=")) ParseAssignment();
            EndMember();
        }

        if (isErased) EraseFrom(start, edits);
    }

    /// <summary>The modifiers of a member; those of TypeScript are blanked.</summary>
    /// <param name="isErased">Whether the member declares nothing (<c>abstract</c>, <c>declare</c>).</param>
    /// <returns>False where the member was a static block, which is read already.</returns>
    private bool ParseModifiers(out bool isErased)
    {
        isErased = false;
        while (AtName)
        {
            var next = Peek();
            if (At("static") && Is(next, "{"))
            {
                Next();
                ParseBlock();
                return false;
            }

            // Before one of these the word is the member's name.
            var isModifier = next.Kind is ScriptTokenKind.Name or ScriptTokenKind.PrivateName or ScriptTokenKind.String or ScriptTokenKind.Number
                || Is(next, "[") || Is(next, "*") || Is(next, "@");
            if (!isModifier) return true;
            switch (Text(_token))
            {
                case "static" or "async" or "get" or "set" or "accessor":
                    if (next.NewlineBefore && !At("static")) return true;
                    break;
                case "public" or "private" or "protected" or "readonly" or "override":
                    Blank(_token.Start, _token.End);
                    break;
                case "abstract" or "declare":
                    Blank(_token.Start, _token.End);
                    isErased = true;
                    break;
                default:
                    return true;
            }

            Next();
            ParseDecorators();
        }

        return true;
    }

    private bool IsIndexSignature() => Peek() is { Kind: ScriptTokenKind.Name } name && Is(_tokenizer.Next(name.End), ":");

    private void EndMember()
    {
        if (Eat(";") || At("}")) return;
        if (!_token.NewlineBefore) throw Unexpected("The end of the class member is expected here");
        // "get: string", line break, "x: number": without their types, the two would be read as an accessor.
        SeparateErasedEnd();
    }

    /// <summary>The name of a property or member.</summary>
    private void ParsePropertyName()
    {
        switch (_token.Kind)
        {
            case ScriptTokenKind.Name or ScriptTokenKind.PrivateName or ScriptTokenKind.String or ScriptTokenKind.Number:
                Next();
                break;
            default:
                Expect("[");
                ParseAssignment();
                Expect("]");
                break;
        }
    }
}
