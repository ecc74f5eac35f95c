using System.Collections;
using System.Management.Automation;
using System.Text;
using Migrations.TestServers;

namespace Migrations.Module.Tests;

/// <summary>
/// Every cmdlet, with a password given in every way, in success and in failure: whatever it writes is searched for that password. The cmdlets are
/// asked of the module, so that a new one is among them.
/// </summary>
public sealed class SecretsTests(ServerFleet fleet) : IDisposable
{
    private const string Wrong = "wr0ng:s3cr3t/p%ss#w?rd&";

    // What a cmdlet cannot do without.
    private static readonly Dictionary<string, object> Mandatory = new(StringComparer.OrdinalIgnoreCase) { ["Tag"] = "0001_b", ["To"] = "0001_b", ["Name"] = "another", ["Column"] = "a.d int", ["LiteralPath"] = "drizzle/schema.ts", ["FilePath"] = "exported.sql" };

    private readonly ModuleSession _session = new();
    private readonly ProjectFolder _project = new();
    private readonly Dictionary<string, int> _commands = new(StringComparer.Ordinal);

    public enum Way
    {
        /// <summary>-DatabaseUrl mysql://…</summary>
        Url,

        /// <summary>-DatabaseUrl Server=…;Password=…</summary>
        ConnectionString,

        /// <summary>-Credential, beside a URL with another password.</summary>
        Credential,

        /// <summary>$env:DATABASE_URL.</summary>
        Environment,

        /// <summary>DATABASE_URL in the project's .env.</summary>
        DotEnv,

        /// <summary>The dbCredentials of drizzle.config.ts.</summary>
        Configuration,
    }

    public enum Situation
    {
        Works,
        StatementFails,
        ConnectionIsLost,
        PasswordIsWrong,
        HostIsWrong,
    }

    [Theory]
    [EveryServer(Situation.Works)]
    [EveryServer(Situation.StatementFails)]
    [EveryServer(Situation.ConnectionIsLost)]
    [EveryServer(Situation.PasswordIsWrong)]
    [EveryServer(Situation.HostIsWrong)]
    public void No_stream_result_error_or_file_shows_a_password(string server, Situation situation)
    {
        var searched = 0;
        foreach (var way in Enum.GetValues<Way>())
        {
            foreach (var call in Calls())
            {
                // Without a database there is one way only to meet a password: it lies in the environment.
                if (!call.TakesDatabase && (way != Way.Environment || situation != Situation.Works)) continue;
                using var database = fleet.Get(server).CreateDatabase("secret");
                searched += Search(database, call, way, situation);
            }
        }
        Assert.True(searched > 20_000, $"Only {searched} characters were written by all cmdlets.");
    }

    [Theory, EveryServer]
    public void The_console_and_temporary_files_show_no_password(string server)
    {
        using var database = fleet.Get(server).CreateDatabase("secret");
        _project.Add("0000_a", "CREATE TABLE a (id int);").Add("0001_b", "ALTER TABLE nope ADD b int;");
        using var temporary = new ProjectFolder(withConfig: false);
        var wrong = database.Url.Replace(Uri.EscapeDataString(database.Server.Password), Uri.EscapeDataString(Wrong), StringComparison.Ordinal);
        foreach (var url in (string[])[database.Url, wrong])
        {
            // Errors in all their detail, as someone would look at them.
            const string command = "try { Invoke-Migration -Verbose -Debug } catch { foreach ($e in $_, $_.Exception, $_.Exception.InnerException) { foreach ($p in $e.psobject.Properties) { '{0}: {1}' -f $p.Name, $p.Value } }; throw }";
            var shown = HostProcess.Run(_project.Root, url, new Dictionary<string, string> { ["TMPDIR"] = temporary.Root }, command);

            Assert.Equal(1, shown.ExitCode);
            Assert.True(shown.Output.Contains(url == wrong ? "DatabaseAccessDenied" : "StatementFailed", StringComparison.Ordinal), $"It wrote:\n{shown.Output}\n{shown.Error}");
            AssertHidden(shown.Output + shown.Error, [database.Server.Password, Wrong], $"the console with {(url == wrong ? "a wrong" : "the right")} password");
        }
        foreach (var folder in (string[])[temporary.Root, _project.Root]) SearchFiles(folder, [database.Server.Password, Wrong], except: null);
    }

