using System.Text.RegularExpressions;
using Migrations.TestServers;
using MySqlConnector;

namespace Migrations.Module.Tests.Errors;

/// <summary>What raises an error on a server.</summary>
/// <param name="Id">The error's id.</param>
/// <param name="Script">The command; <c>$root</c> is the project, <c>$url</c> the database, <c>$server</c> its server.</param>
/// <param name="Prepare">Makes the project and the database so; may name another URL for the command.</param>
public sealed record ServerProvocation(string Id, string Script, Func<ServerScene, string?> Prepare)
{
    private const string Run = "Invoke-Migration -Path $root -DatabaseUrl $url ";
    private const string Read = "Get-Migration -Path $root -DatabaseUrl $url";

    public static IReadOnlyList<ServerProvocation> All { get; } =
    [
        new("DatabaseAccessDenied", Run, scene => scene.Database.Url.Replace(Uri.EscapeDataString(scene.Database.Server.Password) + "@", "wrong@", StringComparison.Ordinal)),
        new("DatabaseNotFound", Run, scene => scene.Database.Server.UrlOf("no_such_database")),
        new("ConnectionLost", "Get-SchemaTable -DatabaseUrl $url", scene => scene.Cut(command => command.Contains("information_schema", StringComparison.OrdinalIgnoreCase))),
        new("SchemaUnreadable", "Get-SchemaTable -DatabaseUrl $url", scene => scene.Limited("SchemaUnreadable")),
        new("ServerRefused", "Unregister-Migration 0000_setup -Path $root -DatabaseUrl $url -Confirm:$false", scene => scene.Installed().Limited("ServerRefused")),
        new("LockTimeout", Run + "-LockTimeout 0", scene => scene.Locked()),
        new("HistoryUnreadable", Read, scene => scene.Sql("CREATE TABLE __drizzle_migrations (wrong int)")),
        new("HistoryUnwritable", Run, scene => scene.Add("0000_setup", "SELECT 1;").ReadOnly()),
        new("MigrationAlreadyApplied", "Register-Migration 0000_setup -Path $root -DatabaseUrl $url", scene => scene.Installed().Default),
        new("MigrationNotApplied", "Unregister-Migration 0000_setup -Path $root -DatabaseUrl $url -Confirm:$false", scene => scene.Add("0000_setup", "SELECT 1;").Default),
        new("MigrationNotJournaled", "Unregister-Migration 0009_loose -Path $root -DatabaseUrl $url -Confirm:$false", scene =>
        {
            scene.Project.Write("drizzle/0009_loose.sql", "SELECT 1;");
            return scene.Default;
        }),
        new("MigrationNotThere", "Register-Migration -All -Path $root -DatabaseUrl $url", scene => scene.Add("0000_setup", "CREATE TABLE t (id int);").Default),
        new("StatementFailed", Run, scene => scene.Add("0000_broken", "SELECT 1;\nALTER TABLE nope ADD a int;").Default),
        new("MigrationModified", Run, scene => scene.Installed().Write("0000_setup", "SELECT 2;").Default),
        new("CompletedStatementChanged", Run, scene => scene.Partial().Write("0001_half", "UPDATE t SET v = 'x';\nUPDATE t SET nope = 1;").Default),
        new("MigrationNotPartial", Run + "-Restart 0001_more -Force", scene => scene.Installed().Add("0001_more", "SELECT 1;").Default),
        new("DestructiveStatement", Run, scene => scene.Installed().Add("0001_drop", "DROP TABLE t;").Default),
        new("DefinitionConflict", Run + "-OnConflict Stop", scene => scene.Installed().Add("0001_conflict", "ALTER TABLE t ADD COLUMN v bigint;").Default),
        new("DatabaseNotFresh", Run, scene => scene.Add("0000_setup", "CREATE TABLE t (id int);").Sql("CREATE TABLE t (id int)")),
        new("FreshInstallRefused", Run + "-FreshInstall Refuse", scene => scene.Add("0000_setup", "SELECT 1;").Default),
        new("ScratchDatabaseRefused", "Test-SchemaDrift -Replay -ScratchUrl $url -Path $root", scene =>
        {
            scene.Project.Guarded();
            return scene.ReadOnly();
        }),
        new("ReplayLeavesDatabase", "Test-SchemaDrift -Replay -ScratchUrl $server -Path $root", scene =>
        {
            scene.Project.Guarded();
            return scene.Add("0001_beyond", "CREATE DATABASE beyond_it;").Sql("CREATE TABLE theirs (id int)");
        }),
    ];
}

