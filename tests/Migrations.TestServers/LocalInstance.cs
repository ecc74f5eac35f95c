using System.Diagnostics;
using System.Globalization;
using MySqlConnector;

namespace Migrations.TestServers;

/// <summary>A running process of a <see cref="LocalServer"/>, with data of its own. It can be killed and started again.</summary>
internal sealed class LocalInstance
{
    // Characters that must be encoded in a URL: whoever forgets it is found out by every test.
    private const string Password = "t3st:p@ss/w%rd#?&";

    private readonly string[] _command;
    private readonly string _folder;
    private Process _watch;

    private LocalInstance(string name, string[] command, string folder, int port)
    {
        _command = command;
        _folder = folder;
        _watch = StartWatched();
        Server = new TestServer(name, "127.0.0.1", (uint)port, "tester", Password, Stop);
    }

    public TestServer Server { get; }

    /// <summary>Starts it and makes the tests' account.</summary>
    public static LocalInstance Start(string name, string[] command, string folder, int port)
    {
        var instance = new LocalInstance(name, command, folder, port);
        using var root = instance.WaitUntilUp();
        TestServer.Run(root, $"CREATE USER 'tester'@'%' IDENTIFIED BY '{Password}'");
        TestServer.Run(root, "GRANT ALL ON *.* TO 'tester'@'%' WITH GRANT OPTION");
        return instance;
    }

    /// <summary>Ends the server at once (SIGKILL), or in order.</summary>
    public void End(bool inOrder)
    {
        var id = File.ReadAllText(Path.Combine(_folder, "server.pid")).Trim();
        using (var kill = Process.Start("kill", [inOrder ? "-TERM" : "-KILL", id])) kill.WaitForExit();
        if (!_watch.WaitForExit(TimeSpan.FromSeconds(60))) throw new InvalidOperationException($"{Server.Name} does not end.");
    }

    /// <summary>Starts it again with the data it had.</summary>
    public void StartAgain()
    {
        _watch = StartWatched();
        WaitUntilUp().Dispose();
    }

    internal static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    // The shell ends the server when this process is gone, however it went: a killed test run leaves nothing behind.
    private Process StartWatched()
    {
        const string watch = """
            "$@" >>"$SERVER_FOLDER/log" 2>&1 &
            server=$!
            trap 'kill $server' TERM INT
            while kill -0 $TEST_PROCESS 2>/dev/null && kill -0 $server 2>/dev/null; do sleep 0.3; done
            kill $server 2>/dev/null
            wait $server
            kill -0 $TEST_PROCESS 2>/dev/null || rm -rf "$SERVER_FOLDER"
            """;
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true };
        foreach (var argument in (string[])["-c", watch, "server", .. _command]) start.ArgumentList.Add(argument);
        start.Environment["TEST_PROCESS"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        start.Environment["SERVER_FOLDER"] = _folder;
        return Process.Start(start)!;
    }

    private MySqlConnection WaitUntilUp()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var root = new MySqlConnection($"Server=127.0.0.1;Port={Server.Port};User ID=root;Pooling=false;SslMode=None;AllowPublicKeyRetrieval=true");
            try
            {
                root.Open();
                return root;
            }
            catch (MySqlException) when (!_watch.HasExited && clock.Elapsed < TimeSpan.FromSeconds(60))
            {
                root.Dispose();
                Thread.Sleep(100);
            }
            catch (MySqlException failure)
            {
                root.Dispose();
                var log = Path.Combine(_folder, "log");
                var said = File.Exists(log) ? string.Join("\n", File.ReadLines(log).TakeLast(20)) : "";
                Stop();
                throw new InvalidOperationException($"{Server.Name} did not start: {failure.Message}\n{said}", failure);
            }
        }
    }

    private void Stop()
    {
        if (!_watch.HasExited)
        {
            using var term = Process.Start("kill", ["-TERM", _watch.Id.ToString(CultureInfo.InvariantCulture)]);
            term.WaitForExit();
            if (!_watch.WaitForExit(TimeSpan.FromSeconds(20))) _watch.Kill(entireProcessTree: true);
        }
        Remove(_folder);
    }
}