    [Theory, EveryServer]
    public void No_stream_result_error_or_file_shows_a_token(string server)
    {
        using var authority = new TestAuthority();
        var searched = 0;
        foreach (var call in Calls().Where(call => call.TakesDatabase))
        {
            Assert.True(call.Set.Parameters.Any(parameter => parameter.Name == "AccessToken"), $"{call} takes no token.");
            foreach (var fault in (string[])["", "name", "token"])
            {
                using var database = fleet.Get(server).CreateDatabase("secret");
                database.Execute($"CREATE USER '{database.Name}'@'%' IDENTIFIED BY ''");
                database.Execute($"GRANT ALL ON *.* TO '{database.Name}'@'%'");
                using var project = NewProject(Situation.Works);
                project.Write("ca.pem", authority.Pem);
                using var front = new TlsFront(fleet.Get(server), authority.Issue(fault == "name" ? "db.example.com" : "127.0.0.1"), fault == "token" ? "another" : Wrong);
                var arguments = call.Arguments(project);
                arguments["Verbose"] = arguments["Debug"] = true;
                arguments["DatabaseUrl"] = $"mysql://{database.Name}:{Uri.EscapeDataString(Wrong + "2")}@127.0.0.1:{front.Port}/{database.Name}?ssl-ca={Uri.EscapeDataString(project.PathOf("ca.pem"))}";
                arguments["AccessToken"] = Wrong;
                var (written, failed) = Run(call.Cmdlet.Name, arguments, environment: null);
                database.Execute($"DROP USER '{database.Name}'@'%'");
                AssertHidden(written, [Wrong], $"{call} with a token, {fault}");
                SearchFiles(project.Root, [Wrong], except: null);
                // Some do not connect at all.
                if (fault.Length > 0 && front.Connections > 0) Assert.True(failed, $"{call}, {fault}: it should have failed, and wrote:\n{written}");
                searched += written.Length;
            }
        }
        Assert.True(searched > 10_000, $"Only {searched} characters were written by all cmdlets.");
    }

    [Theory]
    [EveryServer("azure")]
    [EveryServer("github")]
    public void A_build_agent_is_told_the_password_in_the_one_line_for_it_and_in_no_other(string server, string agent)
    {
        using var database = fleet.Get(server).CreateDatabase("secret");
        using var project = NewProject(Situation.StatementFails);
        using var step = new AgentStep(agent);
        foreach (var secret in (string[])[database.Server.Password, Wrong])
        {
            // All cmdlets, and each says all it can.
            var script = string.Join('\n', Calls().Select(call =>
                $"try {{ {call.Cmdlet.Name} {string.Join(' ', call.Arguments(project).Cast<DictionaryEntry>().Select(argument => argument.Value is bool flag ? $"-{argument.Key}:${flag}" : $"-{argument.Key} '{argument.Value}'"))} {(call.TakesDatabase ? "-DatabaseUrl $env:DATABASE_URL" : "")} -Verbose -Debug *>&1 | Out-Default }} catch {{ $_; $_.Exception }}"));
            var url = database.Url.Replace(Uri.EscapeDataString(database.Server.Password), Uri.EscapeDataString(secret), StringComparison.Ordinal);
            var run = step.Run(project.Root, url, script);

            string[] expected = agent == "azure"
                ? [.. Spelled(secret).Select(text => "##vso[task.setsecret]" + text.Replace("%", "%AZP25").Replace(";", "%3B").Replace("]", "%5D"))]
                : [.. Spelled(secret).Select(text => "::add-mask::" + text.Replace("%", "%25"))];
            var lines = run.Output.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
            Assert.Equal(expected, lines.Where(line => line.StartsWith(expected[0][..11], StringComparison.Ordinal) && (line.Contains("secret]", StringComparison.Ordinal) || agent == "github")).Distinct());
            AssertHidden(string.Join('\n', lines.Except(expected)) + run.Error, [secret], $"the agent's log ({agent})");
            if (secret != Wrong) Assert.Contains("StatementFailed", run.Output);
            Assert.True(AgentStep.Commands(run.Output).Count > expected.Length, run.Output);
        }
        foreach (var folder in (string[])[step.Folder, project.Root]) SearchFiles(folder, [database.Server.Password, Wrong], except: null);

        static IEnumerable<string> Spelled(string secret) => new[] { secret, Uri.EscapeDataString(secret), System.Text.Json.JsonEncodedText.Encode(secret).ToString() }.Distinct();
    }

