using Jint;
using Jint.Constraints;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Interop;
using Migrations.Model;

namespace Migrations.Core.Scripts;

/// <summary>What a script exports.</summary>
internal readonly record struct ScriptExport(string File, string Name, JsValue Value);

/// <summary>Runs scripts of a project, without any way out: no CLR, no files but the project's scripts, no network, and limits.</summary>
internal sealed class ScriptSandbox : IDisposable
{
    /// <summary>No script may run longer than this, whatever its caller asks for.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);

    /// <summary>What a script may run where its caller asks for nothing: a second below <see cref="MaxTime"/>, for a busy machine is late to notice.</summary>
    public static readonly TimeSpan DefaultTime = TimeSpan.FromSeconds(4);

    /// <summary>What a script may allocate where its caller asks for nothing, in bytes.</summary>
    public const long DefaultMemory = 512_000_000;

    private readonly Engine _engine;
    private readonly ScriptLinker _linker;
    private readonly ScriptModuleLoader _loader;
    private readonly OperationDeadlineConstraint _deadline = new();
    private readonly List<(string File, string Package)> _unread = [];
    private string _entry = "";

    /// <summary>Opens a sandbox.</summary>
    /// <param name="files">What its scripts may read.</param>
    /// <param name="library">The packages that it has; every other package is a stub.</param>
    /// <param name="entries">The files that will be run: they are read and parsed while the library still may be.</param>
    /// <param name="environment">What <c>process.env</c> holds.</param>
    /// <param name="timeLimit">How long they may run, in all.</param>
    /// <param name="memoryLimit">How much they may allocate, in all, in bytes.</param>
    /// <param name="cancellation">Ends a running script.</param>
    /// <exception cref="MigrationException">A file cannot be read, or is no script.</exception>
    public ScriptSandbox(
        ScriptFiles files, Lazy<ScriptLibrary> library, IReadOnlyList<string> entries, IReadOnlyDictionary<string, string> environment,
        TimeSpan timeLimit, long memoryLimit, CancellationToken cancellation)
    {
        if (timeLimit <= TimeSpan.Zero || timeLimit > MaxTime)
            throw new ArgumentOutOfRangeException(nameof(timeLimit), timeLimit, $"The time limit must be positive, and {MaxTime.TotalSeconds} seconds at most.");
        var parsed = library.IsValueCreated ? Task.FromResult(library.Value) : Task.Run(() => library.Value, CancellationToken.None);
        _linker = new ScriptLinker(files);
        foreach (var entry in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            _linker.Load(entry);
        }

        _loader = new ScriptModuleLoader(_linker);
        _engine = new Engine(options =>
        {
            options.Modules.ModuleLoader = _loader;
            options.Constraint(_deadline);
            options.Constraint(new StackConstraint());
            options.LimitMemory(memoryLimit);
            options.LimitRecursion(300);
            options.RegexTimeoutInterval(TimeSpan.FromSeconds(1));
            options.DisableStringCompilation();
            options.Constraints.MaxArraySize = 1_000_000;
            options.Constraints.PromiseTimeout = timeLimit;
            options.Constraints.StackOverflowGuard = true;
            options.Constraints.MaxExecutionStackCount = 400;
            options.Interop.Enabled = false;
        });
        _deadline.Begin(timeLimit, cancellation);
        Library = Guard(() =>
        {
            var host = new JsObject(_engine);
            host.Set("here", new ClrFunction(_engine, "here", (_, _) => ScriptErrors.UserFrame(_engine.Advanced.StackTrace)));
            host.Set("root", files.Root);
            var env = new JsObject(_engine);
            foreach (var pair in environment) env.Set(pair.Key, pair.Value);
            host.Set("env", env);
            var start = _engine.Evaluate(parsed.GetAwaiter().GetResult().Prepared);
            return _engine.Invoke(start, host).AsObject();
        });
        _loader.Attach(_engine, Library);
    }

    /// <summary>The packages that are not read and whose exports the files that were run hand on.</summary>
    public IReadOnlyList<(string File, string Package)> Unread => _unread;

    /// <summary>What the library's function returned.</summary>
    public ObjectInstance Library { get; }

    /// <summary>Runs a file.</summary>
    /// <returns>Its exports, in the order in which drizzle-kit meets them.</returns>
    /// <exception cref="MigrationException">The script is wrong, throws, or passes a limit.</exception>
    public IReadOnlyList<ScriptExport> Run(string path)
    {
        _entry = path;
        return Guard(() =>
        {
            var module = _linker.Load(path);
            var exports = new List<ScriptExport>();
            if (module.Form == ScriptModuleForm.EcmaScript)
            {
                // What the library has of a package is known, and no table of the project is in it.
                _unread.AddRange(_linker.HandedOn(module).Where(given => _engine.Invoke(Library.Get("keys"), given.Package).AsArray().Length == 0));
                var space = _engine.Modules.Import(path);
                foreach (var name in _linker.ExportOrder(module)) exports.Add(new ScriptExport(path, name, space.Get(name)));
                return exports;
            }

            var value = _loader.Require(module);
            if (value is ObjectInstance holder)
            {
                foreach (var pair in holder.GetOwnProperties())
                    if (pair.Key.IsString()) exports.Add(new ScriptExport(path, pair.Key.AsString(), holder.Get(pair.Key)));
            }

            // "module.exports = config" is the default export to whoever imports it.
            if (exports.All(export => export.Name != "default")) exports.Add(new ScriptExport(path, "default", value));
            return exports;
        });
    }

    /// <summary>Calls a function of the library.</summary>
    /// <exception cref="MigrationException">A script that it calls throws, or passes a limit.</exception>
    public JsValue Call(string name, params JsValue[] arguments) => Guard(() => _engine.Invoke(Library.Get(name), arguments.Cast<object>().ToArray()));

    /// <summary>An array for a function of the library.</summary>
    public JsValue ArrayOf(IEnumerable<JsValue> values) => new JsArray(_engine, values.ToArray());

    /// <inheritdoc/>
    public void Dispose()
    {
        _deadline.End();
        _engine.Dispose();
    }

    private T Guard<T>(Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception error) when (error is not MigrationException and not OperationCanceledException)
        {
            // Beside the frames that are left, the library knows what it was reading.
            var reading = Library?.Get("state") is ObjectInstance state ? ScriptErrors.Place(state.Get("at")) : null;
            throw ScriptErrors.Translate(error, _engine.Advanced.StackTrace, reading ?? new SourceLocation(_entry, 1, 1));
        }
    }
}
