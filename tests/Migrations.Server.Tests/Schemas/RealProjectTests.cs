using System.Text.RegularExpressions;
using Migrations.Core.Baselines;
using Migrations.Core.Guarding;
using Migrations.Core.Journals;
using Migrations.Core.Projects;
using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;
using Migrations.TestServers;
using MySqlConnector;

namespace Migrations.Server.Tests.Schemas;

/// <summary>The same promise for a project that is not ours, by invitation only: MIGRATIONS_REAL_PROJECT names its folder, which is only read.</summary>
public sealed partial class RealProjectTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private const int TooLong = 1059;

    public static bool IsNamed => Root.Length > 0;

    private static string Root => Environment.GetEnvironmentVariable("MIGRATIONS_REAL_PROJECT") ?? "";

    [Theory(Skip = "Set MIGRATIONS_REAL_PROJECT to the folder of a real Drizzle project.", SkipUnless = nameof(IsNamed)), EveryServer]
    public void A_database_that_drizzle_kit_made_of_a_real_project_differs_only_in_names_that_are_too_long(string server)
    {
        var project = ProjectLocator.Locate(Root);
        var schema = SchemaSources.OfProject(project, TestContext.Current.CancellationToken);
        var database = NewDatabase(server);
        var renamed = Make(database, Export(project));

        using var session = Open(database);
        var differences = new DriftGuard(schema, project.TablesFilter, []).AgainstDatabase(session, TestContext.Current.CancellationToken);

        Assert.Equal(
            renamed.Select(name => $"Warning NameTooLong {name}").Order(StringComparer.Ordinal),
            differences.Select(difference => $"{difference.Severity} {difference.Kind} {difference.Name}").Order(StringComparer.Ordinal));
        Assert.NotEmpty(schema.Tables);
        TestContext.Current.SendDiagnosticMessage($"{schema.Tables.Count} tables, {renamed.Count} names too long, no other difference on {server}.");
    }

    [Theory(Skip = "Set MIGRATIONS_REAL_PROJECT to the folder of a real Drizzle project.", SkipUnless = nameof(IsNamed)), EveryServer]
    public void A_project_made_from_its_database_differs_in_nothing(string server)
    {
        var database = NewDatabase(server);
        Make(database, Export(ProjectLocator.Locate(Root)));
        using var session = Open(database);
        var folder = DrizzleTools.NewProjectFolder();
        try
        {
            var start = ProjectStart.Plan(folder, session.ReadSchema(TestContext.Current.CancellationToken), DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);
            start.Commit();

            var project = JournaledProject.Open(folder).Project;
            var guard = new DriftGuard(SchemaSources.OfProject(project, TestContext.Current.CancellationToken), [], []);
            Assert.Empty(start.Warnings);
            Assert.Empty(guard.AgainstDatabase(session, TestContext.Current.CancellationToken));
            Assert.Empty(guard.AgainstBaseline(project));
            Assert.Contains("CREATE TABLE", DrizzleTools.Kit(folder, "export"));
            Assert.Contains("Your SQL migration file", DrizzleTools.Kit(folder, "generate", "--dialect", "mysql", "--schema", "./drizzle/schema.ts", "--out", "./generated"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A name that is too long is given in the form that the guard proposes; any other refusal fails the test.
    private static List<string> Make(TestDatabase database, string export)
    {
        var renamed = new List<string>();
        using var connection = database.Connect();
        foreach (var statement in SqlScript.Parse(new SourceText("export.sql", export)).Statements)
        {
            try
            {
                Run(connection, statement.Text);
            }
            catch (MySqlException error) when (error.Number == TooLong)
            {
                Run(connection, Identifier().Replace(statement.Text, match =>
                {
                    var name = match.Groups[1].Value;
                    if (LongNames.IsTooLong(name)) renamed.Add(name);
                    return $"`{LongNames.Shorten(name)}`";
                }));
            }
        }
        return renamed;
    }

    private static void Run(MySqlConnection connection, string sql)
    {
        using var command = new MySqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    // The project's own packages may not be installed: its scripts are copied to where drizzle's are found.
    private static string Export(MigrationProject project)
    {
        var folder = DrizzleTools.NewProjectFolder();
        try
        {
            var schema = Path.GetFullPath(Path.Combine(project.Root, project.SchemaPath[0]));
            foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(schema)!, "*.ts", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(folder, Path.GetRelativePath(project.Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
            var export = DrizzleTools.Kit(folder, "export", "--dialect", "mysql", "--schema", Path.Combine(folder, Path.GetRelativePath(project.Root, schema)));
            // It talks before it writes.
            return export[export.IndexOf("CREATE TABLE", StringComparison.Ordinal)..];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Identifier();
}
