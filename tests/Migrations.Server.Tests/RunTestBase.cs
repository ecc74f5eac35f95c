using Migrations.Core.Applying;
using Migrations.Core.Journals;
using Migrations.Core.Projects;
using Migrations.Core.Servers;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests;

/// <summary>A project and a database of the test's own, and the main job as one call.</summary>
public abstract class RunTestBase(ServerFleet fleet) : IDisposable
{
    private readonly List<TestDatabase> _databases = [];

    protected ProjectFolder Project { get; } = new();

    protected TestDatabase NewDatabase(string server)
    {
        var database = fleet.Get(server).CreateDatabase();
        _databases.Add(database);
        return database;
    }

    protected DatabaseSession Open(TestDatabase database) => DatabaseSession.Open(ConnectionSettings.Parse(database.Url), TestContext.Current.CancellationToken);

    protected JournaledProject OpenProject(ProjectOptions? options = null) => JournaledProject.Open(Project.Root, options);

    protected IReadOnlyList<MigrationResult> Run(TestDatabase database, RunOptions? options = null, ProjectOptions? project = null)
    {
        using var session = Open(database);
        return [.. new MigrationRun(OpenProject(project), session, options ?? new RunOptions()).Execute(cancellation: TestContext.Current.CancellationToken)];
    }

    /// <summary>A run that is expected to end in an error: what it gave before, and the error.</summary>
    protected (IReadOnlyList<MigrationResult> Results, MigrationException Error) RunToError(TestDatabase database, RunOptions? options = null)
    {
        using var session = Open(database);
        var results = new List<MigrationResult>();
        var error = Assert.Throws<MigrationException>(() =>
        {
            foreach (var result in new MigrationRun(OpenProject(), session, options ?? new RunOptions()).Execute()) results.Add(result);
        });
        return (results, error);
    }

    protected IReadOnlyList<MigrationInfo> List(TestDatabase database)
    {
        using var session = Open(database);
        return MigrationListing.Of(OpenProject(), session);
    }

    protected static IReadOnlyList<StatementOutcome> OutcomesOf(MigrationResult result) => [.. result.Statements.Select(statement => statement.Outcome)];

    protected static IReadOnlyList<string?> ColumnsOf(TestDatabase database, string table) =>
        database.Column($"SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '{table}' ORDER BY ORDINAL_POSITION");

    protected static IReadOnlyList<string?> IndexesOf(TestDatabase database, string table) =>
        database.Column($"SELECT DISTINCT INDEX_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '{table}' ORDER BY INDEX_NAME");

    protected static long HistoryCount(TestDatabase database) => long.Parse(database.Scalar("SELECT COUNT(*) FROM __drizzle_migrations")!);

    /// <summary>Waits until something is so; half a minute at most.</summary>
    protected static async Task WaitFor(Func<bool> isSo)
    {
        var end = DateTime.UtcNow.AddSeconds(30);
        while (!isSo())
        {
            Assert.True(DateTime.UtcNow < end, "What was waited for did not come.");
            // MariaDB shows new transactions only to those who ask less often than every 100 ms, all sessions together.
            await Task.Delay(400);
        }
    }

    public void Dispose()
    {
        foreach (var database in _databases) database.Dispose();
        Project.Dispose();
        GC.SuppressFinalize(this);
    }
}