/// <summary>A project and a database in which something is to go wrong.</summary>
public sealed class ServerScene : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly List<string> _accounts = [];
    private FaultProxy? _proxy;
    private MySqlConnection? _holder;

    public ServerScene(TestServer server)
    {
        Database = server.CreateDatabase("errors");
        Project = new ProjectFolder();
    }

    public TestDatabase Database { get; }

    public ProjectFolder Project { get; }

    /// <summary>Nothing more is needed: the command's URL is the database's own.</summary>
    public string? Default => null;

    public ServerScene Add(string tag, string sql)
    {
        Project.Add(tag, sql);
        return this;
    }

    public ServerScene Write(string tag, string sql)
    {
        Project.Write($"drizzle/{tag}.sql", sql);
        return this;
    }

    public string? Sql(string sql)
    {
        Database.Execute(sql);
        return null;
    }

    /// <summary>A table <c>t</c>, made by a migration.</summary>
    public ServerScene Installed()
    {
        Add("0000_setup", "CREATE TABLE t (id int PRIMARY KEY, v varchar(50));\nINSERT INTO t VALUES (1, 'a');");
        _session.Run("Invoke-Migration -Path $root -DatabaseUrl $url", ("root", Project.Root), ("url", Database.Url));
        return this;
    }

    /// <summary>A migration of which one statement is done.</summary>
    public ServerScene Partial()
    {
        Installed().Add("0001_half", "UPDATE t SET v = 'b';\nUPDATE t SET nope = 1;");
        Assert.StartsWith("StatementFailed,", _session.Fail("Invoke-Migration -Path $root -DatabaseUrl $url").Error.FullyQualifiedErrorId);
        return this;
    }

    /// <summary>Another session has the run lock. Its name is the one that a run asks for.</summary>
    public string? Locked()
    {
        Installed().Add("0001_more", "SELECT 1;");
        using var proxy = new FaultProxy(Database.Server);
        _session.Run("Unregister-Migration 0000_setup -Path $root -DatabaseUrl $url -Confirm:$false", ("url", proxy.UrlOf(Database)));
        var name = proxy.Commands.Select(command => Regex.Match(command, @"GET_LOCK\('([^']+)'")).First(match => match.Success).Groups[1].Value;
        _holder = Database.Connect();
        using var command = new MySqlCommand($"SELECT GET_LOCK('{name}', 0)", _holder);
        Assert.Equal("1", command.ExecuteScalar()!.ToString());
        return null;
    }

    /// <summary>A URL on which the connection is cut, and stays so, at the first command that is so.</summary>
    public string Cut(Func<string, bool> at)
    {
        using var undisturbed = new FaultProxy(Database.Server);
        _session.Run("Get-SchemaTable -DatabaseUrl $url", ("url", undisturbed.UrlOf(Database)));
        var number = undisturbed.Commands.ToList().FindIndex(command => at(command));
        FaultProxy? through = null;
        _proxy = through = new FaultProxy(Database.Server, new Fault(number, FaultMoment.During), _ => through!.RefusesConnections = true);
        return _proxy.UrlOf(Database);
    }

    /// <summary>The URL of an account that may only read.</summary>
    public string ReadOnly() => Account("SELECT", "");

    /// <summary>
    /// The URL of an account that may send only so many commands an hour (https://dev.mysql.com/doc/refman/8.4/en/user-resources.html): the
    /// number with which the command that this is for meets the error.
    /// </summary>
    public string Limited(string id)
    {
        var script = ServerProvocation.All.Single(provocation => provocation.Id == id).Script;
        for (var commands = 1; commands < 40; commands++)
        {
            var raised = _session.Run($"$Error.Clear(); try {{ {script} | Out-Null }} catch {{ }}; $Error | ForEach-Object {{ $_.FullyQualifiedErrorId }}", ("root", Project.Root), ("url", Account("ALL", $"WITH MAX_QUERIES_PER_HOUR {commands}")));
            if (raised.Objects.Any(error => error.ToString()!.StartsWith(id + ",", StringComparison.Ordinal))) return Account("ALL", $"WITH MAX_QUERIES_PER_HOUR {commands}");
        }
        throw new InvalidOperationException($"No limit of commands raised {id}.");
    }

    public void Dispose()
    {
        _proxy?.Dispose();
        _holder?.Dispose();
        foreach (var account in _accounts) Database.Execute($"DROP USER '{account}'@'%'");
        _session.Dispose();
        Database.Dispose();
        Project.Dispose();
    }

    private string Account(string privilege, string limit)
    {
        var name = $"{Database.Name}_{_accounts.Count}";
        Database.Execute($"CREATE USER '{name}'@'%' IDENTIFIED BY 'pw' {limit}");
        Database.Execute($"GRANT {privilege} ON `{Database.Name}`.* TO '{name}'@'%'");
        _accounts.Add(name);
        return $"mysql://{name}:pw@{Database.Server.Host}:{Database.Server.Port}/{Database.Name}";
    }
}
