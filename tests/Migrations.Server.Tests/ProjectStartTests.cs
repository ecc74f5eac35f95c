using Migrations.Core.Applying;
using Migrations.Core.Baselines;
using Migrations.Core.Guarding;
using Migrations.Core.Journals;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;
using Migrations.Server.Tests.Schemas;
using Migrations.TestServers;

namespace Migrations.Server.Tests;

/// <summary>A project that was just made works at once.</summary>
public sealed class ProjectStartTests(ServerFleet fleet) : RunTestBase(fleet), IDisposable
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), "migrations-test-" + Guid.NewGuid().ToString("N"));

    [Theory, EveryServer]
    public void A_new_project_runs_and_goes_on(string server)
    {
        ProjectStart.Plan(_root, live: null, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken).Commit();
        var database = NewDatabase(server);

        Assert.Equal([ProjectStart.BaselineTag], RunHere(database).Select(result => result.Tag));
        AssertNoDrift(database);

        // drizzle-orm's own migrate() takes the baseline too, and its history is ours.
        var drizzles = NewDatabase(server);
        DrizzleTools.Migrate(Path.Combine(_root, "drizzle"), drizzles.Url);
        AssertNoDrift(drizzles);
        using (var session = Open(drizzles))
            Assert.Equal([MigrationStatus.Applied], MigrationListing.Of(JournaledProject.Open(_root), session).Select(migration => migration.Status));

        var project = JournaledProject.Open(_root).Project;
        Assert.Equal(ProjectStart.BaselineTag, project.BaselineTag);
        var migration = MigrationScaffold.Create(project, "add phone", ["ALTER TABLE `users` ADD COLUMN IF NOT EXISTS `phone` varchar(30)"], DateTimeOffset.UtcNow, preview: false);
        JournalAppender.Append(project, migration.Tag, DateTimeOffset.UtcNow, preview: false);
        Assert.Equal(["0001_add_phone"], RunHere(database).Select(result => result.Tag));
        Assert.Contains("phone", ColumnsOf(database, "users"));
    }

    [Theory, EveryServer]
    public void A_project_made_from_a_database_makes_that_database(string server)
    {
        var source = NewDatabase(server);
        using var session = Open(source);
        foreach (var statement in SqlScript.Parse(new SourceText("wide.sql", WideSchema.Common)).Statements) source.Execute(statement.Text);
        source.Execute("CREATE VIEW `a_view_on_seen` AS SELECT `id` FROM `seen`");
        source.Execute("CREATE TABLE `__drizzle_migrations` (`id` serial PRIMARY KEY)");
        var live = session.ReadSchema(TestContext.Current.CancellationToken);

        var start = ProjectStart.Plan(_root, live, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);
        Assert.False(Directory.Exists(_root));
        Assert.Equal(6, start.Commit().Count(file => file.Outcome == WriteOutcome.Written));
        Assert.All(start.Warnings, warning => Assert.Contains("schema.ts cannot say", warning));
        Assert.DoesNotContain("__drizzle", File.ReadAllText(Path.Combine(_root, "drizzle", "schema.ts")));
        AssertNoDrift(source);

        // Another database, made by the new project alone; an engine that leaves the bootstrap files to the user gets them here.
        var fresh = NewDatabase(server);
        RunHere(fresh);
        foreach (var file in Directory.GetFiles(Path.Combine(_root, "drizzle", "bootstrap"), "*.sql").Order(StringComparer.Ordinal).Reverse())
        {
            foreach (var statement in SqlScript.Parse(SourceText.Load(file)).Statements)
            {
                try
                {
                    fresh.Execute(statement.Text.Replace("INDEX IF NOT EXISTS", "INDEX", StringComparison.Ordinal));
                }
                catch (MySqlConnector.MySqlException there) when (there.Number is 1061 or 1826 or 1005)
                {
                    // The run has made it.
                }
            }
        }
        AssertNoDrift(fresh);
    }

    private void AssertNoDrift(TestDatabase database)
    {
        var project = JournaledProject.Open(_root).Project;
        var guard = new DriftGuard(SchemaSources.OfProject(project, TestContext.Current.CancellationToken), [], []);
        using var session = Open(database);
        AssertGreen(guard.AgainstBaseline(project));
        AssertGreen(guard.AgainstDatabase(session, TestContext.Current.CancellationToken));
    }

    private static void AssertGreen(IEnumerable<SchemaDifference> differences) =>
        Assert.Equal("", string.Join("\n", differences.Where(difference => difference.Severity == DifferenceSeverity.Error)
            .Select(difference => $"{difference.Against} {difference.Kind} {difference.Target}: {difference.Expected} | {difference.Actual}")));

    private IReadOnlyList<MigrationResult> RunHere(TestDatabase database)
    {
        using var session = Open(database);
        return [.. new MigrationRun(JournaledProject.Open(_root), session, new RunOptions()).Execute(cancellation: TestContext.Current.CancellationToken)];
    }

    void IDisposable.Dispose()
    {
        if (Directory.Exists(_root)) Directory.Delete(_root, recursive: true);
        Dispose();
    }
}
