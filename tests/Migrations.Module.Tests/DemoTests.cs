using Migrations.TestServers;

namespace Migrations.Module.Tests;

/// <summary><c>./build.sh demo</c>, the first command of the README: the script that it runs, on every server.</summary>
public sealed class DemoTests(ServerFleet fleet) : IDisposable
{
    private readonly DemoProject _project = new();

    [Theory]
    [EveryServer]
    public void The_demo_ends_as_it_says(string name)
    {
        using var database = fleet.Get(name).CreateDatabase("demo");

        var run = HostProcess.Run(_project.Root, database.Url, $"& '{Path.Combine(Repository.Root, "examples", "demo.ps1")}' -Path '{_project.Root}'");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("Applied migrations before: 4, after: 5.", run.Output);
        Assert.EndsWith("Differences left: 0.", run.Output.TrimEnd());
    }

    public void Dispose() => _project.Dispose();
}
