using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MySqlConnector;

namespace Migrations.TestServers;

/// <summary>A server installed on this machine, run on a free port of 127.0.0.1 with its data in a temporary folder.</summary>
internal sealed class LocalServer
{
    // Characters that must be encoded in a URL: whoever forgets it is found out by every test.
    private const string Password = "t3st:p@ss/w%rd#?&";

    // The tests do not pull the plug, so nothing waits for the disk.
    private static readonly string[] Quick = ["--secure-file-priv=", "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--skip-log-bin", "--max-connections=300", "--performance-schema=ON"];

    private LocalServer(string executable, string chroot, bool isMariaDb)
    {
        Executable = executable;
        Chroot = chroot;
        IsMariaDb = isMariaDb;
    }

    private string Executable { get; }

    private string Chroot { get; }

    private bool IsMariaDb { get; }

    /// <summary>MySQL in the cached file system that install.sh makes (Debian stable has none), or on the PATH.</summary>
    public static LocalServer? FindMySql()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var chroot = Path.Combine(cache, "migrations", "mysql-chroot");
        if (File.Exists(Path.Combine(chroot, "usr/sbin/mysqld"))) return new LocalServer("/usr/sbin/mysqld", chroot, isMariaDb: false);
        // MariaDB installs a mysqld too, as a link to itself.
        return OnPath("mysqld") is { } mysqld && !Path.GetFileName(File.ResolveLinkTarget(mysqld, returnFinalTarget: true)?.FullName ?? "").Contains("maria", StringComparison.Ordinal)
            ? new LocalServer(mysqld, "", isMariaDb: false) : null;
    }

    public static LocalServer? FindMariaDb() => OnPath("mariadbd") is { } mariadbd ? new LocalServer(mariadbd, "", isMariaDb: true) : null;

    public static TestServer Start(string name, LocalServer local)
    {
        // Inside the chroot the same folder has another name.
        var inside = $"/tmp/migrations-{Environment.ProcessId}-{Guid.NewGuid():N}";
        var folder = local.Chroot + inside;
        Directory.CreateDirectory(folder);
        try
        {
            if (local.IsMariaDb)
                Complete("mariadb-install-db", ["--no-defaults", $"--datadir={inside}/data", "--auth-root-authentication-method=normal", "--skip-test-db", $"--user={Environment.UserName}"], folder);
            else
                Complete(local.Command[0], [.. local.Command[1..], "--no-defaults", "--initialize-insecure", $"--datadir={inside}/data", $"--user={Environment.UserName}"], folder);
            var port = FreePort();
            string[] arguments =
            [
                .. local.Command, "--no-defaults", $"--datadir={inside}/data", $"--port={port}", "--bind-address=127.0.0.1", $"--socket={inside}/s.sock",
                $"--pid-file={inside}/server.pid", $"--user={Environment.UserName}", .. Quick, .. local.IsMariaDb ? (string[])[] : ["--mysqlx=OFF"],
            ];
            var server = StartWatched(arguments, folder);
            return WaitUntilUp(name, port, server, folder);
        }
        catch
        {
            Remove(folder);
            throw;
        }
    }

    private string[] Command => Chroot.Length > 0 ? ["chroot", Chroot, Executable] : [Executable];

    // The shell ends the server when this process is gone, however it went: a killed test run leaves nothing behind.
    private static Process StartWatched(string[] command, string folder)
    {
        const string watch = """
            "$@" >"$SERVER_FOLDER/log" 2>&1 &
            server=$!
            trap 'kill $server' TERM INT
            while kill -0 $TEST_PROCESS 2>/dev/null && kill -0 $server 2>/dev/null; do sleep 0.3; done
            kill $server 2>/dev/null
            wait $server
            kill -0 $TEST_PROCESS 2>/dev/null || rm -rf "$SERVER_FOLDER"
            """;
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true };
        foreach (var argument in (string[])["-c", watch, "server", .. command]) start.ArgumentList.Add(argument);
        start.Environment["TEST_PROCESS"] = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["SERVER_FOLDER"] = folder;
        return Process.Start(start)!;
    }

    private static TestServer WaitUntilUp(string name, int port, Process server, string folder)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var root = new MySqlConnection($"Server=127.0.0.1;Port={port};User ID=root;Pooling=false;SslMode=None;AllowPublicKeyRetrieval=true");
                root.Open();
                TestServer.Run(root, $"CREATE USER 'tester'@'%' IDENTIFIED BY '{Password}'");
                TestServer.Run(root, "GRANT ALL ON *.* TO 'tester'@'%' WITH GRANT OPTION");
                return new TestServer(name, "127.0.0.1", (uint)port, "tester", Password, () => Stop(server, folder));
            }
            catch (MySqlException) when (!server.HasExited && watch.Elapsed < TimeSpan.FromSeconds(60))
            {
                Thread.Sleep(100);
            }
            catch (MySqlException failure)
            {
                var log = Path.Combine(folder, "log");
                var said = File.Exists(log) ? string.Join("\n", File.ReadLines(log).TakeLast(20)) : "";
                Stop(server, folder);
                throw new InvalidOperationException($"{name} did not start: {failure.Message}\n{said}", failure);
            }
        }
    }

    private static void Stop(Process server, string folder)
    {
        if (!server.HasExited)
        {
            using var term = Process.Start("kill", ["-TERM", server.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            term.WaitForExit();
            if (!server.WaitForExit(TimeSpan.FromSeconds(20))) server.Kill(entireProcessTree: true);
        }
        Remove(folder);
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static void Complete(string command, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(command) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command} failed in {folder}: {output}{error.Result}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/usr/local/sbin").Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
