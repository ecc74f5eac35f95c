namespace Migrations.Core.Scripts;

/// <content>Imports and exports.</content>
internal sealed partial class TypeScriptParser
{
    private readonly List<ImportClause> _imports = [];
    private readonly List<ImportedName> _exports = [];
    private readonly HashSet<string> _valueImports = new(StringComparer.Ordinal);

    /// <summary>An imported or exported name: the range that it takes, with its comma.</summary>
    /// <param name="Local">Its name in this file.</param>
    /// <param name="Start">Where the range starts.</param>
    /// <param name="End">Where it ends.</param>
    /// <param name="Imported">Its name in the other: <c>default</c>, <c>*</c> for the whole, or as it is written.</param>
    private readonly record struct ImportedName(string Local, int Start, int End, string Imported);

    private readonly record struct ImportClause(int Start, int End, bool ContinuesLine, List<ImportedName> Names, string Module, bool HasNames = true);

    /// <summary>An import, from its keyword on.</summary>
    /// <returns>Whether it gives a namespace no value of its own.</returns>
    private bool ParseImport(int statementStart)
    {
        var start = _token.Start;
        var edits = _edits.Count;
        Next();
        var isTypeOnly = false;
        if (At("type") && Peek() is var next && !Is(next, ",")
            && !(Is(next, "from") && _tokenizer.Next(next.End).Kind == ScriptTokenKind.String))
        {
            isTypeOnly = true;
            Next();
        }

        var names = new List<ImportedName>();
        var hasClause = _token.Kind != ScriptTokenKind.String;
        if (hasClause)
        {
            var name = _token;
            ParseImportNames(start, isTypeOnly, names);
            if (At("="))
            {
                if (!isTypeOnly) return ParseAlias(statementStart, start, name);
                Next();
                ParseType();
                if (At("(")) SkipBrackets();
                EndStatement();
                _typeNames.Add(Text(name));
                EraseFrom(statementStart, edits);
                return true;
            }

            Expect("from");
        }

        var module = Text(_token);
        ParseModuleName();
        EndStatement();
        if (isTypeOnly)
        {
            foreach (var name in names) _typeNames.Add(name.Local);
            EraseFrom(start, edits);
        }
        else
        {
            _imports.Add(new ImportClause(start, _previousEnd, ContinuesLine(), names, module, hasClause));
        }

        return false;
    }

    private void ParseImportNames(int start, bool isTypeOnly, List<ImportedName> names)
    {
        var previous = start;
        if (AtName)
        {
            var name = _token;
            Next();
            if (At("=")) return;
            var end = At(",") ? _token.End : name.End;
            names.Add(new ImportedName(Text(name), name.Start, end, "default"));
            previous = _token.Start;
            if (!Eat(",")) return;
        }

        if (Eat("*"))
        {
            Expect("as");
            var name = Text(_token);
            Next();
            // The comma belongs to both, for only one of the two is ever blanked alone.
            names.Add(new ImportedName(name, previous == start ? _token.Start : previous, _previousEnd, "*"));
            return;
        }

        ParseNameList(isTypeOnly, names, isImport: true);
    }

    /// <summary>The names in braces; those that are marked as types are blanked at once.</summary>
    private void ParseNameList(bool isTypeOnly, List<ImportedName> names, bool isImport)
    {
        Expect("{");
        while (!At("}"))
        {
            var start = _token.Start;
            var isType = isTypeOnly;
            if (At("type") && Peek() is var next && next.Kind is ScriptTokenKind.Name or ScriptTokenKind.String && IsTypeModifier(next))
            {
                isType = true;
                Next();
            }

            var local = _token;
            var imported = Text(_token);
            Next();
            if (Eat("as"))
            {
                if (isImport) local = _token;
                Next();
            }

            if (!At(",") && !At("}")) throw Unexpected("',' is expected here");
            Eat(",");
            if (!isType || isTypeOnly)
            {
                names.Add(new ImportedName(Text(local), start, _previousEnd, imported));
            }
            else
            {
                Blank(start, _previousEnd);
                _typeNames.Add(Text(local));
            }
        }

        Expect("}");
    }

