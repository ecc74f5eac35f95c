using Migrations.Model;

namespace Migrations.Core.Scripts;

/// <summary>Loads a module with all that it imports, checks the imports, and knows which names each package must offer.</summary>
internal sealed class ScriptLinker(ScriptFiles files)
{
    /// <summary>The specifiers of the modules that give a file its <c>require</c> and <c>__dirname</c>.</summary>
    public const string NodePrefix = "migrations-node:";

    private readonly ScriptModuleReader _reader = new(files);
    private readonly ScriptResolver _resolver = new(files);
    private readonly Dictionary<string, ScriptModule> _modules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _wanted = new(StringComparer.Ordinal);

    /// <summary>Loads a file and all that it imports.</summary>
    public ScriptModule Load(string path)
    {
        if (_modules.TryGetValue(path, out var known)) return known;
        var added = new List<ScriptModule>();
        var queue = new Queue<string>([path]);
        while (queue.Count > 0)
        {
            var next = queue.Dequeue();
            if (_modules.ContainsKey(next)) continue;
            var module = _reader.Read(next);
            _modules.Add(next, module);
            added.Add(module);
            foreach (var specifier in module.Specifiers)
            {
                if (module.Resolved.ContainsKey(specifier)) continue;
                var target = ResolveIn(module, specifier);
                module.Resolved[specifier] = target;
                if (target is not null) queue.Enqueue(target);
            }
        }

        foreach (var module in added) Link(module);
        return _modules[path];
    }

    /// <summary>The file that a specifier names, or null for a package.</summary>
    public string? Resolve(string specifier, string fromFile) =>
        specifier.StartsWith(NodePrefix, StringComparison.Ordinal) ? null : _resolver.Resolve(specifier, fromFile);

    /// <summary>The names that are imported from a package, or from a file that is no ES module.</summary>
    public IReadOnlyCollection<string> WantedOf(string specifier) =>
        _wanted.TryGetValue(ScriptResolver.PackageOf(specifier), out var names) ? names : [];

    /// <summary>The exports of a module in the order in which drizzle-kit meets them: its own by name, then those behind each <c>export *</c>.</summary>
    public List<string> ExportOrder(ScriptModule module)
    {
        var order = new List<string>();
        AddExports(module, order, new HashSet<string>(StringComparer.Ordinal), []);
        return order;
    }

    /// <summary>The packages that are not read and whose exports a module hands on, itself or behind an <c>export *</c>.</summary>
    public IEnumerable<(string File, string Package)> HandedOn(ScriptModule module) => HandedOn(module, []).Distinct();

    private IEnumerable<(string File, string Package)> HandedOn(ScriptModule module, HashSet<string> visited)
    {
        if (!visited.Add(module.Path)) return [];
        var named = module.Imports.Where(import => import.IsExport && import.Name != "default" && module.Resolved[import.Specifier] is null).Select(import => (module.Path, import.Specifier));
        return named.Concat(module.Stars.SelectMany(star => module.Resolved[star] is { } path ? HandedOn(_modules[path], visited) : [(module.Path, star)]));
    }

    private void AddExports(ScriptModule module, List<string> order, HashSet<string> seen, HashSet<string> visited)
    {
        if (!visited.Add(module.Path)) return;
        foreach (var name in module.Exports.OrderBy(name => name, StringComparer.Ordinal))
            if (seen.Add(name)) order.Add(name);
        foreach (var star in module.Stars)
            if (module.Resolved.TryGetValue(star, out var path) && path is not null) AddExports(_modules[path], order, seen, visited);
    }

    private string? ResolveIn(ScriptModule module, string specifier)
    {
        try
        {
            return Resolve(specifier, module.Path);
        }
        catch (FileNotFoundException)
        {
            var node = module.Imports.Where(import => import.Specifier == specifier).Select(import => import.Node).FirstOrDefault();
            throw new MigrationException(
                ErrorIds.ScriptImportNotFound, $"The imported file '{specifier}' is not there.",
                "Check the path of the import.", LocationOf(module, node), specifier);
        }
    }

    /// <summary>Checks a module's imports and blanks those that are of types.</summary>
    private void Link(ScriptModule module)
    {
        var blanks = new List<(int, int)>();
        foreach (var import in module.Imports)
        {
            var target = module.Resolved[import.Specifier] is { } path ? _modules[path] : null;
            if (target is { Form: ScriptModuleForm.EcmaScript })
            {
                if (import.Name == "*") WantAll(target, []);
                if (import.Name == "*" || Offers(target, import.Name, [])) continue;
                // TypeScript erases imports and exports of types; behind "export { A } from" nothing else tells that A is one.
                if (!module.IsTypeScript || !import.IsExport) throw NotExported(module, import);
                blanks.Add(WithComma(module, import));
            }
            else if (import is { Name: "*", IsExport: false })
            {
                // A package's namespace must be the stub itself, to be callable and to have every name: import its default.
                var local = ((Acornima.Ast.ImportNamespaceSpecifier)import.Node).Local;
                blanks.Add((import.Node.Start, local.Start));
                Want(import.Specifier, target, "default");
            }
            else
            {
                Want(import.Specifier, target, import.Name);
            }
        }

        if (blanks.Count > 0) module.Blank(blanks);
    }

    // A namespace has whatever is behind each "export *".
    private void WantAll(ScriptModule module, HashSet<string> visited)
    {
        if (!visited.Add(module.Path)) return;
        foreach (var star in module.Stars)
        {
            if (module.Resolved[star] is not { } path) Want(star, null, "*");
            else if (_modules[path].Form == ScriptModuleForm.EcmaScript) WantAll(_modules[path], visited);
        }
    }

    private void Want(string specifier, ScriptModule? target, string name)
    {
        var key = ScriptResolver.PackageOf(target?.Path ?? specifier);
        if (!_wanted.TryGetValue(key, out var names)) _wanted[key] = names = new HashSet<string>(StringComparer.Ordinal);
        names.Add(name);
    }

    /// <summary>Whether a module exports a name, itself or behind an <c>export *</c>.</summary>
    private bool Offers(ScriptModule module, string name, HashSet<string> visited)
    {
        if (module.Exports.Contains(name)) return true;
        if (name == "default" || !visited.Add(module.Path)) return false;
        foreach (var star in module.Stars)
        {
            if (module.Resolved[star] is not { } path) continue;
            var target = _modules[path];
            if (target.Form != ScriptModuleForm.EcmaScript)
            {
                Want(star, target, name);
                return true;
            }

            if (Offers(target, name, visited)) return true;
        }

        // What no file of the project offers is the package's: it has the name, or stands for it.
        if (module.Stars.FirstOrDefault(star => module.Resolved[star] is null) is not { } package) return false;
        Want(package, null, name);
        return true;
    }

    private static (int, int) WithComma(ScriptModule module, ScriptImport import)
    {
        var end = import.Node.End;
        while (end < module.Text.Length && char.IsWhiteSpace(module.Text[end])) end++;
        return (import.Node.Start, end < module.Text.Length && module.Text[end] == ',' ? end + 1 : import.Node.End);
    }

    private static MigrationException NotExported(ScriptModule module, ScriptImport import) => new(
        ErrorIds.ScriptImportMissing, $"'{import.Specifier}' does not export '{import.Name}'.",
        "Export the name there, or correct the import.", LocationOf(module, import.Node), import.Name);

    private static SourceLocation LocationOf(ScriptModule module, Acornima.Ast.Node? node) =>
        node is null ? new SourceLocation(module.Path, 1, 1) : new SourceLocation(module.Path, node.Location.Start.Line, node.Location.Start.Column + 1);
}
