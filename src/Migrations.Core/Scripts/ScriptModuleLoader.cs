using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;
using Jint.Runtime.Modules;

namespace Migrations.Core.Scripts;

/// <summary>Gives the engine its modules: the project's files, the library's packages, and stubs for all others.</summary>
internal sealed class ScriptModuleLoader(ScriptLinker linker) : IModuleLoader
{
    private const string PackagePrefix = "migrations-package:";

    // A module's source can only refer to values by name: the loader leaves them with the library, and the source takes them by this function.
    private const string TakeName = "__migrations_take";

    private readonly Dictionary<string, ObjectInstance> _commonJs = new(StringComparer.Ordinal);
    private Engine _engine = null!;
    private ObjectInstance _library = null!;

    public void Attach(Engine engine, ObjectInstance library)
    {
        _engine = engine;
        _library = library;
        engine.SetValue(TakeName, library.Get("take"));
    }

    public ResolvedSpecifier Resolve(string? referencingModuleLocation, ModuleRequest moduleRequest)
    {
        var specifier = moduleRequest.Specifier;
        if (specifier.StartsWith(ScriptLinker.NodePrefix, StringComparison.Ordinal) || referencingModuleLocation is null || !Path.IsPathRooted(referencingModuleLocation))
            return new ResolvedSpecifier(moduleRequest, specifier, null, SpecifierType.Bare);
        var path = linker.Resolve(specifier, referencingModuleLocation);
        if (path is not null) linker.Load(path);
        return new ResolvedSpecifier(moduleRequest, path ?? PackagePrefix + ScriptResolver.PackageOf(specifier), null, SpecifierType.Bare);
    }

    public Jint.Runtime.Modules.Module LoadModule(Engine engine, ResolvedSpecifier resolved)
    {
        var key = resolved.Key;
        if (key.StartsWith(PackagePrefix, StringComparison.Ordinal))
        {
            var specifier = key.Substring(PackagePrefix.Length);
            return Synthesize(key, Package(specifier), linker.WantedOf(specifier), isPackage: true);
        }

        if (key.StartsWith(ScriptLinker.NodePrefix, StringComparison.Ordinal))
        {
            var path = key.Substring(ScriptLinker.NodePrefix.Length);
            return Synthesize(key, NodeNames(path), ["require", "__dirname", "__filename"], isPackage: false);
        }

        var module = linker.Load(key);
        return module.Form == ScriptModuleForm.EcmaScript
            ? ModuleFactory.BuildSourceTextModule(engine, module.Prepared)
            : Synthesize(key, module, linker.WantedOf(key));
    }

    /// <summary>The exports of a module that is loaded with <c>require</c>.</summary>
    public JsValue Require(ScriptModule module)
    {
        if (module.Form == ScriptModuleForm.EcmaScript) return _engine.Modules.Import(module.Path);
        if (_commonJs.TryGetValue(module.Path, out var known)) return known.Get("exports");
        var holder = new JsObject(_engine);
        _commonJs[module.Path] = holder;
        holder.Set("exports", new JsObject(_engine));
        if (module.Form == ScriptModuleForm.Json)
        {
            holder.Set("exports", new Jint.Native.Json.JsonParser(_engine).Parse(module.Text));
            return holder.Get("exports");
        }

        var prepared = ScriptModuleReader.PrepareCommonJs(module.Text, module.Path);
        var names = NodeNames(module.Path);
        _engine.Invoke(_engine.Evaluate(prepared), holder.Get("exports"), names.Get("require"), holder, names.Get("__filename"), names.Get("__dirname"));
        return holder.Get("exports");
    }

    private ObjectInstance NodeNames(string path)
    {
        var names = new JsObject(_engine);
        names.Set("__filename", path);
        names.Set("__dirname", Path.GetDirectoryName(path)!);
        names.Set("require", new ClrFunction(_engine, "require", (_, arguments) => RequireFrom(path, arguments)));
        return names;
    }

    private JsValue RequireFrom(string path, JsValue[] arguments)
    {
        var specifier = arguments.Length > 0 && arguments[0].IsString() ? arguments[0].AsString() : "";
        string? target;
        try
        {
            target = linker.Resolve(specifier, path);
        }
        catch (FileNotFoundException)
        {
            throw new JavaScriptException(_engine.Intrinsics.Error, $"Cannot find module '{specifier}'");
        }

        return target is null ? Package(ScriptResolver.PackageOf(specifier)) : Require(linker.Load(target));
    }

    private ObjectInstance Package(string specifier) => _engine.Invoke(_library.Get("package"), specifier).AsObject();

    /// <summary>A module around an object: its properties under the names that are imported, and itself as the default.</summary>
    private Jint.Runtime.Modules.Module Synthesize(string key, ObjectInstance value, IReadOnlyCollection<string> names, bool isPackage)
    {
        var all = new HashSet<string>(names, StringComparer.Ordinal);
        if (names.Contains("*") && isPackage)
            foreach (var name in _engine.Invoke(_library.Get("keys"), key.Substring(PackagePrefix.Length)).AsArray()) all.Add(name.AsString());
        return Build(key, all, $"const m={Hold(key, value)};");
    }

    /// <summary>A module around a CommonJS or JSON file.</summary>
    private Jint.Runtime.Modules.Module Synthesize(string key, ScriptModule module, IReadOnlyCollection<string> names)
    {
        // Run when it is first imported from, not when it is linked.
        var run = new ClrFunction(_engine, "require", (_, _) => Require(module));
        return Build(key, new HashSet<string>(names, StringComparer.Ordinal), $"const m={Hold(key, run)}();");
    }

    /// <summary>Leaves a value with the library, and gives the expression that takes it.</summary>
    private string Hold(string key, JsValue value)
    {
        _library.Get("held").AsObject().Set(key, value);
        return $"{TakeName}({Quote(key)})";
    }

    /// <summary>Writes and parses the source of a module whose expression <c>m</c> is its exports.</summary>
    private Jint.Runtime.Modules.Module Build(string key, HashSet<string> names, string head)
    {
        names.Remove("*");
        names.Add("default");
        var text = new System.Text.StringBuilder(head);
        var i = 0;
        foreach (var name in names)
        {
            // A CommonJS module has no default of its own, save where a compiler made it one.
            var access = name == "default" ? "(m&&m.__esModule&&m.default!==undefined?m.default:m)" : $"m[{Quote(name)}]";
            text.Append("const e").Append(i).Append('=').Append(access).Append(";export{e").Append(i).Append(" as ").Append(Quote(name)).Append("};");
            i++;
        }

        return ModuleFactory.BuildSourceTextModule(_engine, ScriptModuleReader.Prepare(text.ToString(), key));
    }

    private static string Quote(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
}
