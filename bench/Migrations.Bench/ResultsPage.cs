using System.Globalization;
using System.Text;
using Migrations.Bench.Contenders;
using Migrations.Bench.Importing;
using Migrations.Bench.Reading;

namespace Migrations.Bench;

/// <summary>What was found out on one server.</summary>
internal sealed record ServerResults(string Name, string Version, string Settings, Measurements Measurements, Measurements Data, Spread LongHistory, CommandCount? Fresh, CommandCount? NothingPending, long? ThreeStatements, string? CountFailure);

/// <summary>The results as a page.</summary>
internal sealed class ResultsPage(BenchOptions options, Peers peers)
{
    // A reference that needs twice as long for the same work measures something else than the work.
    private const double Restless = 2;

    private readonly StringBuilder _page = new();

    public string Write(IReadOnlyList<ServerResults> servers, IReadOnlyList<ReadingResult> readings, ImportResult import, DateTime date, string load)
    {
        Line("# Bench results");
        Line("");
        Line($"Written by `./build.sh bench` (`dotnet run -c Release --project bench/Migrations.Bench -- --rounds {options.Rounds} --migrations {options.Migrations}`). Not edited by hand.");
        Line("");
        Line("| | |");
        Line("|---|---|");
        Line($"| date | {date:yyyy-MM-dd HH:mm} UTC |");
        Line($"| machine | {Machine.Describe()} |");
        Line($"| load averages (1, 5, 15 minutes) | {load} |");
        Line($"| .NET | {Environment.Version} |");
        foreach (var version in peers.Versions) Line($"| peer | {version} |");
        foreach (var server in servers) Line($"| {server.Name} | {server.Version}; {server.Settings} |");
        Line("");
        Summary(servers);
        Method();
        Reading(readings);
        _page.Append(ImportSection.Write(import, date, load));
        foreach (var server in servers) Server(server);
        return _page.ToString();
    }

