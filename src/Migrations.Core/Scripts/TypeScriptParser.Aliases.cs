namespace Migrations.Core.Scripts;

/// <content>Imports and exports in the form that only TypeScript has: <c>import a = …</c>, <c>export = …</c>.</content>
internal sealed partial class TypeScriptParser
{
    /// <summary>A name for a part of a namespace, <c>import a = b.c</c>.</summary>
    /// <param name="Start">Where the statement starts.</param>
    /// <param name="End">Where it ends.</param>
    /// <param name="Keyword">Where its <c>import</c> starts.</param>
    /// <param name="Local">The name.</param>
    /// <param name="Root">The first name of the path.</param>
    /// <param name="IsExported">Whether it is exported, and so there even if this file does not use it.</param>
    /// <param name="ContinuesLine">Whether the line below would be read on without it.</param>
    private readonly record struct Alias(int Start, int End, int Keyword, string Local, string Root, bool IsExported, bool ContinuesLine);

    private readonly List<Alias> _aliases = [];

    // With "export = …" a file is of CommonJS, and so are its imports.
    private bool _assignsExports;

    /// <summary>An <c>import a = …</c>, from the <c>=</c> on.</summary>
    /// <returns>Whether it gives a namespace no value of its own.</returns>
    private bool ParseAlias(int statementStart, int keyword, ScriptToken name)
    {
        var isExported = statementStart < keyword;
        var equals = _token;
        Next();
        if (At("require") && Is(Peek(), "("))
        {
            ParseRequiredModule(statementStart, keyword, name, equals);
            return false;
        }

        var root = Text(_token);
        ParseDottedName();
        if (isExported)
        {
            _usedNames.Add(Text(name));
            if (_block.Holder is { } holder)
            {
                Blank(statementStart, keyword);
                Insert(_previousEnd, $";{holder}.{Text(name)}={Text(name)};");
                _block.Shared.Exports[Text(name)] = false;
            }
        }

        EndStatement();
        _aliases.Add(new Alias(statementStart, _previousEnd, keyword, Text(name), root, isExported, ContinuesLine()));
        return !isExported;
    }

    /// <summary><c>import a = require("b")</c>: all of the module, as <c>import * as a from "b"</c> gives it.</summary>
    private void ParseRequiredModule(int statementStart, int keyword, ScriptToken name, ScriptToken equals)
    {
        var require = _token;
        Next();
        Expect("(");
        Blank(require.Start, _previousEnd);
        var module = Text(_token);
        if (_token.Kind != ScriptTokenKind.String) throw Unexpected("The name of a module is expected here");
        Next();
        Blank(_token.Start, _token.End);
        Expect(")");
        Insert(name.Start, "* as ");
        Rewrite(equals.Start, equals.End, "from");
        EndStatement();
        if (statementStart < keyword)
        {
            Blank(statementStart, keyword);
            Insert(_previousEnd, $";export{{{Text(name)}}};");
            _usedNames.Add(Text(name));
        }

        _imports.Add(new ImportClause(keyword, _previousEnd, ContinuesLine(), [new ImportedName(Text(name), name.Start, name.End, "*")], module));
    }

    /// <summary>Makes constants of the aliases that stand for values that are used, and erases the others.</summary>
    private void SettleAliases()
    {
        if (_aliases.Count == 0) return;
        // An alias may stand for a part of another: it is used when that is.
        var used = new HashSet<string>(_usedNames, StringComparer.Ordinal);
        for (var grew = true; grew;)
        {
            grew = false;
            foreach (var alias in _aliases)
                if (used.Contains(alias.Local) && used.Add(alias.Root)) grew = true;
        }

        foreach (var alias in _aliases)
        {
            var isType = _typeNames.Contains(alias.Root) && !_declaredNames.Contains(alias.Root);
            if (used.Contains(alias.Local) && !isType)
            {
                _usedNames.Add(alias.Root);
                _declaredNames.Add(alias.Local);
                Rewrite(alias.Keyword, alias.Keyword + "import".Length, "const ");
            }
            else
            {
                _typeNames.Add(alias.Local);
                _edits.RemoveAll(edit => edit.Start >= alias.Start && edit.End <= alias.End);
                _edits.Add(new ScriptEdit(alias.Start, alias.End, Lead: alias.ContinuesLine ? ';' : ' '));
            }
        }
    }

    /// <summary><c>export = a</c>, from the <c>=</c> on: <c>module.exports = a</c>.</summary>
    private void ParseExportAssignment(int start)
    {
        Rewrite(start, start + "export".Length, "module.exports");
        Next();
        ParseAssignment();
        EndStatement();
        _assignsExports = true;
    }

    /// <summary>Writes an import as what it is in CommonJS.</summary>
    private void RequireInstead(ImportClause clause, IEnumerable<ImportedName> names)
    {
        var require = $"require({clause.Module})";
        var variables = string.Join(",", names.Select(name => name.Imported switch
        {
            "*" => $"{name.Local}={require}",
            "default" => $"{name.Local}=(m=>m&&m.default!==undefined?m.default:m)({require})",
            var imported => $"{name.Local}={require}[{(imported[0] is '"' or '\'' ? imported : $"\"{imported}\"")}]",
        }));
        _edits.RemoveAll(edit => edit.Start >= clause.Start && edit.End <= clause.End);
        Rewrite(clause.Start, clause.End, variables.Length > 0 ? $"var {variables};" : $"{require};");
    }
}
