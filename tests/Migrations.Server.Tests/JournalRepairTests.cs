using System.Diagnostics;
using Migrations.Core.Applying;
using Migrations.Core.Journals;
using Migrations.Core.Journals.Repair;
using Migrations.Core.Projects;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests;

/// <summary>Two branches that each made two migrations with drizzle-kit, merged by git: one repair, and every database gets what it lacks.</summary>
public sealed class JournalRepairTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private const string Imports = "import { int, mysqlTable, varchar } from 'drizzle-orm/mysql-core';\n";
    private const string Users = "export const users = mysqlTable('users', { id: int('id').primaryKey()";

    [Theory, EveryServer("feature", JournalBase.Ours), EveryServer("main", JournalBase.Ours), EveryServer("feature", JournalBase.Theirs)]
    public void A_database_of_one_branch_gets_only_the_others_migrations(string server, string applied, JournalBase first)
    {
        var folder = DrizzleTools.NewProjectFolder();
        try
        {
            MakeBranches(folder);
            var database = NewDatabase(server);
            Git(folder, "checkout", "-q", applied);
            Assert.Equal(3, RunIn(folder, database).Count);
            Git(folder, "checkout", "-q", "main");
            Assert.NotEqual(0, TryGit(folder, "merge", "-q", "feature"));
            Assert.Contains("<<<<<<<", File.ReadAllText(Path.Combine(folder, "drizzle", "meta", "_journal.json")));
            Write(folder, "schema.ts", Imports + Users + ", email: varchar('email', { length: 100 }), phone: varchar('phone', { length: 30 }), age: int('age') });\n"
                + "export const tags = mysqlTable('tags', { id: int('id').primaryKey() });\n");

            var changes = JournalRepair.Run(ProjectLocator.Locate(folder), new JournalRepairOptions { Base = first }, DateTimeOffset.UtcNow, preview: false);

            var project = JournaledProject.Open(folder);
            string[] ours = ["m1", "m2"], theirs = ["f1", "f2"];
            string[] wanted = first == JournalBase.Ours ? ["start", .. ours, .. theirs] : ["start", .. theirs, .. ours];
            Assert.Equal(wanted.Select((name, number) => $"{number:0000}_{name}"), project.Journal.Entries.Select(entry => entry.Tag));
            Assert.Contains(changes, change => change.Kind == JournalChangeKind.SnapshotChanged);

            // What drizzle-kit knows is one chain again, and the last snapshot is the merged schema.
            Assert.Contains("Everything's fine", DrizzleTools.Kit(folder, "check"));
            Assert.Contains("No schema changes", DrizzleTools.Kit(folder, "generate"));

            var missing = applied == "main" ? theirs : ours;
            using (var session = Open(database))
            {
                Assert.All(MigrationListing.Of(project, session), migration => Assert.Equal(
                    missing.Contains(migration.Tag.Split('_')[1]) ? MigrationStatus.Pending : MigrationStatus.Applied, migration.Status));
            }
            Assert.Equal(missing, RunIn(folder, database).Select(result => result.Tag.Split('_')[1]));
            Assert.Equal(["age", "email", "id", "phone"], ColumnsOf(database, "users").Order());
            Assert.Empty(RunIn(folder, database));
            Assert.Equal(5, HistoryCount(database));
            Assert.Empty(JournalRepair.Run(ProjectLocator.Locate(folder), new JournalRepairOptions { Base = first }, DateTimeOffset.UtcNow, preview: false));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory, EveryServer]
    public void Renumbered_and_retimed_migrations_stay_applied(string server)
    {
        Project.Add("0000_a", "CREATE TABLE a (id int);", when: 5000).Add("0002_b", "CREATE TABLE b (id int);", when: 4000)
            .Add("0001_c", "CREATE TABLE c (id int);\r\n", when: 3000).Add("0001_d", "CREATE TABLE d (id int);", when: 9000);
        var database = NewDatabase(server);
        Assert.Equal(4, Run(database).Count);

        var changes = JournalRepair.Run(ProjectLocator.Locate(Project.Root), new JournalRepairOptions(), DateTimeOffset.UtcNow, preview: false);

        Assert.Equal(["0002_b", "0003_c", "0004_d"], changes.Select(change => change.Tag));
        Assert.Equal([5000L, 5001, 5002, 9000], OpenProject().Journal.Entries.Select(entry => entry.When));
        Assert.All(List(database), migration => Assert.Equal(MigrationStatus.Applied, migration.Status));
        Assert.Empty(Run(database));
        Assert.Equal(4, HistoryCount(database));
    }

    private static void MakeBranches(string folder)
    {
        Write(folder, "drizzle.config.ts", "export default { schema: './schema.ts', out: './drizzle', dialect: 'mysql' };\n");
        Git(folder, "init", "-q", "-b", "main");
        Git(folder, "config", "user.email", "t@example.org");
        Git(folder, "config", "user.name", "t");
        Generate(folder, "start", Users + " });\n");
        Git(folder, "branch", "feature");
        Generate(folder, "m1", Users + ", email: varchar('email', { length: 100 }) });\n");
        Generate(folder, "m2", Users + ", email: varchar('email', { length: 100 }), age: int('age') });\n");
        Git(folder, "checkout", "-q", "feature");
        Generate(folder, "f1", Users + ", phone: varchar('phone', { length: 30 }) });\n");
        Generate(folder, "f2", Users + ", phone: varchar('phone', { length: 30 }) });\nexport const tags = mysqlTable('tags', { id: int('id').primaryKey() });\n");
    }

    private static void Generate(string folder, string name, string schema)
    {
        Write(folder, "schema.ts", Imports + schema);
        DrizzleTools.Kit(folder, "generate", "--name", name);
        Git(folder, "add", "-A");
        Git(folder, "commit", "-q", "-m", name);
    }

    private IReadOnlyList<MigrationResult> RunIn(string folder, TestDatabase database)
    {
        using var session = Open(database);
        return [.. new MigrationRun(JournaledProject.Open(folder), session, new RunOptions()).Execute(cancellation: TestContext.Current.CancellationToken)];
    }

    private static void Write(string folder, string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

    private static void Git(string folder, params string[] arguments) => Assert.Equal(0, TryGit(folder, arguments));

    private static int TryGit(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var git = Process.Start(start)!;
        var error = git.StandardError.ReadToEndAsync();
        git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        TestContext.Current.SendDiagnosticMessage(error.Result);
        return git.ExitCode;
    }
}
