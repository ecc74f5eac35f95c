using Migrations.TestServers;

namespace Migrations.Server.Tests.Faults;

/// <summary>The runner's process is killed before, during and after its commands; after the next run nothing is lost and nothing doubled.</summary>
public sealed class KillMatrixTests : IDisposable
{
    private static readonly FaultMoment[] Moments = [FaultMoment.During, FaultMoment.Before, FaultMoment.After, FaultMoment.HalfCommand];

    private readonly ServerFleet _fleet;
    private readonly ITestOutputHelper _output;
    private readonly ProjectFolder _whole = FaultProject.Whole();
    private readonly IReadOnlyList<ProjectFolder> _deployments = FaultProject.Deployments();

    public KillMatrixTests(ServerFleet fleet, ITestOutputHelper output)
    {
        _fleet = fleet;
        _output = output;
    }

    [Theory, EveryServer]
    public void A_run_killed_within_any_migration_is_taken_up_where_it_stood(string server) => Kill(server, _deployments, 140);

    [Theory, EveryServer]
    public void An_installation_killed_anywhere_is_taken_up_where_it_stood(string server) => Kill(server, [_whole], 20);

    [Theory, EveryServer]
    public void An_installation_from_a_baseline_killed_anywhere_is_taken_up_where_it_stood(string server)
    {
        using var project = FaultProject.WithBaseline();
        Kill(server, [project], 16);
    }

    [Theory, EveryServer]
    public void One_run_ends_as_many_do(string server)
    {
        var atOnce = FaultMatrix.Record(_fleet.Get(server), _whole).Steps[^1];
        var inSteps = FaultMatrix.Record(_fleet.Get(server), _deployments).Steps[^1];

        Assert.Null(atOnce.After.DifferenceFrom(inSteps.After));
    }

    [Theory, EveryServer]
    public void Checkpoints_are_written_where_the_catalog_cannot_tell_and_only_there(string server)
    {
        var steps = FaultMatrix.Record(_fleet.Get(server), _deployments).Steps;

        Assert.DoesNotContain(steps.Single(step => step.Tag == FaultProject.Additive).Commands, NamesProgress);
        Assert.Contains(steps.Single(step => step.Tag == FaultProject.Data).Commands, NamesProgress);
        Assert.All(steps, step => Assert.DoesNotContain("__drizzle_migrations_progress", step.After.Tables));

        // A question whether the table is there is no checkpoint.
        static bool NamesProgress(string command) =>
            command.Contains("__drizzle_migrations_progress", StringComparison.Ordinal) && !command.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase);
    }

    private void Kill(string server, IReadOnlyList<ProjectFolder> states, int planned)
    {
        var matrix = FaultMatrix.Record(_fleet.Get(server), states);
        var faults = matrix.Spread(planned, Moments);

        matrix.Strike(faults, run =>
        {
            RunnerProcess? runner = null;
            using var proxy = new FaultProxy(run.Server, run.Fault, _ =>
            {
                SpinWait.SpinUntil(() => Volatile.Read(ref runner) is not null);
                runner!.Kill();
            });
            using var started = RunnerProcess.Start(run.Step.Project.Root, proxy.UrlOf(run.Database));
            Volatile.Write(ref runner, started);
            var end = started.WaitForEnd(TimeSpan.FromSeconds(60));
            if (end is null) return "The run hangs.";
            return proxy.HasStruck() ? null : $"The run ended without meeting its fault: {end}";
        });

        var expected = faults.Sum(step => step.Count);
        _output.WriteLine($"{server}: {matrix.Injected} kills at {matrix.Steps.Sum(step => step.Commands.Count)} commands of {matrix.Steps.Count} runs.");
        Assert.True(matrix.Failures.Count == 0, $"{matrix.Failures.Count} passes failed, after {matrix.Injected} of {expected} kills:\n{string.Join("\n", matrix.Failures)}");
        Assert.Equal(expected, matrix.Injected);
        Assert.True(expected >= planned, $"Only {expected} kills were planned.");
    }

    public void Dispose()
    {
        _whole.Dispose();
        foreach (var deployment in _deployments) deployment.Dispose();
    }
}
