using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>A server program that is installed on this machine. It is run with the user's own rights, on a free port of 127.0.0.1, with its data in a temporary folder.</summary>
/// <param name="Program">The program's path.</param>
/// <param name="IsMariaDb">Whether it is MariaDB.</param>
internal sealed record LocalServer(string Program, bool IsMariaDb)
{
    // Nothing of it outlives the run, so nothing waits for the disk.
    private static readonly string[] Quick = ["--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--skip-log-bin", "--character-set-server=utf8mb4", "--max-connections=50"];

    // The shell ends the server when this process is gone, however it went, and takes its folder away.
    private const string Watch =
        "exec 2>/dev/null; \"$SERVER_PROGRAM\" --defaults-file=\"$SERVER_FOLDER/my.cnf\" >/dev/null 2>&1 </dev/null & server=$!; trap 'kill $server' TERM INT HUP; "
        + "while kill -0 $SERVER_PARENT 2>/dev/null && kill -0 $server 2>/dev/null; do sleep 0.3; done; kill $server 2>/dev/null; wait $server; "
        + "kill -0 $SERVER_PARENT 2>/dev/null || rm -rf \"$SERVER_FOLDER\"";

    /// <summary>The servers of this machine: at most one of each family.</summary>
    public static IReadOnlyList<LocalServer> Find(CancellationToken cancellation)
    {
        var found = new List<LocalServer>();
        foreach (var name in new[] { "mysqld", "mariadbd" })
        {
            if (ToolRun.Find(name) is not { } program) continue;
            // MariaDB installs a mysqld too.
            var isMariaDb = name == "mariadbd" || SaysMariaDb(program, cancellation);
            if (!found.Any(server => server.IsMariaDb == isMariaDb)) found.Add(new LocalServer(program, isMariaDb));
        }
        return found;
    }

