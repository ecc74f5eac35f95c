using System.Text.Json;
using Migrations.Bench.Contenders;

namespace Migrations.Bench;

/// <summary>Who takes part, with the versions; who cannot is named with the reason.</summary>
internal sealed class Peers
{
    private readonly List<IContender> _contenders = [];
    private readonly List<string> _versions = [];
    private readonly List<string> _absent = [];

    private Peers(RawClient client)
    {
        Client = client;
        _contenders.Add(client);
    }

    /// <summary>The reference of every ratio.</summary>
    public RawClient Client { get; }

    /// <summary>The reference without a process of its own.</summary>
    public RawDriver Driver { get; } = new();

    public Engine Engine { get; } = new("engine", tls: false);

    public IReadOnlyList<IContender> Contenders => _contenders;

    public IReadOnlyList<string> Versions => _versions;

    public IReadOnlyList<string> Absent => _absent;

    /// <summary>Looks for the peers, and installs those that npm has.</summary>
    /// <exception cref="InvalidOperationException">There is no client to compare with.</exception>
    public static Peers Gather(string repository, TextWriter log)
    {
        var client = ExternalProcess.Find("mariadb", "mysql")
            ?? throw new InvalidOperationException("Neither the mariadb nor the mysql client is on the PATH: install one (apt-get install mariadb-client).");
        var peers = new Peers(new RawClient(client));
        peers._versions.Add(FirstLine(client, "--version"));
        peers._contenders.AddRange([peers.Driver, peers.Engine, new Engine("engine, TLS where the server has it (the default)", tls: true), new EngineProcess()]);
        if (HostProcess.Find(repository) is { } host)
            peers._contenders.Add(new HostProcess(host));
        else
            peers._absent.Add("Invoke-Migration in Migrations.Host: the host is not built (dotnet build -c Release).");
        peers.AddFromNpm(Path.Combine(repository, "bench", "peers"), log);
        return peers;
    }

    private void AddFromNpm(string folder, TextWriter log)
    {
        if (ExternalProcess.Find("node") is not { } node || ExternalProcess.Find("npm") is not { } npm)
        {
            _absent.Add("drizzle-orm and dbmate: there is no node with npm on the PATH.");
            return;
        }
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            log.WriteLine("npm ci in bench/peers");
            try
            {
                ExternalProcess.Run(npm, ["install", "--no-save"], folder: folder);
            }
            catch (InvalidOperationException failure)
            {
                _absent.Add($"drizzle-orm and dbmate: {failure.Message.ReplaceLineEndings(" ")}");
                return;
            }
        }
        _versions.Add($"node {FirstLine(node, "--version")}");
        _contenders.Add(new DrizzleOrm(node, folder));
        foreach (var package in (string[])["drizzle-orm", "mysql2"]) _versions.Add($"{package} {VersionOf(folder, package)}");
        if (Dbmate.Find(folder) is { } dbmate)
        {
            _contenders.Add(new Dbmate(dbmate));
            _versions.Add(FirstLine(dbmate, "--version"));
        }
        else
        {
            _absent.Add("dbmate: its package has no binary for this system.");
        }
    }

    private static string VersionOf(string folder, string package)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "node_modules", package, "package.json")));
        return json.RootElement.GetProperty("version").GetString()!;
    }

    private static string FirstLine(string program, string argument) => ExternalProcess.Run(program, [argument]).Output.Trim().Split('\n')[0].Trim().Replace(program, Path.GetFileName(program), StringComparison.Ordinal);
}
