using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Faults;

/// <summary>The server goes down under a run and comes back; the next run ends as an undisturbed one.</summary>
public sealed class ServerRestartTests : IDisposable
{
    private readonly ITestOutputHelper _output;
    private readonly ProjectFolder _project = new();

    public ServerRestartTests(ITestOutputHelper output)
    {
        _output = output;
        FaultProject.AddTo(_project);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_whose_server_went_down_is_taken_up_where_it_stood(bool isMariaDb)
    {
        using var restartable = RestartableServer.Start(isMariaDb);
        if (restartable is null) Assert.Skip("No server is installed on this machine that the test could start for itself.");
        var server = restartable.Server;
        var matrix = FaultMatrix.Record(server, _project.Root, [null]);
        var step = matrix.Steps[0];
        // A table's definition, rows, a commit, and somewhere near the end.
        (int Command, FaultMoment Moment, bool InOrder)[] ends =
        [
            (IndexOf(step, "ALTER TABLE orders ADD COLUMN note"), FaultMoment.During, false),
            (IndexOf(step, "UPDATE accounts SET balance = balance + 100 WHERE"), FaultMoment.After, false),
            (IndexOf(step, "INSERT INTO tag (word"), FaultMoment.During, false),
            (IndexOf(step, "UPDATE accounts SET email"), FaultMoment.During, true),
        ];

        // One run after the other is disturbed by the restart, on databases that live through all of them.
        foreach (var (command, moment, inOrder) in ends)
        {
            using var database = server.CreateDatabase("restart");
            using var proxy = new FaultProxy(server, new Fault(command, moment), _ =>
            {
                if (inOrder) restartable.ShutDown();
                else restartable.Kill();
            });
            var error = Assert.ThrowsAny<MigrationException>(() => Runs.Of(_project.Root, proxy.UrlOf(database)));
            Assert.True(proxy.HasStruck());
            _output.WriteLine($"{server.Name}: {step.Commands[command]} → {error.ErrorId}");
            restartable.StartAgain();

            Runs.Of(_project.Root, database.Url);

            var difference = DatabaseSnapshot.Of(database).DifferenceFrom(step.After);
            Assert.True(difference is null, $"{moment} command {command} ({step.Commands[command]}): the database differs from that of an undisturbed run:\n  {difference}");
        }
    }

    private static int IndexOf(RecordedStep step, string sql)
    {
        var index = step.Commands.ToList().FindIndex(command => command.Contains(sql, StringComparison.Ordinal));
        Assert.True(index >= 0, $"No command of the run holds '{sql}'.");
        return index;
    }

    public void Dispose() => _project.Dispose();
}
