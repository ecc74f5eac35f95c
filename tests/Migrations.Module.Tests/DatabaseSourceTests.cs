using Migrations.TestServers;

namespace Migrations.Module.Tests;

/// <summary>Where the address of the database comes from. Each in a process of its own, for the environment is the process's.</summary>
public sealed class DatabaseSourceTests(ServerFleet fleet) : IDisposable
{
    private const string Secret = "s3cr3t/w@rd:#?%";

    private readonly ProjectFolder _project = new ProjectFolder().Guarded();

    [Theory, EveryServer]
    public void Parameter_then_environment_then_dotenv_then_configuration(string server)
    {
        using var byParameter = Marked(server, "by_parameter");
        using var byEnvironment = Marked(server, "by_environment");
        using var byDotEnv = Marked(server, "by_dotenv");
        using var byConfig = Marked(server, "by_config");
        Config($"dbCredentials: {{ url: '{byConfig.Url}' }}");
        _project.Write(".env", $"# The development server's\nexport DATABASE_URL='{byDotEnv.Url}' # not the production one\n");

        Assert.Equal("by_parameter", Reached(byEnvironment.Url, $"-DatabaseUrl '{byParameter.Url}'"));
        Assert.Equal("by_environment", Reached(byEnvironment.Url));
        Assert.Equal("by_dotenv", Reached(null));
        File.Delete(_project.PathOf(".env"));
        Assert.Equal("by_config", Reached(null));
    }

    [Theory, EveryServer]
    public void The_configuration_may_give_parts_with_any_password(string server)
    {
        using var database = Marked(server, "by_parts");
        var with = database.Server;
        // The fixture's password is made of what a URL would have to encode.
        Assert.Contains('@', with.Password);
        Config($"dbCredentials: {{ host: '{with.Host}', port: {with.Port}, user: '{with.User}', password: '{with.Password}', database: '{database.Name}' }}");
        Assert.Equal("by_parts", Reached(null));

        // What the configuration computes, from the project's .env.
        _project.Write(".env", $"MY_PASSWORD=\"{with.Password}\"\n");
        Config($"dbCredentials: {{ host: '{with.Host}', port: Number('{with.Port}'), user: '{with.User}', password: process.env.MY_PASSWORD, database: '{database.Name}' }}");
        Assert.Equal("by_parts", Reached(null));
    }

    [Theory, EveryServer]
    public void Every_cmdlet_that_talks_to_a_server_asks_the_same_sources(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        Config($"dbCredentials: {{ url: '{database.Url}' }}");
        _project.Add("0001_index", GuardedProject.Indexes);

        var run = HostProcess.Run(_project.Root, null, "(Invoke-Migration).Outcome; (Get-Migration).Status; Test-SchemaDrift -Against Database -Quiet; (Get-SchemaTable users -Live).Name");

        Assert.Equal("", run.Error);
        // Two migrations and a bootstrap file, then the states of the two.
        Assert.Equal(["Applied", "Applied", "Applied", "Applied", "Applied", "True", "users"], Lines(run));
    }

    [Theory]
    [InlineData("url: `mysql://${process.env.NO_SUCH_USER}:${process.env.NO_SUCH_WORD}@127.0.0.1:1/shop`")]
    [InlineData("url: `mysql://me:word@${process.env.NO_SUCH_HOST}/shop`")]
    [InlineData("host: String(process.env.NO_SUCH_HOST), database: 'shop'")]
    public void An_address_made_of_variables_that_are_not_set_is_none(string credentials)
    {
        Config($"dbCredentials: {{ {credentials} }}");

        var run = HostProcess.Run(_project.Root, null, "try { Test-SchemaDrift -Against Database } catch { $_.FullyQualifiedErrorId; \"$_\" }");

        Assert.StartsWith("DatabaseUrlMissing,", run.Output);
        Assert.Contains("environment variables that are not set", run.Output);
    }

