namespace Migrations.TestServers;

/// <summary>A server of one test's own, to be killed and started again; the servers that tests share stay as they are.</summary>
public sealed class RestartableServer : IDisposable
{
    private readonly LocalInstance _instance;

    private RestartableServer(LocalInstance instance) => _instance = instance;

    public TestServer Server => _instance.Server;

    /// <summary>Starts a server of this kind; null where none is installed on this machine.</summary>
    public static RestartableServer? Start(bool isMariaDb) =>
        (isMariaDb ? LocalServer.FindMariaDb() : LocalServer.FindMySql()) is { } local
            ? new RestartableServer(LocalServer.Start(isMariaDb ? "mariadb-restarted" : "mysql-restarted", local, isToBeKilled: true)) : null;

    /// <summary>Ends it at once (SIGKILL): clients see their connections end, and what was not committed is gone.</summary>
    public void Kill() => _instance.End(inOrder: false);

    /// <summary>Ends it as an administrator does.</summary>
    public void ShutDown() => _instance.End(inOrder: true);

    /// <summary>Starts it again, with the data and at the address that it had.</summary>
    public void StartAgain() => _instance.StartAgain();

    public void Dispose() => Server.Dispose();
}
