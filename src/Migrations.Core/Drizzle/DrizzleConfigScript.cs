using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Native.Object;
using Migrations.Core.Scripts;
using Migrations.Model;

namespace Migrations.Core.Drizzle;

/// <summary>Reads <c>drizzle.config.ts</c> (or <c>.js</c>, <c>.mjs</c>, <c>.cjs</c>, <c>.json</c>) without Node.js.</summary>
public static class DrizzleConfigScript
{
    /// <summary>Reads a configuration.</summary>
    /// <param name="path">The file.</param>
    /// <param name="environment">What <c>process.env</c> holds. Where it has no <c>DATABASE_URL</c>, the script sees a placeholder,
    /// which is not given back.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="MigrationException"><c>DrizzleConfigDialect</c>: it is not for MySQL; <c>DrizzleConfigInvalid</c>: it exports no configuration;
    /// and the errors of a script, as <see cref="SchemaScript.Read"/> has them.</exception>
    public static DrizzleConfig Read(string path, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation = default)
    {
        if (path is null) throw new ArgumentNullException(nameof(path));
        if (environment is null) throw new ArgumentNullException(nameof(environment));
        var file = Path.GetFullPath(path);
        var files = new ScriptFiles(Path.GetDirectoryName(file)!);
        using var sandbox = new ScriptSandbox(files, DrizzleLibrary.Parsed, [file], DrizzleLibrary.Environment(environment), ScriptSandbox.DefaultTime, ScriptSandbox.DefaultMemory, cancellation);
        var export = sandbox.Run(file).FirstOrDefault(item => item.Name == "default").Value;
        if (export is ObjectInstance module && module.HasProperty("default") && module.Get("default") is ObjectInstance inner) export = inner;
        if (export is not ObjectInstance config || export is Jint.Native.Function.Function)
            throw new MigrationException(
                ErrorIds.DrizzleConfigInvalid, "The file exports no configuration.",
                "Write \"export default defineConfig({ … })\".", new SourceLocation(file, 1, 1), file);

        var dialect = Text(config, "dialect") ?? (Text(config, "driver") == "mysql2" ? "mysql" : null);
        if (dialect != "mysql")
            throw new MigrationException(
                ErrorIds.DrizzleConfigDialect,
                dialect is null ? "The configuration names no dialect." : $"The configuration is for the dialect '{dialect}'.",
                "Only MySQL and MariaDB are supported: set dialect to \"mysql\".", new SourceLocation(file, 1, 1), file);
        return ToConfig(file, config);
    }

    private static DrizzleConfig ToConfig(string file, ObjectInstance config)
    {
        var migrations = config.Get("migrations") as ObjectInstance;
        return new DrizzleConfig
        {
            Path = file,
            Schema = List(config.Get("schema")),
            Out = Text(config, "out") ?? "drizzle",
            Casing = ToCasing(file, Text(config, "casing")),
            TablesFilter = List(config.Get("tablesFilter")),
            MigrationsTable = (migrations is null ? null : Text(migrations, "table")) ?? "__drizzle_migrations",
            Breakpoints = config.Get("breakpoints") is not { } value || !value.IsBoolean() || value.AsBoolean(),
            Credentials = config.Get("dbCredentials") is ObjectInstance credentials ? ToCredentials(credentials) : null,
        };
    }

    private static ColumnCasing ToCasing(string file, string? casing) => casing switch
    {
        null => ColumnCasing.AsWritten,
        "snake_case" => ColumnCasing.SnakeCase,
        "camelCase" => ColumnCasing.CamelCase,
        _ => throw new MigrationException(
            ErrorIds.DrizzleConfigInvalid, $"The configuration's casing '{casing}' is none.",
            "Use \"snake_case\" or \"camelCase\".", new SourceLocation(file, 1, 1), file),
    };

    private static DrizzleCredentials? ToCredentials(ObjectInstance given)
    {
        var url = Text(given, "url") ?? Text(given, "uri");
        if (url == DrizzleLibrary.PlaceholderUrl) url = null;
        var host = Text(given, "host");
        if (url is null && host is null) return null;
        var ssl = given.Get("ssl");
        return new DrizzleCredentials
        {
            Url = url,
            Host = host,
            Port = int.TryParse(Text(given, "port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null,
            User = Text(given, "user"),
            Password = Text(given, "password"),
            Database = Text(given, "database"),
            Ssl = ssl.IsString() ? ssl.AsString() : ssl is ObjectInstance and not Jint.Native.Function.Function ? new JsonSerializer(given.Engine).Serialize(ssl).ToString() : null,
        };
    }

    private static IReadOnlyList<string> List(JsValue value)
    {
        if (value.IsString()) return [value.AsString()];
        return value is JsArray items ? items.Where(item => item.IsString()).Select(item => item.AsString()).ToList() : [];
    }

    private static string? Text(ObjectInstance holder, string name) => holder.Get(name) switch
    {
        var value when value.IsString() => value.AsString(),
        var value when value.IsNumber() => value.ToString(),
        _ => null,
    };
}