    [Theory]
    [InlineData("parameter")]
    [InlineData("environment")]
    [InlineData("dotenv")]
    [InlineData("url")]
    [InlineData("parts")]
    public void No_error_and_no_verbose_line_shows_a_secret(string source)
    {
        var encoded = $"mysql://someone:{Uri.EscapeDataString(Secret)}@127.0.0.1:1/x";
        if (source == "dotenv") _project.Write(".env", $"DATABASE_URL={encoded}\n");
        if (source == "url") Config($"dbCredentials: {{ url: '{encoded}' }}");
        if (source == "parts") Config($"dbCredentials: {{ host: '127.0.0.1', port: 1, user: 'someone', password: '{Secret}', database: 'x' }}");

        var run = HostProcess.Run(
            _project.Root, source == "environment" ? encoded : null,
            $"try {{ Test-SchemaDrift -Against Database {(source == "parameter" ? $"-DatabaseUrl '{encoded}'" : "")} -Verbose -Debug 4>&1 5>&1 }} catch {{ $_; $_.Exception.ToString(); $_.TargetObject; $_.FullyQualifiedErrorId }}");

        Assert.Contains("DatabaseUnreachable,", run.Output);
        Assert.Contains("Connecting to mysql://someone@127.0.0.1:1/x.", run.Output);
        foreach (var said in new[] { run.Output, run.Error })
        {
            Assert.DoesNotContain("s3cr3t", said);
            Assert.DoesNotContain("w@rd", said);
            Assert.DoesNotContain("w%40rd", said);
        }
    }

    [Fact]
    public void A_broken_address_from_a_file_is_an_error_without_its_secret()
    {
        _project.Write(".env", "DATABASE_URL=mysql://someone:s3cr3t/word@host/x\n");
        var run = HostProcess.Run(_project.Root, null, "try { Get-SchemaTable -Live } catch { $_; $_.FullyQualifiedErrorId }");
        Assert.Contains("DatabaseUrlInvalid,", run.Output);
        Assert.DoesNotContain("s3cr3t", run.Output + run.Error);
    }

    [Fact]
    public void A_configuration_that_throws_without_DATABASE_URL_works_offline_and_names_no_database()
    {
        _project.Write("drizzle.config.ts", """
            import { defineConfig } from 'drizzle-kit';

            const connectionString = process.env.DATABASE_URL;
            if (!connectionString) throw new Error('DATABASE_URL is required to run drizzle commands');

            export default defineConfig({ schema: './drizzle/schema.ts', out: './drizzle', dialect: 'mysql', dbCredentials: { url: connectionString } });
            """);

        var run = HostProcess.Run(_project.Root, null, "Test-SchemaDrift -Quiet; (Get-SchemaTable users).Name; (New-Migration next -WhatIf).Tag; try { Get-SchemaTable -Live } catch { $_.FullyQualifiedErrorId }");

        Assert.Equal("", run.Error);
        // The placeholder that the script saw is never connected to.
        Assert.Equal(["True", "users", "0001_next", "DatabaseUrlMissing,Migrations.Commands.GetSchemaTableCommand"], Lines(run));
    }

    [Theory]
    [InlineData("dialect: 'postgresql'", "'postgresql'")]
    [InlineData("dialect: 'sqlite'", "'sqlite'")]
    [InlineData("dialect: ['post', 'gresql'].join('')", "'postgresql'")]
    [InlineData("strict: true", "no dialect")]
    public void Another_dialect_is_an_error_that_names_it(string dialect, string named)
    {
        _project.Write("drizzle.config.ts", $"export default {{ schema: './drizzle/schema.ts', out: './drizzle', {dialect} }};\n");
        using var session = new ModuleSession();
        foreach (var command in new[] { "Test-SchemaDrift", "Get-SchemaTable", "Update-Baseline", "New-Migration x" })
        {
            var (error, _) = session.Fail($"{command} -Path $root", ("root", _project.Root));
            Assert.Equal("DrizzleConfigDialect", error.FullyQualifiedErrorId.Split(',')[0]);
            Assert.Contains("drizzle.config.ts:1:", error.ToString());
            Assert.Contains(named, error.ToString());
        }
        Assert.Equal(GuardedProject.Baseline, _project.Text($"drizzle/{GuardedProject.BaselineTag}.sql"));
    }

    public void Dispose() => _project.Dispose();

    private static string[] Lines(HostProcess run) => run.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private void Config(string more) =>
        _project.Write("drizzle.config.ts", $"export default {{ schema: './drizzle/schema.ts', out: './drizzle', dialect: 'mysql', {more} }};\n");

    // A database that one table tells from others.
    private TestDatabase Marked(string server, string table)
    {
        var database = fleet.Get(server).CreateDatabase();
        database.Execute($"CREATE TABLE `{table}` (id int)");
        return database;
    }

    private string Reached(string? environment, string parameters = "")
    {
        var run = HostProcess.Run(_project.Root, environment, $"(Get-SchemaTable {(parameters.Length == 0 ? "-Live" : parameters)}).Name");
        Assert.Equal("", run.Error);
        return run.Output.Trim();
    }
}
