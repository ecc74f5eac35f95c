using System.Collections;
using Migrations.Core.Drizzle;
using Migrations.Core.Scripts;
using Migrations.Model;

namespace Migrations.Core.Projects;

/// <summary>The environment of a project's scripts, and where its database is.</summary>
public static class ProjectEnvironment
{
    /// <summary>The process's environment, and behind it the project's <c>.env</c>: what is set already wins, as with the dotenv package.</summary>
    /// <param name="root">The project's root.</param>
    public static IReadOnlyDictionary<string, string> Of(string root)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in DotEnvFile.Read(Path.Combine(root, ".env"))) values[pair.Key] = pair.Value;
        foreach (DictionaryEntry pair in Environment.GetEnvironmentVariables())
        {
            // Set but empty is how a pipeline passes on a variable that it does not have: that hides nothing.
            if (pair.Value is string { Length: > 0 } value) values[(string)pair.Key] = value;
        }
        return values;
    }

    /// <summary>The URL of the project's database: <c>DATABASE_URL</c> of the environment, else of <c>.env</c>, else the configuration's <c>dbCredentials</c>.</summary>
    /// <param name="project">The project; null to ask the environment alone.</param>
    /// <returns>A URL, which may hold a password; null where none is named.</returns>
    public static string? DatabaseUrlOf(MigrationProject? project)
    {
        if (Environment.GetEnvironmentVariable("DATABASE_URL") is { Length: > 0 } own) return own;
        if (project is null) return null;
        var environment = Of(project.Root);
        if (environment.TryGetValue("DATABASE_URL", out var url) && url.Length > 0) return url;
        if (project.ConfigPath is null || DrizzleConfigScript.Read(project.ConfigPath, environment).Credentials is not { } credentials) return null;
        // JavaScript writes what is not set as a word, and that word may be a user on a production server.
        if (credentials.HasUndefined)
        {
            throw new MigrationException(
                ErrorIds.DatabaseUrlMissing, "The database address in the configuration is made of environment variables that are not set.",
                "Set the variables that dbCredentials names, or give -DatabaseUrl, or set $env:DATABASE_URL.", new SourceLocation(project.ConfigPath, 1, 1), "DatabaseUrl");
        }
        return credentials.ToUrl();
    }
}