    [Fact]
    public void The_search_finds_a_password_in_every_spelling()
    {
        foreach (var text in (string[])[$"at {Wrong}.", Uri.EscapeDataString(Wrong), Uri.EscapeDataString(Wrong).ToLowerInvariant(), System.Text.Json.JsonSerializer.Serialize(Wrong), "s3cr3t/p%ss"])
            Assert.ThrowsAny<Exception>(() => AssertHidden($"x {text} y", [Wrong], "a text"));
        AssertHidden("mysql://tester@127.0.0.1:3306/x (using password: YES)", [Wrong], "a text");
    }

    private static ProjectFolder NewProject(Situation situation)
    {
        var project = new ProjectFolder();
        project.Add("0000_a", "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);\nUPDATE a SET id = id + 1;");
        project.Add("0001_b", situation == Situation.StatementFails ? "ALTER TABLE nope ADD b int;" : "ALTER TABLE a ADD b int;");
        project.Write("drizzle/schema.ts", "import { int, mysqlTable } from 'drizzle-orm/mysql-core';\nexport const a = mysqlTable('a', { id: int('id'), b: int('b'), c: int('c') });\n");
        return project;
    }

    // Runs a cmdlet and searches all that it wrote; gives how much that was.
    private int Search(TestDatabase database, Call call, Way way, Situation situation)
    {
        using var project = NewProject(situation);
        var commands = situation == Situation.Works ? 0 : CommandsOf(database.Server, call);
        FaultProxy? through = null;
        var fault = situation == Situation.ConnectionIsLost && commands > 0 ? new Fault(commands / 2, FaultMoment.During) : null;
        // A run that finds no way back tries for a while before it gives up: once is enough.
        using var proxy = through = new FaultProxy(database.Server, fault, _ => through!.RefusesConnections = way == Way.Url);
        var password = situation == Situation.PasswordIsWrong ? Wrong : database.Server.Password;
        var secrets = new[] { database.Server.Password, Wrong };
        var host = situation == Situation.HostIsWrong ? "no-such-host.invalid:3306" : new Uri(proxy.UrlOf(database)).Authority;
        var name = database.Name;
        string UrlWith(string secret) => $"mysql://{database.Server.User}:{Uri.EscapeDataString(secret)}@{host}/{name}?ssl=false";

        var arguments = call.Arguments(project);
        arguments["Verbose"] = arguments["Debug"] = true;
        string? environment = null;
        var config = "export default { schema: './drizzle/schema.ts', out: './drizzle', dialect: 'mysql' };\n";
        string? secretFile = null;
        switch (way)
        {
            case Way.Url:
                arguments["DatabaseUrl"] = UrlWith(password);
                break;
            case Way.ConnectionString:
                var parts = host.Split(':');
                arguments["DatabaseUrl"] = $"Server={parts[0]};Port={parts[1]};User ID={database.Server.User};Password=\"{password}\";Database={name};SslMode=None";
                break;
            case Way.Credential:
                arguments["DatabaseUrl"] = UrlWith(Wrong);
                var secure = new System.Security.SecureString();
                foreach (var c in password) secure.AppendChar(c);
                arguments["Credential"] = new PSCredential(database.Server.User, secure);
                break;
            case Way.Environment:
                environment = UrlWith(password);
                break;
            case Way.DotEnv:
                secretFile = project.PathOf(".env");
                File.WriteAllText(secretFile, $"DATABASE_URL=\"{UrlWith(password)}\"\n");
                break;
            case Way.Configuration:
                secretFile = project.PathOf("drizzle.config.ts");
                config = config.Replace(" };", $", dbCredentials: {{ url: '{UrlWith(password)}' }} }};", StringComparison.Ordinal);
                break;
        }
        project.Write("drizzle.config.ts", config);
        var (written, failed) = Run(call.Cmdlet.Name, arguments, environment);
        var what = $"{call}, {way}, {situation}";
        AssertHidden(written, secrets, what);
        // Some take a database only where one is named to them, and some not always.
        if (commands > 0 && (arguments.ContainsKey("DatabaseUrl") || call.Cmdlet.Name == "Invoke-Migration"))
        {
            var mayGoOn = situation is Situation.Works or Situation.StatementFails || (situation == Situation.ConnectionIsLost && way != Way.Url);
            if (!mayGoOn) Assert.True(failed, $"{what}: it should have failed, and wrote:\n{written}");
            if (situation == Situation.ConnectionIsLost) Assert.True(proxy.HasStruck(), $"{what}: the connection was not cut.");
        }
        SearchFiles(project.Root, secrets, secretFile);
        return written.Length;
    }

