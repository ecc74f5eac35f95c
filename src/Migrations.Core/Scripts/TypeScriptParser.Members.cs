namespace Migrations.Core.Scripts;

/// <content>Decorators, and constructors that declare properties by their parameters.</content>
internal sealed partial class TypeScriptParser
{
    private enum ConstructorKind
    {
        /// <summary>No constructor.</summary>
        None,

        /// <summary>That of a class that extends none.</summary>
        Base,

        /// <summary>That of a class that extends another, where there is no <c>this</c> before <c>super(…)</c>.</summary>
        Derived,
    }

    // What is to be done behind each super(…) of the constructor at hand; null where there is nothing to do.
    private string? _behindSuper;
    private int _expressionStatement = -1;

    private bool IsConstructor(ScriptToken key) =>
        Is(key, "constructor") || (key.Kind == ScriptTokenKind.String && string.CompareOrdinal(_source, key.Start + 1, "constructor", 0, 11) == 0 && key.End - key.Start == 13);

    private bool AtParameterProperty =>
        AtName && (At("public") || At("private") || At("protected") || At("readonly") || At("override"))
        && Peek() is { Kind: ScriptTokenKind.Name } next && !Is(next, "in") && !Is(next, "of");

    /// <summary>The modifiers that make a property of a parameter.</summary>
    /// <param name="properties">Takes the property's name; null where no constructor is at hand.</param>
    private void ParseParameterModifiers(List<string>? properties)
    {
        if (properties is null)
            throw Unexpected("Only the parameters of a constructor can be properties");
        while (AtParameterProperty)
        {
            Blank(_token.Start, _token.End);
            Next();
        }

        properties.Add(Text(_token));
    }

    /// <summary>Calls the constructor of the class above, and assigns the properties behind it, as TypeScript does.</summary>
    private void ParseSuperCall(string assignments)
    {
        var start = _token.Start;
        var isStatement = start == _expressionStatement;
        Next();
        ParseArguments();
        if (isStatement && EndsHere())
        {
            Insert(_previousEnd, assignments);
            return;
        }

        Insert(start, "(");
        Insert(_previousEnd, assignments + ",this)");
    }

    /// <summary>Whether what was read is surely a whole statement.</summary>
    private bool EndsHere() =>
        At(";") || At("}") || _token.Kind == ScriptTokenKind.EndOfFile
        || (_token.NewlineBefore && AtName && !At("in") && !At("instanceof") && !At("as") && !At("satisfies"));

    /// <summary>Blanks decorators. They say something to a framework, which is a package and is not read: no table comes of them.</summary>
    /// <remarks>The imports that they use stay, and so does the order in which the project's files are run.</remarks>
    private void ParseDecorators()
    {
        while (At("@"))
        {
            var start = _token.Start;
            var edits = _edits.Count;
            Next();
            if (At("("))
            {
                ParseParenthesized();
            }
            else
            {
                if (!AtName) throw Unexpected("A name is expected here");
                _usedNames.Add(Text(_token));
                Next();
            }

            ParseDecoratorRest();
            ForgetEdits(edits);
            Blank(start, _previousEnd);
        }
    }

    // A bracket behind a decorator is the name of a member: "@d [name] = 1".
    private void ParseDecoratorRest()
    {
        while (true)
        {
            if (At("(")) ParseArguments();
            else if (Eat(".") || Eat("!")) continue;
            else if (_token.Kind is ScriptTokenKind.Name or ScriptTokenKind.PrivateName && _source[_previousEnd - 1] == '.') Next();
            else if (!At("<") || !TryEraseTypeArguments()) return;
        }
    }

    /// <summary>A class with decorators that is a value.</summary>
    private void ParseDecoratedExpression()
    {
        var start = _token.Start;
        ParseDecorators();
        if (!HasLineBreak(start, _token.Start))
        {
            ParsePrimary();
            return;
        }

        // "return", decorators, line break, "class": the line must not end behind "return".
        Insert(start, "(");
        ParsePrimary();
        Insert(_previousEnd, ")");
    }
}