    /// <summary>Starts it.</summary>
    /// <exception cref="InvalidOperationException">It did not start: the message says why.</exception>
    public ScratchServer Start(CancellationToken cancellation)
    {
        var folder = Path.Combine(Path.GetTempPath(), "migrations-scratch-" + Guid.NewGuid().ToString("N").Substring(0, 12));
        MakePrivate(folder);
        try
        {
            var password = ScratchServer.NewPassword();
            var port = FreePort();
            Initialize(folder, cancellation);
            File.WriteAllText(Path.Combine(folder, "init.sql"), $"ALTER USER 'root'@'localhost' IDENTIFIED BY '{password}';\n");
            File.WriteAllText(Path.Combine(folder, "my.cnf"), $"[mysqld]\n{string.Join("\n", Options(folder, port).Select(option => option.TrimStart('-')))}\n");
            var process = Launch(folder);
            return ScratchServer.Await(ScratchServer.SettingsOf(port, password), Program, () => process.HasExited, () => LastOf(folder), () => Stop(process, folder, ScratchServer.SettingsOf(port, password)), cancellation);
        }
        catch
        {
            Remove(folder);
            throw;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(IsMariaDb ? "MariaDB" : "MySQL")} at {Program}";

    private static bool SaysMariaDb(string program, CancellationToken cancellation)
    {
        try
        {
            return ToolRun.Run(program, ["--no-defaults", "--version"], null, cancellation).Output.IndexOf("MariaDB", StringComparison.OrdinalIgnoreCase) >= 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    // The password is written into it.
    private static void MakePrivate(string folder)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }
#endif
        Directory.CreateDirectory(folder);
    }

    private void Initialize(string folder, CancellationToken cancellation)
    {
        var data = Path.Combine(folder, "data");
        var (program, arguments) = !IsMariaDb ? (Program, new List<string> { "--no-defaults", "--initialize-insecure", $"--datadir={data}" })
            : (ToolRun.Find("mariadb-install-db") ?? ToolRun.Find("mysql_install_db") ?? throw new InvalidOperationException("mariadb-install-db, which makes its data folder, is not there."),
                ToolRun.IsWindows ? [$"--datadir={data}"] : ["--no-defaults", $"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db"]);
        // Started by root, it wants to be told that it may stay so.
        if (!ToolRun.IsWindows) arguments.Add($"--user={Environment.UserName}");
        var (code, output) = ToolRun.Run(program, arguments, null, cancellation);
        if (code != 0) throw new InvalidOperationException($"its data folder could not be made: {LastLines(output)}");
    }

    private IEnumerable<string> Options(string folder, int port)
    {
        static string Unified(string path) => path.Replace('\\', '/');
        yield return $"--datadir={Unified(Path.Combine(folder, "data"))}";
        yield return $"--port={port.ToString(CultureInfo.InvariantCulture)}";
        yield return "--bind-address=127.0.0.1";
        yield return $"--socket={Unified(Path.Combine(folder, "s.sock"))}";
        yield return $"--pid-file={Unified(Path.Combine(folder, "server.pid"))}";
        yield return $"--log-error={Unified(Path.Combine(folder, "error.log"))}";
        yield return $"--init-file={Unified(Path.Combine(folder, "init.sql"))}";
        foreach (var option in Quick) yield return option;
        if (!IsMariaDb)
        {
            yield return "--mysqlx=OFF";
            // Distributions build in a folder of their own, and without it the server does not start.
            yield return $"--secure-file-priv={Unified(folder)}";
        }
        if (!ToolRun.IsWindows) yield return $"--user={Environment.UserName}";
    }

    private Process Launch(string folder)
    {
        if (ToolRun.IsWindows) return ToolRun.Start(Program, [$"--defaults-file={Path.Combine(folder, "my.cnf")}"], null, captures: false);
        using var self = Process.GetCurrentProcess();
        // The script goes in a file: an argument could not hold its quotation marks.
        File.WriteAllText(Path.Combine(folder, "watch.sh"), Watch + "\n");
        return ToolRun.Start("/bin/sh", [Path.Combine(folder, "watch.sh")], new Dictionary<string, string>
        {
            ["SERVER_PROGRAM"] = Program,
            ["SERVER_FOLDER"] = folder,
            ["SERVER_PARENT"] = self.Id.ToString(CultureInfo.InvariantCulture),
        }, captures: false);
    }

    private static void Stop(Process process, string folder, ConnectionSettings settings)
    {
        try
        {
            if (!process.HasExited)
            {
                using var session = DatabaseSession.Open(settings);
                session.Execute("SHUTDOWN");
            }
        }
        catch (Exception refused) when (refused is Model.MigrationException or MySqlException or InvalidOperationException)
        {
            End(process);
        }
        if (!process.WaitForExit(15000)) End(process);
        process.WaitForExit(5000);
        process.Dispose();
        Remove(folder);
    }

    // A signal that the shell passes on: killed, it would leave the server behind.
    private static void End(Process process)
    {
        if (ToolRun.IsWindows || process.HasExited) ToolRun.Kill(process);
        else ToolRun.Run("/bin/kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)], null, default);
    }

    private static void Remove(string folder)
    {
        for (var attempt = 0; Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            // On Windows a file stays for a moment after the process that had it open.
            catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
            {
                if (attempt == 20) return;
                Thread.Sleep(100);
            }
        }
    }

    private static string LastOf(string folder)
    {
        var log = Path.Combine(folder, "error.log");
        return File.Exists(log) ? LastLines(File.ReadAllText(log)) : "";
    }

    private static string LastLines(string text)
    {
        var lines = text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        var errors = lines.Where(line => line.IndexOf("[ERROR]", StringComparison.OrdinalIgnoreCase) >= 0).ToList();
        return string.Join(" ", (errors.Count > 0 ? errors : lines).Skip(Math.Max(0, (errors.Count > 0 ? errors : lines).Count - 3)));
    }

    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        try
        {
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        finally
        {
            listener.Stop();
        }
    }
}