    // How many commands a call sends to a server where nothing is in its way.
    private int CommandsOf(TestServer server, Call call)
    {
        if (_commands.TryGetValue(call.ToString(), out var known)) return known;
        using var project = NewProject(Situation.Works);
        using var database = server.CreateDatabase("secret");
        using var proxy = new FaultProxy(server);
        var arguments = call.Arguments(project);
        if (call.TakesDatabase) arguments["DatabaseUrl"] = proxy.UrlOf(database);
        Run(call.Cmdlet.Name, arguments, environment: null);
        Assert.True(proxy.Commands.Count > 0 || call.Cmdlet.Name != "Invoke-Migration", "Invoke-Migration sends nothing.");
        return _commands[call.ToString()] = proxy.Commands.Count;
    }

    // Every cmdlet, in each of its ways that take a database.
    private IEnumerable<Call> Calls()
    {
        using var shell = PowerShell.Create(_session.Runspace);
        var all = shell.AddScript("Get-Command -Module Migrations -CommandType Cmdlet").Invoke<CommandInfo>();
        Assert.NotEmpty(all);
        return [.. all.SelectMany(cmdlet => cmdlet.ParameterSets.Where(Names("DatabaseUrl")) is var sets && sets.Any()
            ? sets.Select(set => new Call(cmdlet, set, TakesDatabase: true)) : [new Call(cmdlet, cmdlet.ParameterSets[0], TakesDatabase: false)])];

        static Func<CommandParameterSetInfo, bool> Names(string parameter) => set => set.Parameters.Any(p => p.Name == parameter);
    }

    private sealed record Call(CommandInfo Cmdlet, CommandParameterSetInfo Set, bool TakesDatabase)
    {
        public Hashtable Arguments(ProjectFolder project)
        {
            var arguments = new Hashtable();
            if (Set.Parameters.Any(parameter => parameter.Name == "Path")) arguments["Path"] = project.Root;
            if (Cmdlet.Parameters.ContainsKey("Confirm")) arguments["Confirm"] = false;
            if (Cmdlet.Parameters.ContainsKey("WhatIf") && !TakesDatabase) arguments["WhatIf"] = true;
            foreach (var parameter in Set.Parameters.Where(parameter => parameter.IsMandatory && parameter.Name is not ("DatabaseUrl" or "Path")))
            {
                var isSwitch = parameter.ParameterType == typeof(SwitchParameter);
                Assert.True(isSwitch || Mandatory.ContainsKey(parameter.Name), $"{this} cannot do without -{parameter.Name}: say in {nameof(SecretsTests)}.{nameof(Mandatory)} what to give it.");
                arguments[parameter.Name] = isSwitch ? true : parameter.Name is "LiteralPath" or "FilePath" ? project.PathOf((string)Mandatory[parameter.Name]) : Mandatory[parameter.Name];
            }
            return arguments;
        }

