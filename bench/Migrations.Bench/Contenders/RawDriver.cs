using System.Diagnostics;
using MySqlConnector;

namespace Migrations.Bench.Contenders;

/// <summary>The engine's own driver in a bare loop inside the bench's process: the second reference, without a process to start.</summary>
internal sealed class RawDriver : IContender
{
    public string Name => "MySqlConnector, bare loop";

    public string HistoryTable => Workload.HistoryTable;

    public IReadOnlyList<Scenario> Scenarios { get; } = [Scenario.Fresh, Scenario.NothingPending];

    public Timing Run(Scenario scenario, BenchTarget target)
    {
        var server = target.Database.Server;
        var settings = new MySqlConnectionStringBuilder
        {
            Server = server.Host,
            Port = server.Port,
            UserID = server.User,
            Password = server.Password,
            Database = target.Database.Name,
            SslMode = MySqlSslMode.None,
            AllowPublicKeyRetrieval = true,
            Pooling = false,
        };
        var watch = Stopwatch.StartNew();
        using (var connection = new MySqlConnection(settings.ConnectionString))
        {
            connection.Open();
            if (scenario == Scenario.Fresh)
            {
                foreach (var statement in target.Workload.Statements)
                {
                    using var command = new MySqlCommand(statement, connection);
                    command.ExecuteNonQuery();
                }
            }
            else
            {
                using var command = new MySqlCommand(Workload.ReadHistory, connection);
                using var reader = command.ExecuteReader();
                while (reader.Read())
                {
                    _ = reader.GetString(1);
                }
            }
        }
        return new Timing(watch.Elapsed.TotalMilliseconds, null);
    }
}
