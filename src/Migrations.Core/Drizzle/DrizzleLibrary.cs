using Migrations.Core.Scripts;

namespace Migrations.Core.Drizzle;

/// <summary>The packages that a schema or a configuration finds in its sandbox.</summary>
internal static class DrizzleLibrary
{
    /// <summary>What <c>DATABASE_URL</c> reads as where it is not set: real configurations throw without it.</summary>
    public const string PlaceholderUrl = "mysql://placeholder:placeholder@localhost:3306/placeholder";

    /// <summary>The library, parsed once: it cannot change.</summary>
    public static readonly Lazy<ScriptLibrary> Parsed = new(() => new ScriptLibrary(
        "Migrations.Scripts.host.js", "Migrations.Drizzle.sql.js", "Migrations.Drizzle.columns.js",
        "Migrations.Drizzle.tables.js", "Migrations.Drizzle.queries.js", "Migrations.Drizzle.snapshot.js", "Migrations.Drizzle.read.js"));

    /// <summary>The caller's environment, with the placeholder where there is no address.</summary>
    public static IReadOnlyDictionary<string, string> Environment(IReadOnlyDictionary<string, string> given)
    {
        if (given.TryGetValue("DATABASE_URL", out var url) && url.Length > 0) return given;
        var extended = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in given) extended[pair.Key] = pair.Value;
        extended["DATABASE_URL"] = PlaceholderUrl;
        return extended;
    }
}
