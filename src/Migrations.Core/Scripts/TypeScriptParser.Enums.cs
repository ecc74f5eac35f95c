using System.Globalization;

namespace Migrations.Core.Scripts;

/// <content>Enums: the one construct that is rewritten.</content>
internal sealed partial class TypeScriptParser
{
    private static readonly HashSet<string> ReservedWords = new(StringComparer.Ordinal)
    {
        "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum", "export", "extends",
        "false", "finally", "for", "function", "if", "implements", "import", "in", "instanceof", "interface", "let", "new", "null", "package",
        "private", "protected", "public", "return", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while",
        "with", "yield", "arguments", "eval",
    };

    /// <summary>Rewrites an enum, from its keyword on, to an object of the same name.</summary>
    /// <remarks>
    /// As in TypeScript: a number without an initializer is one more than the member before, numbers map back to their names, members are
    /// in scope by name in later initializers, and a second enum of the same name adds to the first.
    /// </remarks>
    private void ParseEnum(int statementStart)
    {
        var keyword = _token;
        Next();
        if (!AtName) throw Unexpected("A name is expected here");
        var name = Text(_token);
        _declaredNames.Add(name);
        DeclareInBlock(name);
        // A second enum of one name adds to the first, which is declared and exported already.
        if (!_enumNames.Add(_block.Holder + "." + name))
        {
            _edits.RemoveAll(edit => edit.Start >= statementStart);
            Blank(statementStart, keyword.Start);
        }

        var isExportedFromBlock = _block.Holder is not null && statementStart < keyword.Start && _source[statementStart] == 'e';
        Rewrite(keyword.Start, keyword.End, "var");
        Next();
        var open = _token;
        Expect("{");
        Rewrite(open.Start, open.End,
            $"=(({name})=>{{let $last=-1;const $set=(key,value)=>{{{name}[key]=$last=value;if(typeof value!==\"string\"){name}[value]=key;return value;}};");
        while (!At("}")) ParseEnumMember();
        // An earlier block of the namespace may have declared it.
        var earlier = isExportedFromBlock ? $"{_block.Holder}.{name}||" : "";
        Rewrite(_token.Start, _token.End, $"return {name};}})({name}||{earlier}{{}});");
        Next();
    }

    private void ParseEnumMember()
    {
        var key = _token;
        string text;
        if (key.Kind == ScriptTokenKind.String)
        {
            text = Text(key);
        }
        else if (key.Kind == ScriptTokenKind.Name)
        {
            text = "\"" + Text(key) + "\"";
        }
        else if (At("[") && Peek().Kind == ScriptTokenKind.String)
        {
            Next();
            text = Text(_token);
            Next();
            key = key with { End = _token.End };
        }
        else
        {
            throw Unexpected("The name of an enum member is expected here");
        }

        var isInScope = key.Kind == ScriptTokenKind.Name && !ReservedWords.Contains(Text(key));
        var head = string.Format(CultureInfo.InvariantCulture, "{0}$set({1},", isInScope ? $"const {Text(key)}=" : "", text);
        Next();
        if (At("="))
        {
            Rewrite(key.Start, _token.End, head);
            Next();
            ParseAssignment();
        }
        else
        {
            Rewrite(key.Start, key.End, head + "$last+1");
        }

        if (At(",")) Rewrite(_token.Start, _token.End, ");");
        else _edits.Add(new ScriptEdit(_previousEnd, _previousEnd, ");"));
        if (!Eat(",") && !At("}")) throw Unexpected("',' is expected here");
    }
}
