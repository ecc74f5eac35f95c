using System.Globalization;
using Migrations.Bench;
using Migrations.Bench.Contenders;
using Migrations.Bench.Importing;
using Migrations.Bench.Reading;
using Migrations.TestServers;

// Runs the same migrations through this project's engine and through others, and writes bench/results.md:
//   Migrations.Bench [--rounds N] [--migrations N]
//   Migrations.Bench engine FOLDER     the engine alone, on DATABASE_URL: what the bench itself starts to time a process
//   Migrations.Bench read FOLDER       reads a project's schema and compares it with its baseline, likewise
//   Migrations.Bench import [--rounds N]   Import-Module alone, and its section of the results
// BENCH_PROJECT names the folder of a real project that is read too.
if (args is [EngineProcess.Verb, var folder])
{
    Engine.Apply(folder, Environment.GetEnvironmentVariable("DATABASE_URL") ?? "", _ => { });
    return 0;
}
if (args is [ReadingBench.Verb, var project])
{
    Console.WriteLine(ReadingBench.Take(project, sinceProcessStart: true));
    return 0;
}

BenchOptions options;
try
{
    options = BenchOptions.Parse(args is [ImportBench.Verb, ..] ? args[1..] : args);
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

var log = Console.Error;
var repository = FindRepository();
var page = Path.Combine(repository, "bench", "results.md");
if (args is [ImportBench.Verb, ..])
{
    var section = ImportSection.Write(new ImportBench(repository, log).Run(options.Rounds), DateTime.UtcNow, Machine.Load() ?? "unknown");
    File.WriteAllText(page, ImportSection.Replace(File.ReadAllText(page), section));
    log.WriteLine($"Written: {page}");
    return 0;
}
Peers peers;
try
{
    peers = Peers.Gather(repository, log);
}
catch (InvalidOperationException missing)
{
    log.WriteLine(missing.Message);
    return 2;
}
using var fleet = new ServerFleet();
if (fleet.Names.Count == 0)
{
    log.WriteLine("No MySQL or MariaDB server was found: install one (apt-get install mariadb-server), start Docker, or set MIGRATIONS_TEST_SERVERS=name=mysql://user:password@host:port.");
    return 2;
}

var workload = Workload.Generate(Path.Combine(repository, "bench", "generated"), options.Migrations);
var dataWorkload = Workload.Generate(Path.Combine(repository, "bench", "generated-data"), options.Migrations, withData: true);
var loadBefore = Machine.Load();
var results = fleet.Names.Select(name => Measure(fleet.Get(name))).ToList();
var readings = new ReadingBench(repository, log).Run(options.Rounds);
var import = new ImportBench(repository, log).Run(options.Rounds);
var load = $"{loadBefore ?? "unknown"} at the start; {Machine.Load() ?? "unknown"} at the end, the bench included";
File.WriteAllText(page, new ResultsPage(options, peers).Write(results, readings, import, DateTime.UtcNow, load));
log.WriteLine($"Written: {page}");
// Others' failures are in the results; only where our own engine failed is the bench itself no good.
return results.Any(result => result.CountFailure is not null || result.Measurements.FailureOf(peers.Engine, Scenario.Fresh) is not null) ? 1 : 0;

ServerResults Measure(TestServer server)
{
    string version, settings;
    using (var database = server.CreateDatabase("bench"))
    {
        version = database.Scalar("SELECT CONCAT(@@version_comment, ' ', VERSION())")!;
        settings = database.Scalar("SELECT CONCAT('innodb_flush_log_at_trx_commit=', @@innodb_flush_log_at_trx_commit, ', innodb_doublewrite=', @@innodb_doublewrite, ', log_bin=', @@log_bin)")!;
    }
    var measurements = new ServerBench(server, workload, peers.Contenders, log).Run(options.Rounds);
    log.WriteLine($"{server.Name}: migrations with data statements");
    var data = new ServerBench(server, dataWorkload, [peers.Client, peers.Driver, peers.Engine], log).Run(options.Rounds);
    var longHistory = LongHistory.Take(server, Path.Combine(repository, "bench", "generated-long"), options.Rounds);
    using var counted = server.CreateDatabase("bench");
    var target = new BenchTarget(counted, workload);
    try
    {
        var fresh = CommandCount.Of(target, withLog: false);
        var nothing = CommandCount.Of(target, withLog: true);
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{server.Name}: Questions {fresh.Questions} fresh, {nothing.Questions} with nothing pending"));
        return new ServerResults(server.Name, version, settings, measurements, data, longHistory, fresh, nothing, CommandCount.OfThreeStatements(server), null);
    }
    catch (Exception failure) // the measurements are not to be lost with the count
    {
        log.WriteLine(failure.Message);
        return new ServerResults(server.Name, version, settings, measurements, data, longHistory, null, null, null, failure.Message.ReplaceLineEndings(" "));
    }
}

static string FindRepository()
{
    for (var at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
    {
        if (File.Exists(Path.Combine(at, "Migrations.sln"))) return at;
    }
    throw new InvalidOperationException("The bench runs inside the repository: no Migrations.sln was found above it.");
}
