using System.Runtime.CompilerServices;
using Migrations.Core.Applying;
using Migrations.Core.Guarding;
using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations.FrameworkTest;

/// <summary>The main job: <c>schema.ts</c> read, everything pending applied, the database compared with the schema.</summary>
internal static class EngineWork
{
    // Not inlined: the engine must not be asked for before the module's resolver is there.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run(string folder, string url, TextWriter output)
    {
        var project = JournaledProject.Open(folder);
        var schema = SchemaSources.OfProject(project.Project);
        output.WriteLine($"tables {schema.Tables.Count}");
        using var session = DatabaseSession.Open(ConnectionSettings.Parse(url));
        foreach (var result in new MigrationRun(project, session, new RunOptions()).Execute())
            output.WriteLine($"{result.Outcome} {result.Tag}");
        var differences = new DriftGuard(schema, project.Project.TablesFilter, []).AgainstDatabase(session);
        output.WriteLine($"drift {differences.Count(difference => difference.Severity == DifferenceSeverity.Error)}");
    }
}