    /// <summary>Whether the "type" at hand is a modifier: <c>{ type }</c>, <c>{ type as x }</c> import a value called "type".</summary>
    private bool IsTypeModifier(ScriptToken next)
    {
        if (!Is(next, "as")) return true;
        var second = _tokenizer.Next(next.End);
        if (Is(second, ",") || Is(second, "}")) return true; // { type as }: the type "as"
        return Is(second, "as") && _tokenizer.Next(second.End).Kind == ScriptTokenKind.Name; // { type as as x }
    }

    private void ParseModuleName()
    {
        if (_token.Kind != ScriptTokenKind.String) throw Unexpected("The name of a module is expected here");
        Next();
        if (!_token.NewlineBefore && (At("with") || At("assert")))
        {
            Next();
            SkipBrackets();
        }
    }

    /// <summary>An export, from its keyword on.</summary>
    /// <returns>Whether it was of types only, and is erased.</returns>
    private bool ParseExport()
    {
        if (_block.Holder is not null) return ParseNamespaceExport();
        var start = _token.Start;
        var edits = _edits.Count;
        Next();
        if (At("="))
        {
            ParseExportAssignment(start);
            return false;
        }

        if (At("as") && Is(Peek(), "namespace"))
        {
            while (AtName) Next();
            EndStatement();
            EraseFrom(start, edits);
            return true;
        }

        if (At("type") && (Is(Peek(), "{") || Is(Peek(), "*")))
        {
            Next();
            ParseExportedNames();
            EraseFrom(start, edits);
            return true;
        }

        if (At("*") || At("{"))
        {
            ParseExportedNames();
            return false;
        }

        if (Eat("default")) return ParseDefaultExport(start);
        ParseDecorators();
        if (AtName && TryParseTypeScriptStatement(start, out var isErased)) return isErased;
        if (AtName && TryParseKeywordStatement()) return false;
        throw Unexpected("A declaration is expected here");
    }

    private void ParseExportedNames()
    {
        var names = new List<ImportedName>();
        if (Eat("*"))
        {
            if (Eat("as")) Next();
        }
        else
        {
            ParseNameList(isTypeOnly: false, names, isImport: false);
        }

        if (Eat("from")) ParseModuleName();
        else
        {
            _exports.AddRange(names);
            foreach (var name in names) _usedNames.Add(name.Local);
        }

        EndStatement();
    }

    private bool ParseDefaultExport(int start)
    {
        ParseDecorators();
        if (At("interface") || At("function") || At("class")
            || (At("abstract") && Is(Peek(), "class")) || (At("async") && Is(Peek(), "function")))
        {
            TryParseTypeScriptStatement(start, out var isErased);
            return isErased;
        }

        ParseAssignment();
        EndStatement();
        return false;
    }

    /// <summary>Erases the imports whose names no value uses: they are of types, or of no use.</summary>
    private void ElideUnusedImports()
    {
        var used = new HashSet<string>(_usedNames, StringComparer.Ordinal);
        foreach (var clause in _imports)
        {
            if (!clause.HasNames)
            {
                if (_assignsExports) RequireInstead(clause, []);
                continue;
            }

            var unused = clause.Names.Where(name => !used.Contains(name.Local)).ToList();
            foreach (var name in clause.Names.Where(name => used.Contains(name.Local))) _valueImports.Add(name.Local);
            if (unused.Count == clause.Names.Count)
            {
                _edits.RemoveAll(edit => edit.Start >= clause.Start && edit.End <= clause.End);
                _edits.Add(new ScriptEdit(clause.Start, clause.End, Lead: clause.ContinuesLine ? ';' : ' '));
            }
            else if (_assignsExports)
            {
                RequireInstead(clause, clause.Names.Where(name => used.Contains(name.Local)));
            }
            else
            {
                foreach (var name in unused) Blank(name.Start, name.End);
            }
        }
    }

    /// <summary>Erases exported names of types: <c>interface A {}</c>, <c>export { A }</c>.</summary>
    private void DropTypeExports()
    {
        foreach (var name in _exports)
        {
            if (!_typeNames.Contains(name.Local) || _valueImports.Contains(name.Local) || _declaredNames.Contains(name.Local)) continue;
            Blank(name.Start, name.End);
        }
    }
}
