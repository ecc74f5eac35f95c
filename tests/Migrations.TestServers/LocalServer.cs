using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Migrations.TestServers;

/// <summary>A server installed on this machine, run on a free port of 127.0.0.1 with its data in a temporary folder.</summary>
internal sealed class LocalServer
{
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

    /// <summary>Starts it with a new, empty data folder.</summary>
    /// <param name="name">What the tests call it.</param>
    /// <param name="local">The installation.</param>
    /// <param name="isToBeKilled">Whether what was committed must outlive the server's process, as it does with the server's own defaults.</param>
    public static LocalInstance Start(string name, LocalServer local, bool isToBeKilled = false)
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
            string[] command =
            [
                .. local.Command, "--no-defaults", $"--datadir={inside}/data", $"--port={port}", "--bind-address=127.0.0.1", $"--socket={inside}/s.sock",
                $"--pid-file={inside}/server.pid", $"--user={Environment.UserName}", .. Quick, .. local.IsMariaDb ? (string[])[] : ["--mysqlx=OFF"],
                // 2: written at every commit, though not to the disk itself.
                .. isToBeKilled ? (string[])["--innodb-flush-log-at-trx-commit=2"] : [],
            ];
            return LocalInstance.Start(name, command, folder, port);
        }
        catch
        {
            LocalInstance.Remove(folder);
            throw;
        }
    }

    private string[] Command => Chroot.Length > 0 ? ["chroot", Chroot, Executable] : [Executable];

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
