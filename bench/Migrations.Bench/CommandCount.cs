using System.Globalization;
using Migrations.Bench.Contenders;
using Migrations.TestServers;
using MySqlConnector;

namespace Migrations.Bench;

/// <summary>What one run of the engine sent.</summary>
/// <param name="Questions">The session's counter <c>Questions</c> when the run had ended.</param>
/// <param name="Log">The server's general log of the session, as far as it was asked for; null where the server would not write one.</param>
internal sealed record CommandCount(long Questions, IReadOnlyList<string>? Log)
{
    /// <summary>Runs the engine once and reads the counter on the engine's own connection before that is closed.</summary>
    public static CommandCount Of(BenchTarget target, bool withLog)
    {
        using var observer = target.Database.Connect();
        var log = withLog ? GeneralLog.TryStart(observer) : null;
        CommandCount? count = null;
        try
        {
            Engine.Apply(target.Workload.ProjectFolder, Engine.WithoutTls(target.Database.Url), session =>
            {
                // The server counts a statement before it runs it, so the question about the counter has counted itself.
                var questions = long.Parse(session.Query("SHOW SESSION STATUS LIKE 'Questions'", row => row.GetString(1))[0], CultureInfo.InvariantCulture) - 1;
                var thread = Convert.ToInt32(session.Query("SELECT CONNECTION_ID()", row => row.GetValue(0))[0], CultureInfo.InvariantCulture);
                count = new CommandCount(questions, log?.Of(thread));
            });
        }
        finally
        {
            log?.Stop();
        }
        return count!;
    }

    /// <summary>Proves the method on this server: how much three statements of a bare connection add to its counter.</summary>
    public static long OfThreeStatements(TestServer server)
    {
        using var connection = server.Connect("");
        var before = SessionQuestions(connection);
        for (var i = 0; i < 3; i++)
        {
            using var command = new MySqlCommand("DO 1", connection);
            command.ExecuteNonQuery();
        }
        return SessionQuestions(connection) - 1 - before;
    }

    private static long SessionQuestions(MySqlConnection connection)
    {
        using var command = new MySqlCommand("SHOW SESSION STATUS LIKE 'Questions'", connection);
        using var reader = command.ExecuteReader();
        reader.Read();
        return long.Parse(reader.GetString(1), CultureInfo.InvariantCulture);
    }

    private sealed class GeneralLog
    {
        private readonly MySqlConnection _observer;
        private readonly string _output;
        private readonly string _on;
        private readonly string _begin;

        private GeneralLog(MySqlConnection observer)
        {
            _observer = observer;
            _output = Ask("SELECT @@global.log_output")[0];
            _on = Ask("SELECT @@global.general_log")[0];
            _begin = Ask("SELECT CAST(NOW(6) AS CHAR)")[0];
        }

        /// <returns>Null where the account may not switch the log on.</returns>
        public static GeneralLog? TryStart(MySqlConnection observer)
        {
            var log = new GeneralLog(observer);
            try
            {
                log.Send("SET GLOBAL log_output = 'TABLE'");
                log.Send("SET GLOBAL general_log = 1");
                return log;
            }
            catch (MySqlException)
            {
                return null;
            }
        }

        /// <summary>What a session has sent, but for the bench's own questions.</summary>
        public IReadOnlyList<string> Of(int thread) =>
            [.. Ask($"SELECT CONCAT(command_type, ': ', CONVERT(argument USING utf8mb4)) FROM mysql.general_log WHERE thread_id = {thread} AND event_time >= '{_begin}'")
                .Where(line => !line.Contains("SHOW SESSION STATUS", StringComparison.Ordinal) && !line.Contains("CONNECTION_ID", StringComparison.Ordinal))];

        public void Stop()
        {
            Send($"SET GLOBAL general_log = {_on}");
            Send($"SET GLOBAL log_output = '{_output}'");
        }

        private void Send(string sql)
        {
            using var command = new MySqlCommand(sql, _observer);
            command.ExecuteNonQuery();
        }

        private List<string> Ask(string sql)
        {
            using var command = new MySqlCommand(sql, _observer);
            using var reader = command.ExecuteReader();
            var rows = new List<string>();
            while (reader.Read()) rows.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture) ?? "");
            return rows;
        }
    }
}
