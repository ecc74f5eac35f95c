using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Faults;

/// <summary>
/// The connection is cut while the runner lives: the run ends well (it went on over a new connection) or with an error that says
/// what to do, and then the next run ends as an undisturbed one.
/// </summary>
public sealed class LostConnectionTests : IDisposable
{
    private static readonly FaultMoment[] Moments = [FaultMoment.During, FaultMoment.Before, FaultMoment.After, FaultMoment.HalfCommand];

    private readonly ServerFleet _fleet;
    private readonly ITestOutputHelper _output;
    private readonly IReadOnlyList<ProjectFolder> _deployments = FaultProject.Deployments();

    public LostConnectionTests(ServerFleet fleet, ITestOutputHelper output)
    {
        _fleet = fleet;
        _output = output;
    }

    [Theory, EveryServer]
    public void A_cut_connection_loses_and_doubles_nothing(string server)
    {
        var wentOn = Cut(server, 200, (proxy, connection) =>
        {
            // Both ways in which a connection ends.
            if (proxy.Commands.Count % 2 == 0) connection.Reset();
            else connection.Close();
        });
        Assert.True(wentOn > 0, "No run went on over a new connection.");
    }

    [Theory, EveryServer]
    public void A_connection_that_only_the_server_still_believes_in_loses_and_doubles_nothing(string server)
    {
        var wentOn = Cut(server, 60, (_, connection) => connection.HalfClose());
        Assert.True(wentOn > 0, "No run went on over a new connection.");
    }

    [Theory, EveryServer]
    public void A_network_that_stays_down_ends_the_run_with_an_error(string server)
    {
        var wentOn = Cut(server, 12, waits: true, cut: (proxy, connection) =>
        {
            proxy.RefusesConnections = true;
            connection.Close();
        });
        Assert.Equal(0, wentOn);
    }

    // Gives how many runs ended well.
    private int Cut(string server, int planned, Action<FaultProxy, ProxiedConnection> cut, bool waits = false)
    {
        var matrix = FaultMatrix.Record(_fleet.Get(server), _deployments);
        var faults = matrix.Spread(planned, Moments);
        var wentOn = 0;

        matrix.Strike(faults, run =>
        {
            FaultProxy? through = null;
            using var proxy = through = new FaultProxy(run.Server, run.Fault, connection => cut(through!, connection));
            string? said = null;
            try
            {
                Runs.Of(run.Step.Project.Root, proxy.UrlOf(run.Database));
            }
            catch (MigrationException error)
            {
                said = error.ToString();
                if (said.Contains(run.Server.Password, StringComparison.Ordinal)) return "The error shows the password.";
                if (string.IsNullOrWhiteSpace(error.Advice)) return $"{error.ErrorId} does not say what to do.";
            }
            catch (Exception raw) when (raw is not OutOfMemoryException)
            {
                return $"It ended with no error of ours but {raw.GetType().Name}: {raw.Message} {raw.StackTrace?.Split('\n').FirstOrDefault(frame => frame.Contains(" Migrations.Core.", StringComparison.Ordinal) && !frame.Contains("DatabaseSession", StringComparison.Ordinal))}";
            }
            if (!proxy.HasStruck()) return $"The run ended without meeting its fault: {said}";
            if (said is not null) return null;
            if (DatabaseSnapshot.Of(run.Database).DifferenceFrom(run.Step.After) is { } difference) return $"The run ended well, but the database differs from that of an undisturbed run:\n  {difference}";
            if (run.Fault.Command < Recorded(run.Step)) Interlocked.Increment(ref wentOn);
            return null;
        }, waits);

        var expected = faults.Sum(step => step.Count);
        _output.WriteLine($"{server}: {matrix.Injected} cuts at {matrix.Steps.Sum(step => step.Commands.Count)} commands of {matrix.Steps.Count} runs; {wentOn} runs went on over a new connection.");
        Assert.True(matrix.Failures.Count == 0, $"{matrix.Failures.Count} passes failed, after {matrix.Injected} of {expected} cuts:\n{string.Join("\n", matrix.Failures)}");
        Assert.Equal(expected, matrix.Injected);
        return wentOn;
    }

    // The command that puts the migration into the history: when only a later one is lost, nothing was left to be done.
    private static int Recorded(RecordedStep step) =>
        step.Commands.ToList().FindLastIndex(command => command.StartsWith("INSERT", StringComparison.Ordinal) && command.Contains("`__drizzle_migrations`", StringComparison.Ordinal));

    public void Dispose()
    {
        foreach (var deployment in _deployments) deployment.Dispose();
    }
}
