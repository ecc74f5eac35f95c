using System.Globalization;

namespace Migrations.Core.Scripts;

/// <content>Namespaces: those that hold values are written out, those of types vanish.</content>
internal sealed partial class TypeScriptParser
{
    /// <summary>What all blocks of one namespace share, for they add to each other.</summary>
    private sealed class SharedNamespace
    {
        /// <summary>The exported values, and whether each may be assigned anew.</summary>
        public Dictionary<string, bool> Exports { get; } = new(StringComparer.Ordinal);

        /// <summary>The exported namespaces inside it.</summary>
        public Dictionary<string, SharedNamespace> Inner { get; } = new(StringComparer.Ordinal);
    }

    /// <summary>The file, or a block of a namespace: where a namespace may stand.</summary>
    /// <param name="holder">The name of the object that exported values become properties of; null for the file.</param>
    /// <param name="depth">How deeply the block itself is nested.</param>
    /// <param name="shared">What the block adds to.</param>
    private sealed class NamespaceBlock(string? holder, int depth, SharedNamespace shared)
    {
        public string? Holder { get; } = holder;

        public int Depth { get; } = depth;

        public SharedNamespace Shared { get; } = shared;

        /// <summary>The classes, functions, enums and namespaces of the block, to which a namespace of the same name adds.</summary>
        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        /// <summary>The namespaces of the block that are not exported from it.</summary>
        public Dictionary<string, SharedNamespace> Locals { get; } = new(StringComparer.Ordinal);
    }

    private NamespaceBlock _block = new(holder: null, depth: 0, new SharedNamespace());
    private int _holders;

    /// <summary>Whether the statement at hand belongs to the file or the namespace itself, and not to a function or block in it.</summary>
    private bool IsDirectlyInBlock => _depth == _block.Depth + 1;

    private void DeclareInBlock(string name)
    {
        if (IsDirectlyInBlock) _block.Names.Add(name);
    }

    /// <summary>A namespace, from its keyword on.</summary>
    /// <remarks>
    /// As TypeScript does, a function runs the block and makes properties of what is exported. The block's own names stay names, though: a
    /// constant that is exported is a constant and a property of the same value; what may change is a property that reads the variable.
    /// </remarks>
    /// <returns>Whether it declares types only, and is to be erased.</returns>
    private bool ParseNamespace(int statementStart)
    {
        if (!IsDirectlyInBlock) throw Unexpected("A namespace can only stand at the top of a file or in another namespace");
        var keyword = _token;
        Next();
        if (_token.Kind == ScriptTokenKind.String)
        {
            Next();
            SkipBrackets();
            return true;
        }

        var outer = _block;
        var isExported = _source[statementStart] == 'e' && statementStart < keyword.Start;
        var name = ReadNamespaceName();
        var holder = NextHolder();
        var shared = SharedOf(isExported && outer.Holder is not null ? outer.Shared.Inner : outer.Locals, name);
        var levels = new List<(string Holder, SharedNamespace Shared)> { (holder, shared) };
        OpenNamespace(statementStart, keyword, name);
        var closing = CloseNamespace(name, isExported ? outer.Holder : null);
        // A.B.C: each is exported from the one before.
        while (At("."))
        {
            var dot = _token;
            Next();
            var inner = ReadNamespaceName();
            Rewrite(dot.Start, dot.End, $";(({holder})=>{{var ");
            closing = CloseNamespace(inner, holder) + closing;
            shared.Exports[inner] = false;
            shared = SharedOf(shared.Inner, inner);
            holder = NextHolder();
            levels.Add((holder, shared));
        }

        var open = _token;
        Expect("{");
        var before = levels.Select(level => (level.Holder, Exports: new Dictionary<string, bool>(level.Shared.Exports, StringComparer.Ordinal))).ToList();
        var used = _usedNames.Count;
        _block = new NamespaceBlock(holder, _depth, shared);
        var holdsValues = false;
        while (!At("}"))
        {
            if (_token.Kind == ScriptTokenKind.EndOfFile) throw Unexpected("'}' is expected here");
            if (!ParseStatement()) holdsValues = true;
        }

        _block = outer;
        var heads = before.Select(level => TakeEarlierExports(open, level.Holder, level.Exports, used)).Where(head => head.Length > 0).ToList();
        Rewrite(open.Start, open.End, $";(({holder})=>{{{string.Concat(heads)}");
        Rewrite(_token.Start, _token.End, string.Concat(heads.Select(_ => "})();")) + closing);
        Next();
        if (!holdsValues)
        {
            _typeNames.Add(name);
            return true;
        }

        _declaredNames.Add(name);
        outer.Names.Add(name);
        if (isExported) outer.Shared.Exports[name] = false;
        return false;
    }

