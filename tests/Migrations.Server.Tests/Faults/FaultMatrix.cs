using System.Collections.Concurrent;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Faults;

/// <summary>What an undisturbed run did up to one migration.</summary>
/// <param name="To">The migration; null for the whole project in one run.</param>
/// <param name="Commands">The commands that the run sent to come there from the step before.</param>
/// <param name="After">The database then.</param>
internal sealed record RecordedStep(string? To, IReadOnlyList<string> Commands, DatabaseSnapshot After);

/// <summary>
/// Runs a project undisturbed once, and then again and again with faults. A pass goes through all steps on one database; in each step one fault
/// strikes, a second run takes up what was left, and the database must be as the undisturbed run had it there.
/// </summary>
internal sealed class FaultMatrix
{
    // As many as there is work for beside the servers, on the smallest machine that runs these tests; more where they only wait.
    private const int BusyLanes = 3, WaitingLanes = 12;

    private readonly TestServer _server;
    private readonly string _root;
    private readonly ConcurrentQueue<string> _failures = new();
    private int _injected;

    private FaultMatrix(TestServer server, string root, IReadOnlyList<RecordedStep> steps)
    {
        _server = server;
        _root = root;
        Steps = steps;
    }

    public IReadOnlyList<RecordedStep> Steps { get; }

    /// <summary>How many faults struck.</summary>
    public int Injected => _injected;

    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Makes the undisturbed run.</summary>
    /// <param name="server">The server.</param>
    /// <param name="root">The project's folder.</param>
    /// <param name="steps">Where each run stops: tags, or one null for a single run.</param>
    public static FaultMatrix Record(TestServer server, string root, IReadOnlyList<string?> steps)
    {
        using var database = server.CreateDatabase("undisturbed");
        var recorded = new List<RecordedStep>();
        foreach (var to in steps)
        {
            using var proxy = new FaultProxy(server);
            Runs.Of(root, proxy.UrlOf(database), to);
            recorded.Add(new RecordedStep(to, proxy.Commands, DatabaseSnapshot.Of(database)));
        }
        return new FaultMatrix(server, root, recorded);
    }

    /// <summary>Faults at every command, or, where that is more than asked for, evenly spread over them.</summary>
    /// <param name="atMost">How many; with <c>MIGRATIONS_FAULTS=all</c> in the environment there is no limit.</param>
    /// <param name="moments">The moments to strike in.</param>
    /// <returns>For each step its faults.</returns>
    public IReadOnlyList<IReadOnlyList<Fault>> Spread(int atMost, params FaultMoment[] moments)
    {
        var all = Steps.SelectMany((step, i) =>
        {
            // What a run does before it has the lock only reads, and is the same in every step: once is enough.
            var first = i == 0 ? 0 : step.Commands.TakeWhile(command => !command.Contains("GET_LOCK", StringComparison.Ordinal)).Count();
            return Fault.Of(step.Commands.Count - first, moments).Select(fault => (Step: i, Fault: fault with { Command = fault.Command + first }));
        }).ToList();
        if (Environment.GetEnvironmentVariable("MIGRATIONS_FAULTS") == "all") atMost = all.Count;
        var chosen = all.Count <= atMost ? all : Enumerable.Range(0, atMost).Select(i => all[(int)((long)i * all.Count / atMost)]);
        var bySteps = chosen.ToLookup(fault => fault.Step, fault => fault.Fault);
        return [.. Enumerable.Range(0, Steps.Count).Select(i => bySteps[i].ToList())];
    }

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
            _failures.Enqueue($"{step.To ?? "The whole project"}, {where}:\n  {wrong}");
            return; // what follows would only repeat it
        }
    }

    private string? Disturb(TestDatabase database, RecordedStep step, Fault fault, Func<DisturbedRun, string?> disturb)
    {
        var wrong = disturb(new DisturbedRun(_server, database, _root, step, fault));
        if (wrong is null) Interlocked.Increment(ref _injected);
        return wrong;
    }

    private string? Finish(TestDatabase database, RecordedStep step)
    {
        try
        {
            Runs.Of(_root, database.Url, step.To);
        }
        catch (Model.MigrationException error)
        {
            return $"The run after it ended with {error.ErrorId}: {error.Message}";
        }
        return DatabaseSnapshot.Of(database).DifferenceFrom(step.After) is { } difference ? $"The database differs from that of an undisturbed run:\n  {difference}" : null;
    }
}

/// <summary>What is needed to disturb a run.</summary>
internal sealed record DisturbedRun(TestServer Server, TestDatabase Database, string Root, RecordedStep Step, Fault Fault);
