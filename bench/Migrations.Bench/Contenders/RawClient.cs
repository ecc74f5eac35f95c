using System.Globalization;

namespace Migrations.Bench.Contenders;

/// <summary>The command-line client fed with the statements and the history's rows: the reference. It does nothing but send.</summary>
internal sealed class RawClient(string program) : IContender
{
    public string Program { get; } = program;

    public string Name => $"{Path.GetFileName(Program)} client";

    public string HistoryTable => Workload.HistoryTable;

    public IReadOnlyList<Scenario> Scenarios { get; } = [Scenario.Fresh, Scenario.NothingPending, Scenario.EmptyInput];

    public Timing Run(Scenario scenario, BenchTarget target)
    {
        var server = target.Database.Server;
        var input = scenario switch
        {
            Scenario.Fresh => target.Workload.ClientScript,
            Scenario.NothingPending => Workload.ReadHistory + ";\n",
            _ => "",
        };
        // Batch mode; the password does not show in the process list.
        var run = ExternalProcess.Run(
            Program,
            ["--no-defaults", "--batch", "--default-character-set=utf8mb4", "--protocol=tcp", "-h", server.Host, "-P", server.Port.ToString(CultureInfo.InvariantCulture), "-u", server.User, target.Database.Name],
            input, environment: ("MYSQL_PWD", server.Password));
        return new Timing(null, run.ElapsedMs);
    }
}