        public override string ToString() => $"{Cmdlet.Name} ({Set.Name})";
    }

    // Everything that a cmdlet writes, as text in all its detail.
    private (string Written, bool Failed) Run(string cmdlet, Hashtable arguments, string? environment)
    {
        _session.Runspace.SessionStateProxy.SetVariable("arguments", arguments);
        _session.Runspace.SessionStateProxy.SetVariable("environment", environment);
        using var shell = PowerShell.Create(_session.Runspace);
        shell.AddScript($"$env:DATABASE_URL = $environment; try {{ {cmdlet} @arguments }} finally {{ $env:DATABASE_URL = $null }}");
        var written = new PSDataCollection<PSObject>();
        Exception? failure = null;
        try
        {
            shell.Invoke(null, written);
        }
        catch (RuntimeException terminating)
        {
            failure = terminating;
        }
        var text = new StringBuilder();
        var errors = shell.Streams.Error.Concat(failure is RuntimeException { ErrorRecord: { } record } ? [record] : []).ToList();
        foreach (var message in shell.Streams.Verbose.Select(v => v.Message).Concat(shell.Streams.Debug.Select(d => d.Message)).Concat(shell.Streams.Warning.Select(w => w.Message)))
            text.AppendLine(message);
        foreach (var information in shell.Streams.Information) text.AppendLine(information.ToString());
        foreach (var progress in shell.Streams.Progress) text.AppendLine($"{progress} {progress.Activity} {progress.StatusDescription} {progress.CurrentOperation}");
        foreach (var error in errors)
        {
            text.AppendLine($"{error} {error.ErrorDetails} {error.ErrorDetails?.RecommendedAction} {error.TargetObject} {error.FullyQualifiedErrorId} {error.ScriptStackTrace}");
            for (var e = error.Exception; e is not null; e = e.InnerException)
                text.AppendLine($"{e} {string.Join(' ', e.Data.Keys.Cast<object>().Select(key => $"{key}={e.Data[key]}"))}").AppendLine(Shown(e));
            if (error.TargetObject is not null) text.AppendLine(PSSerializer.Serialize(error.TargetObject, 6));
        }
        foreach (var item in written) text.AppendLine(item.ToString()).AppendLine(PSSerializer.Serialize(item, 6)).AppendLine(Shown(item));
        return (text.ToString(), failure is not null || errors.Count > 0);
    }

    // Each property by its own text: what an object shows as a whole may leave some out.
    private static string Shown(object item) => string.Join('\n', PSObject.AsPSObject(item).Properties.Select(property =>
    {
        try
        {
            return $"{property.Name}: {property.Value}";
        }
        catch (GetValueException unreadable)
        {
            return $"{property.Name}: {unreadable.Message}";
        }
    }));

    private static void SearchFiles(string folder, string[] secrets, string? except)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => file != except))
            AssertHidden(File.ReadAllText(file), secrets, file);
    }

    private static void AssertHidden(string text, string[] secrets, string where)
    {
        foreach (var secret in secrets)
        {
            // Whole, as a URL or JSON spells it, and the part between the characters that a careless reader of URLs stops at.
            string[] spellings =
            [
                secret, Uri.EscapeDataString(secret), System.Text.Json.JsonSerializer.Serialize(secret).Trim('"'), System.Security.SecurityElement.Escape(secret)!,
                secret[(secret.IndexOf(':', StringComparison.Ordinal) + 1)..secret.IndexOf('#', StringComparison.Ordinal)],
            ];
            foreach (var spelling in spellings)
                Assert.False(text.Contains(spelling, StringComparison.OrdinalIgnoreCase), $"A password is shown by {where}: {Around(text, spelling)}");
        }
    }

    private static string Around(string text, string part)
    {
        var at = text.IndexOf(part, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? "" : text[Math.Max(0, at - 200)..Math.Min(text.Length, at + part.Length + 50)];
    }

    public void Dispose()
    {
        _session.Dispose();
        _project.Dispose();
    }
}
