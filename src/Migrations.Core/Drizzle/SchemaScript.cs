using Jint.Native;
using Migrations.Core.Scripts;
using Migrations.Model;

namespace Migrations.Core.Drizzle;

/// <summary>Reads a Drizzle schema from its TypeScript or JavaScript, without Node.js.</summary>
/// <remarks>
/// The types are erased, the JavaScript is run in a sandbox, and what it asks of <c>drizzle-orm</c> is recorded. Tables and views come in
/// the order in which drizzle-kit meets them: file by file, the exports of a file by name, then those behind each <c>export *</c>.
/// </remarks>
public static class SchemaScript
{
    /// <summary>Reads a schema.</summary>
    /// <param name="request">Which, and how.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The schema; every table, column, index and constraint knows where it is declared.</returns>
    /// <exception cref="MigrationException">
    /// <c>SchemaNotFound</c>: no file matches; <c>ScriptSyntax</c>, <c>ScriptNotErasable</c>, <c>ScriptFailed</c>, <c>ScriptImportNotFound</c>,
    /// <c>ScriptImportMissing</c>, <c>ScriptTimeout</c>, <c>ScriptMemory</c>, <c>ScriptRecursion</c>: a script is wrong, at the place that the error names.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The time limit is not between 0 and 5 seconds.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static DatabaseSchema Read(SchemaScriptRequest request, CancellationToken cancellation = default) =>
        Run(request, (sandbox, values, casing) => Recording.ToSchema(sandbox.Call("readSchema", values, casing)) with
        {
            Unread = [.. sandbox.Unread.Distinct().Select(given => $"{given.File} hands on what the package '{given.Package}' has, which is not read: tables in it are not seen.")],
        }, cancellation);

    /// <summary>A schema as the text of the snapshot that drizzle-kit 0.31 would keep of it in <c>meta</c>.</summary>
    /// <param name="request">Which, and how.</param>
    /// <param name="id">The snapshot's own id.</param>
    /// <param name="previousId">The id of the snapshot before it.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="MigrationException">As <see cref="Read"/>.</exception>
    public static string ReadSnapshot(SchemaScriptRequest request, Guid id, string previousId, CancellationToken cancellation = default) => Run(
        request, (sandbox, values, casing) => sandbox.Call("readSnapshot", values, casing, new JsString(id.ToString()), new JsString(previousId)).ToString(), cancellation);

    private static T Run<T>(SchemaScriptRequest request, Func<ScriptSandbox, JsValue, JsValue, T> read, CancellationToken cancellation)
    {
        if (request is null) throw new ArgumentNullException(nameof(request));
        var files = new ScriptFiles(request.Root);
        var paths = SchemaFiles.Find(request.Paths, files);
        if (paths.Count == 0)
            throw new MigrationException(
                ErrorIds.SchemaNotFound, $"No schema file matches {string.Join(", ", request.Paths.Select(path => $"'{path}'"))} in '{files.Root}'.",
                "Check 'schema' in drizzle.config, or name the file.", target: request.Root);

        using var sandbox = new ScriptSandbox(files, DrizzleLibrary.Parsed, paths, DrizzleLibrary.Environment(request.Environment), request.TimeLimit, request.MemoryLimit, cancellation);
        var values = new List<JsValue>();
        foreach (var path in paths) values.AddRange(sandbox.Run(path).Select(export => export.Value));
        var casing = request.Casing switch { ColumnCasing.SnakeCase => "snake_case", ColumnCasing.CamelCase => "camelCase", _ => null };
        return read(sandbox, sandbox.ArrayOf(values), casing is null ? JsValue.Undefined : new JsString(casing));
    }
}
