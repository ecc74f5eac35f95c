using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Faults;

/// <summary>The server goes down under a run and comes back; the next run ends as an undisturbed one.</summary>
public sealed class ServerRestartTests(ITestOutputHelper output) : IDisposable
{
    private readonly ProjectFolder _project = FaultProject.Whole();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_whose_server_went_down_is_taken_up_where_it_stood(bool isMariaDb)
    {
        using var restartable = RestartableServer.Start(isMariaDb);
        if (restartable is null) Assert.Skip("No server is installed on this machine that the test could start for itself.");
        var server = restartable.Server;
        var matrix = FaultMatrix.Record(server, _project);
        var step = matrix.Steps[0];
        // A table's definition, rows, and a server that is still down when the run looks for it again.
        (string Sql, FaultMoment Moment, bool InOrder, bool StaysDown)[] ends =
        [
            ("ALTER TABLE orders ADD COLUMN note", FaultMoment.During, false, false),
            ("UPDATE accounts SET balance = balance + 100 WHERE", FaultMoment.After, false, false),
            ("INSERT INTO tag (word", FaultMoment.During, false, false),
            ("UPDATE accounts SET email", FaultMoment.During, true, false),
            ("RENAME TABLE tag", FaultMoment.After, false, true),
        ];

        foreach (var (sql, moment, inOrder, staysDown) in ends)
        {
            var command = step.Commands.ToList().FindIndex(command => command.Contains(sql, StringComparison.Ordinal));
            Assert.True(command >= 0, $"No command of the run holds '{sql}'.");
            using var database = server.CreateDatabase("restart");
            using var proxy = new FaultProxy(server, new Fault(command, moment), _ =>
            {
                if (inOrder) restartable.ShutDown();
                else restartable.Kill();
                if (!staysDown) restartable.StartAgain();
            });
            var end = "ended well";
            try
            {
                Runs.Of(_project.Root, proxy.UrlOf(database));
            }
            catch (MigrationException error)
            {
                end = $"{error.ErrorId}: {error.What}";
            }
            Assert.True(proxy.HasStruck(30), $"The server was not ended at '{sql}'.");
            output.WriteLine($"{server.Name}, {moment} {sql}: {end}");
            if (staysDown)
            {
                Assert.NotEqual("ended well", end);
                restartable.StartAgain();
            }

            Runs.Of(_project.Root, database.Url);

            var difference = DatabaseSnapshot.Of(database).DifferenceFrom(step.After);
            Assert.True(difference is null, $"{moment} '{sql}': the database differs from that of an undisturbed run:\n  {difference}");
        }
    }

    public void Dispose() => _project.Dispose();
}
