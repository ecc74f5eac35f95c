using Migrations.TestServers;

namespace Migrations.Bench.Contenders;

/// <summary>What is measured.</summary>
internal enum Scenario
{
    /// <summary>Every migration, on an empty database.</summary>
    Fresh,

    /// <summary>Nothing to do: every migration is applied already.</summary>
    NothingPending,

    /// <summary>The program alone, connecting and ending: what its start takes.</summary>
    EmptyInput,
}

/// <summary>What one run took, in milliseconds; null where that is not to be had of it.</summary>
/// <param name="EngineMs">From connecting to disconnecting, in a process that runs already.</param>
/// <param name="ProcessMs">The whole process.</param>
internal sealed record Timing(double? EngineMs, double? ProcessMs);

/// <summary>A database to run against, and what to run.</summary>
internal sealed record BenchTarget(TestDatabase Database, Workload Workload);

/// <summary>One way to apply the migrations.</summary>
internal interface IContender
{
    /// <summary>Its name in the results.</summary>
    public string Name { get; }

    /// <summary>The table in which it writes what it has applied.</summary>
    public string HistoryTable { get; }

    /// <summary>What it takes part in.</summary>
    public IReadOnlyList<Scenario> Scenarios { get; }

    /// <summary>Runs once.</summary>
    /// <exception cref="Exception">Whatever went wrong: it is reported as this contender's result.</exception>
    public Timing Run(Scenario scenario, BenchTarget target);
}