    private void Summary(IReadOnlyList<ServerResults> servers)
    {
        Line("## In short");
        Line("");
        Line($"The engine on a fresh database, as a multiple of the {peers.Client.Name} (promised: at most 1.15) and of a bare loop over the same driver; and the commands of a run with nothing pending (promised: at most 6).");
        Line("");
        Line($"| server | × {peers.Client.Name}: in rounds | of medians | of minima | × bare loop: in rounds | of medians | of minima | commands |");
        Line("|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var server in servers)
        {
            Line($"| {server.Name} | {Ratios(server.Measurements, peers.Client)} | {Ratios(server.Measurements, peers.Driver)} | {server.NothingPending?.Questions.ToString(CultureInfo.InvariantCulture) ?? "not counted"} |");
        }
        Line("");
        Line("Migrations that also insert and change rows, so that the engine records its statements as it goes (a data statement and its record in one transaction);");
        Line($"and a run with nothing pending beside {LongHistory.Entries} journal entries, all applied (promised: under 1 s).");
        Line("");
        Line($"| server | with data, × {peers.Client.Name}: in rounds | of medians | of minima | × bare loop: in rounds | of medians | of minima | {LongHistory.Entries} entries, ms: median | max |");
        Line("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var server in servers)
            Line($"| {server.Name} | {Ratios(server.Data, peers.Client)} | {Ratios(server.Data, peers.Driver)} | {Ms(server.LongHistory.Median)} | {Ms(server.LongHistory.Max)} |");
        Line("");
        foreach (var server in servers)
        {
            if (server.Measurements.Of(peers.Client, Scenario.Fresh, AnyTime) is { } client && client.Max > client.Min * Restless)
                Line($"**{server.Name}: the machine was too busy for its ratios to say much.** The {peers.Client.Name} alone took from {Ms(client.Min)} to {Ms(client.Max)} ms for the same work.\n");
        }
    }

    private string Ratios(Measurements measurements, IContender reference)
    {
        var engine = measurements.Of(peers.Engine, Scenario.Fresh, EngineTime);
        var other = measurements.Of(reference, Scenario.Fresh, AnyTime);
        return $"{Ratio(measurements.RatioInRounds(peers.Engine, EngineTime, reference, AnyTime, Scenario.Fresh))} | {Ratio(engine?.Median / other?.Median)} | {Ratio(engine?.Min / other?.Min)}";
    }

    private void Method()
    {
        Line("## Method");
        Line("");
        Line($"- {options.Migrations} migrations of three statements each: `CREATE TABLE`, `ALTER TABLE … ADD`, `CREATE INDEX`. The raw references send the same statements, the history table's DDL and the same");
        Line("  history rows. dbmate sends each file as one multi-statement and keeps a history of its own.");
        Line("- With data: the same and, in each migration, an `INSERT` of three rows and an `UPDATE` of them, sent by the engine, the client and the bare loop alone.");
        Line($"- All contenders in turn in one run: a warm-up round that does not count, then {options.Rounds} rounds, each beginning with another contender. Every fresh run has a new empty database; creating and dropping it");
        Line($"  is not in the times, and the file system is synced before each. Nothing pending: {ServerBench.ShortRunsPerRound} runs on the database that the fresh run left, the raw references then reading the history once.");
        Line("- After every run, tables, columns, indexes and history rows are counted (where the history is drizzle's, its hashes are compared with the files); a contender that falls short is shown as failed.");
        Line("- *Engine time*: from reading the journal and connecting to having disconnected, in a process that is warm. drizzle-orm's is taken inside its node process, which is new each time. The command-line client has no such");
        Line("  time: there its whole process stands, and what that takes with an empty input (start, connect, end) is shown beside it. *Whole process*: from the start of the process to its end.");
        Line("- *× in rounds* is the median of the quotients within each round, which what slows a whole round down does not change; *× of minima* compares the least disturbed runs. Where the three differ much, the machine was busy.");
        Line("- Nobody encrypts (mysql2, dbmate and the client do not unless asked to); the engine is also shown as it connects by default, which is with TLS where the server offers it.");
        Line("- Commands: the session's `Questions`, read by `SHOW SESSION STATUS LIKE 'Questions'` on the engine's own connection when the run has ended, less that question itself; the general log of the same session is printed below it.");
        Line("");
        foreach (var absent in peers.Absent) Line($"Not measured: {absent}\n");
    }

    private void Reading(IReadOnlyList<ReadingResult> readings)
    {
        Line("## Reading schema.ts and comparing it with the baseline");
        Line("");
        Line("Cold: a new process of a console that has the engine alone (compiled ahead of time with ReadyToRun), from its start to its end; promised: at most 1.5 of the `drizzle-kit export` process of the same run, which");
        Line("only reads and writes. Warm: the same again in one process; promised: under 150 ms. Medians, in ms; the two processes take turns.");
        Line("");
        Line("| schema | `drizzle-kit export` | cold process | ratio | of it: start | read | compare | warm: read | compare | together |");
        Line("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var reading in readings)
        {
            if (reading.Failure is { } failure)
                Line($"| {reading.Name} | {failure.Replace("|", "\\|", StringComparison.Ordinal)} | | | | | | | | |");
            else
                Line($"| {reading.Name} | {Ms(reading.KitMs)} | {Ms(reading.ColdMs)} | {Ratio(reading.ColdMs / reading.KitMs)} | {Ms(reading.Cold.Start)} | {Ms(reading.Cold.Read)} | {Ms(reading.Cold.Compare)} | {Ms(reading.Warm.Read)} | {Ms(reading.Warm.Compare)} | {Ms(reading.Warm.Read + reading.Warm.Compare)} |");
        }
        Line("");
    }

    private void Server(ServerResults server)
    {
        Line($"## {server.Name}");
        Line("");
        Table(server, "Fresh database: engine time", Scenario.Fresh, EngineOrClient);
        Table(server, "Fresh database: whole process", Scenario.Fresh, timing => timing.ProcessMs);
        Table(server, "Nothing pending: engine time", Scenario.NothingPending, EngineOrClient);
        Table(server, "Nothing pending: whole process", Scenario.NothingPending, timing => timing.ProcessMs);
        Line("### Commands");
        Line("");
        if (server.CountFailure is not null) Line($"Not counted: {server.CountFailure}\n");
        if (server.Fresh is { } fresh)
            Line($"Fresh: {fresh.Questions} (the raw references send {1 + (options.Migrations * 4)}). Three `DO 1` of a bare connection, counted the same way: {server.ThreeStatements}.\n");
        if (server.NothingPending is not { } nothing) return;
        Line($"Nothing pending: {nothing.Questions}.");
        Line("");
        if (nothing.Log is null)
        {
            Line("The account may not switch on the general log.\n");
            return;
        }
        foreach (var command in nothing.Log) Line($"- `{string.Join(' ', command.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace('`', '\'')}`");
        Line("");
    }

    private void Table(ServerResults server, string title, Scenario scenario, Func<IContender, Func<Timing, double?>?> partOf)
    {
        Line($"### {title}");
        Line("");
        Line($"| | median, ms | min | max | × {peers.Client.Name} in rounds | × of medians | × of minima |");
        Line("|---|--:|--:|--:|--:|--:|--:|");
        var reference = server.Measurements.Of(peers.Client, scenario, AnyTime);
        foreach (var contender in peers.Contenders.Where(contender => contender.Scenarios.Contains(scenario)))
        {
            var failure = server.Measurements.FailureOf(contender, scenario);
            if (partOf(contender) is not { } part) continue;
            if (server.Measurements.Of(contender, scenario, part) is { } spread)
            {
                var rounds = server.Measurements.RatioInRounds(contender, part, peers.Client, AnyTime, scenario);
                Line($"| {contender.Name} | {Ms(spread.Median)} | {Ms(spread.Min)} | {Ms(spread.Max)} | {Ratio(rounds)} | {Ratio(spread.Median / reference?.Median)} | {Ratio(spread.Min / reference?.Min)} |");
            }
            if (failure is not null) Line($"| {contender.Name} | {failure.Replace("|", "\\|", StringComparison.Ordinal)} | | | | | |");
            if (ReferenceEquals(contender, peers.Client)) EmptyInput(server, reference);
        }
        Line("");
    }

    private void Table(ServerResults server, string title, Scenario scenario, Func<Timing, double?> part) => Table(server, title, scenario, _ => part);

    private void EmptyInput(ServerResults server, Spread? reference)
    {
        if (server.Measurements.Of(peers.Client, Scenario.EmptyInput, AnyTime) is { } start)
            Line($"| {peers.Client.Name}, empty input | {Ms(start.Median)} | {Ms(start.Min)} | {Ms(start.Max)} | | {Ratio(start.Median / reference?.Median)} | {Ratio(start.Min / reference?.Min)} |");
        if (server.Measurements.FailureOf(peers.Client, Scenario.EmptyInput) is { } failure) Line($"| {peers.Client.Name}, empty input | {failure} | | | | | |");
    }

    // The client's time is its process's in either table.
    private Func<Timing, double?> EngineOrClient(IContender contender) => ReferenceEquals(contender, peers.Client) ? AnyTime : EngineTime;

    private static double? EngineTime(Timing timing) => timing.EngineMs;

    private static double? AnyTime(Timing timing) => timing.EngineMs ?? timing.ProcessMs;

    private static string Ms(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Ratio(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";

    private void Line(string text) => _page.Append(text).Append('\n');
}
