namespace Migrations.TestServers;

/// <summary>A server that can be had on this machine; nothing is started before <see cref="Start"/>.</summary>
public sealed class ServerOffer
{
    private ServerOffer(string name, Func<TestServer> start)
    {
        Name = name;
        Start = start;
    }

    public string Name { get; }

    public Func<TestServer> Start { get; }

    /// <summary>
    /// The servers of MIGRATIONS_TEST_SERVERS (<c>name=mysql://…</c>, separated by blanks); else containers, where a Docker engine
    /// answers; else servers installed on this machine, started in temporary folders.
    /// </summary>
    public static IReadOnlyList<ServerOffer> All()
    {
        if (Environment.GetEnvironmentVariable("MIGRATIONS_TEST_SERVERS") is { Length: > 0 } list)
        {
            return [.. list.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(item =>
            {
                var equals = item.IndexOf('=', StringComparison.Ordinal);
                if (equals < 0 || !Uri.TryCreate(item[(equals + 1)..], UriKind.Absolute, out var url))
                    throw new InvalidOperationException("MIGRATIONS_TEST_SERVERS holds name=mysql://user:password@host:port items, separated by blanks.");
                return new ServerOffer(item[..equals], () => FromUrl(item[..equals], url));
            })];
        }
        if (ContainerServer.EngineAnswers())
            return [.. ContainerServer.Images.Select(image => new ServerOffer(image, () => ContainerServer.Start(image)))];
        var offers = new List<ServerOffer>();
        if (LocalServer.FindMySql() is { } mySql) offers.Add(new ServerOffer("mysql-local", () => LocalServer.Start("mysql-local", mySql).Server));
        if (LocalServer.FindMariaDb() is { } mariaDb) offers.Add(new ServerOffer("mariadb-local", () => LocalServer.Start("mariadb-local", mariaDb).Server));
        return offers;
    }

    private static TestServer FromUrl(string name, Uri url)
    {
        var user = url.UserInfo.Split(':', 2);
        return new TestServer(
            name, url.Host, url.Port > 0 ? (uint)url.Port : 3306, Uri.UnescapeDataString(user[0]), user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "", static () => { });
    }
}
