using System.Collections.Concurrent;
using System.Globalization;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Faults;

/// <summary>What an undisturbed run of one state of a project did.</summary>
/// <param name="Project">The project as it was then.</param>
/// <param name="Commands">The commands that the run sent.</param>
/// <param name="After">The database behind it.</param>
internal sealed record RecordedStep(ProjectFolder Project, IReadOnlyList<string> Commands, DatabaseSnapshot After)
{
    /// <summary>The newest migration.</summary>
    public string Tag => Project.Tags[^1];
}

/// <summary>
/// Runs a project undisturbed once, and then again and again with faults. A pass goes through all its states on one database; in each one fault
/// strikes, a second run takes up what was left, and the database must be as the undisturbed run had it there.
/// </summary>
internal sealed class FaultMatrix
{
    // As many as there is work for beside the servers, on the smallest machine that runs these tests; more where they only wait.
    private const int BusyLanes = 3, WaitingLanes = 12;

    private readonly TestServer _server;
    private readonly ConcurrentQueue<string> _failures = new();
    private int _injected;

    private FaultMatrix(TestServer server, IReadOnlyList<RecordedStep> steps)
    {
        _server = server;
        Steps = steps;
    }

    public IReadOnlyList<RecordedStep> Steps { get; }

    /// <summary>How many faults struck.</summary>
    public int Injected => _injected;

    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Makes the undisturbed runs.</summary>
    /// <param name="server">The server.</param>
    /// <param name="states">The states of the project, one run each.</param>
    public static FaultMatrix Record(TestServer server, params IReadOnlyList<ProjectFolder> states)
    {
        using var database = server.CreateDatabase("undisturbed");
        var recorded = new List<RecordedStep>();
        foreach (var state in states)
        {
            using var proxy = new FaultProxy(server);
            Runs.Of(state.Root, proxy.UrlOf(database));
            recorded.Add(new RecordedStep(state, proxy.Commands, DatabaseSnapshot.Of(database)));
        }
        return new FaultMatrix(server, recorded);
    }

    /// <summary>
    /// Faults at every command, or, where that is more than asked for, evenly spread over them: four fifths at commands that may change
    /// something, one fifth at those that only read.
    /// </summary>
    /// <param name="atMost">How many; <c>MIGRATIONS_FAULTS</c> in the environment, a number or <c>all</c>, replaces it.</param>
    /// <param name="moments">The moments to strike in.</param>
    /// <returns>For each step its faults.</returns>
    public IReadOnlyList<IReadOnlyList<Fault>> Spread(int atMost, params FaultMoment[] moments)
    {
        var all = Steps.SelectMany((step, i) => Fault.Of(step.Commands.Count, moments).Select(fault => (Step: i, Fault: fault, Reads: Reads(step.Commands[fault.Command])))).ToList();
        if (Environment.GetEnvironmentVariable("MIGRATIONS_FAULTS") is { Length: > 0 } asked) atMost = asked == "all" ? all.Count : int.Parse(asked, CultureInfo.InvariantCulture);
        var chosen = Some([.. all.Where(fault => fault.Reads)], atMost / 5);
        chosen = [.. chosen, .. Some([.. all.Where(fault => !fault.Reads)], atMost - chosen.Count)];
        var bySteps = chosen.ToLookup(fault => fault.Step, fault => fault.Fault);
        return [.. Enumerable.Range(0, Steps.Count).Select(i => bySteps[i].ToList())];

        static List<T> Some<T>(List<T> items, int count) => items.Count <= count ? items : [.. Enumerable.Range(0, count).Select(i => items[(int)((long)i * items.Count / count)])];
    }

    private static bool Reads(string command) => command.StartsWith("SELECT", StringComparison.OrdinalIgnoreCase) || command.StartsWith("SHOW", StringComparison.OrdinalIgnoreCase);

    /// <summary>Lets all these faults strike, in as many passes as the step with the most of them needs.</summary>
    /// <param name="faults">For each step its faults.</param>
    /// <param name="disturb">Makes a run with a fault, and says what went wrong with the disturbance itself; null for nothing.</param>
    /// <param name="waits">Whether a disturbed run waits for long: then each fault has a pass of its own, beside many others.</param>
    public void Strike(IReadOnlyList<IReadOnlyList<Fault>> faults, Func<DisturbedRun, string?> disturb, bool waits = false)
    {
        var passes = waits
            ? faults.SelectMany((step, i) => step.Select(fault => (Func<int, Fault?>)(at => at == i ? fault : null)))
            : Enumerable.Range(0, faults.Max(step => step.Count)).Select(pass => (Func<int, Fault?>)(at => pass < faults[at].Count ? faults[at][pass] : null));
        Runs.SideBySide(waits ? WaitingLanes : BusyLanes, passes.Select(faultOf => (Action)(() => Pass(faultOf, disturb))));
    }

    private void Pass(Func<int, Fault?> faultOf, Func<DisturbedRun, string?> disturb)
    {
        using var database = _server.CreateDatabase("fault");
        for (var i = 0; i < Steps.Count; i++)
        {
            var step = Steps[i];
            var fault = faultOf(i);
            var wrong = (fault is null ? null : Disturb(database, step, fault, disturb)) ?? Finish(database, step);
            if (wrong is null) continue;
            var where = fault is null ? "no fault" : $"{fault.Moment} command {fault.Command} ({step.Commands[fault.Command].ReplaceLineEndings(" ")})";
            _failures.Enqueue($"{step.Tag}, {where}:\n  {wrong}");
            return; // what follows would only repeat it
        }
    }

    private string? Disturb(TestDatabase database, RecordedStep step, Fault fault, Func<DisturbedRun, string?> disturb)
    {
        var wrong = disturb(new DisturbedRun(_server, database, step, fault));
        if (wrong is null) Interlocked.Increment(ref _injected);
        return wrong;
    }

    private string? Finish(TestDatabase database, RecordedStep step)
    {
        try
        {
            Runs.Of(step.Project.Root, database.Url);
        }
        catch (Model.MigrationException error)
        {
            return $"The run after it ended with {error.ErrorId}: {error.Message}";
        }
        return DatabaseSnapshot.Of(database).DifferenceFrom(step.After) is { } difference ? $"The database differs from that of an undisturbed run:\n  {difference}" : null;
    }
}

/// <summary>What is needed to disturb a run.</summary>
internal sealed record DisturbedRun(TestServer Server, TestDatabase Database, RecordedStep Step, Fault Fault);
