using Migrations.Core.Drizzle;
using Migrations.Model;

namespace Migrations.Core.Tests.Scripts;

/// <summary>A project in a temporary folder.</summary>
public sealed class ScriptProject : IDisposable
{
    public ScriptProject(params (string Path, string Text)[] files)
    {
        Root = Directory.CreateTempSubdirectory("migrations-").FullName;
        foreach (var (path, text) in files) Write(path, text);
    }

    public string Root { get; }

    public static ScriptProject Of(string schema) => new(("schema.ts", schema));

    /// <summary>A schema of one table, <c>t</c>, whose columns are given.</summary>
    public static ScriptProject OfColumns(string columns) => Of(
        $"import {{ customType, int, mysqlEnum, mysqlTable, varchar }} from 'drizzle-orm/mysql-core';\nimport {{ sql }} from 'drizzle-orm';\nexport const t = mysqlTable('t', {{ {columns} }});\n");

    public string Write(string path, string text)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public DatabaseSchema Read(params string[] paths) => Read(ColumnCasing.AsWritten, paths);

    public DatabaseSchema Read(ColumnCasing casing, params string[] paths) => SchemaScript.Read(
        new SchemaScriptRequest { Root = Root, Paths = paths.Length == 0 ? ["schema.ts"] : paths, Casing = casing }, TestContext.Current.CancellationToken);

    public MigrationException Fails(params string[] paths) => Assert.Throws<MigrationException>(() => Read(paths));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