    private string ReadNamespaceName()
    {
        if (!AtName) throw Unexpected("A name is expected here");
        var name = Text(_token);
        Next();
        return name;
    }

    private string NextHolder() => "$namespace" + _holders++.ToString(CultureInfo.InvariantCulture);

    private static SharedNamespace SharedOf(Dictionary<string, SharedNamespace> all, string name)
    {
        if (!all.TryGetValue(name, out var shared)) all[name] = shared = new SharedNamespace();
        return shared;
    }

    /// <summary>Writes what stands before the name: its variable, unless a class, a function, an enum or another block is it already.</summary>
    private void OpenNamespace(int statementStart, ScriptToken keyword, string name)
    {
        if (!_block.Names.Contains(name))
        {
            Rewrite(keyword.Start, keyword.End, "var");
            return;
        }

        // The name stays, and is read for nothing.
        _edits.Add(new ScriptEdit(statementStart, keyword.End, Lead: ';'));
    }

    private static string CloseNamespace(string name, string? holder) =>
        holder is null ? $"}})({name}||({name}={{}}));" : $"}})({name}={holder}.{name}||({holder}.{name}={{}}));";

    /// <summary>A later block of a namespace sees what the earlier ones export by its bare name.</summary>
    private string TakeEarlierExports(ScriptToken open, string holder, Dictionary<string, bool> before, int used)
    {
        if (before.Count == 0) return "";
        var taken = new HashSet<string>(_usedNames.Skip(used).Where(before.ContainsKey), StringComparer.Ordinal);
        if (taken.Count == 0) return "";
        foreach (var name in taken)
        {
            if (before[name])
                throw NotErasable(open.Start, $"'{name}' is a variable of an earlier block of this namespace, which may change.", "Write 'const' there, or put both blocks into one.");
        }

        // In a function of its own, so that the block may declare one of the names itself.
        return $"const{{{string.Join(",", taken)}}}={holder};(()=>{{";
    }

    /// <summary>An export inside a namespace, from its keyword on.</summary>
    private bool ParseNamespaceExport()
    {
        var start = _token;
        Next();
        ParseDecorators();
        if ((At("const") && !Is(Peek(), "enum")) || At("let") || At("var"))
        {
            Blank(start.Start, start.End);
            ParseNamespaceVariables();
            return false;
        }

        var isNamespace = (At("namespace") || At("module")) && Peek().Kind == ScriptTokenKind.Name;
        var isImport = At("import");
        var name = DeclaredName();
        if (!AtName || !TryParseTypeScriptStatement(start.Start, out var isErased)) throw Unexpected("A declaration is expected here");
        if (isErased || isImport) return isErased;
        if (!isNamespace)
        {
            _block.Shared.Exports[name] = false;
            Insert(_previousEnd, $";{_block.Holder}.{name}={name};");
        }

        // A second block or enum of one name has no keyword of its own left.
        if (!_edits.Any(edit => edit.Start == start.Start && edit.End >= start.End)) Blank(start.Start, start.End);
        return false;
    }

    /// <summary>The name that the declaration at hand declares.</summary>
    private string DeclaredName()
    {
        var token = _token;
        while (Is(token, "async") || Is(token, "function") || Is(token, "*") || Is(token, "abstract") || Is(token, "class") || Is(token, "const") || Is(token, "enum"))
            token = _tokenizer.Next(token.End);
        return Text(token);
    }

    private void ParseNamespaceVariables()
    {
        var keyword = Text(_token);
        Next();
        while (true)
        {
            var names = new List<string>();
            ParseBinding(names);
            EraseAnnotation();
            if (Eat("=")) ParseAssignment();
            var exports = ";" + string.Concat(names.Select(name => ExportOf(name, keyword == "const")));
            if (!At(","))
            {
                Insert(_previousEnd, exports);
                EndStatement();
                return;
            }

            Rewrite(_token.Start, _token.End, exports + keyword + " ");
            Next();
        }
    }

    private string ExportOf(string name, bool isConstant)
    {
        _block.Shared.Exports[name] = !isConstant;
        return isConstant
            ? $"{_block.Holder}.{name}={name};"
            : $"Object.defineProperty({_block.Holder},\"{name}\",{{enumerable:true,configurable:true,get:()=>{name},set:$value=>{{{name}=$value}}}});";
    }
}
