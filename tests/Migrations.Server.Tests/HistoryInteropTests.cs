using System.Security.Cryptography;
using System.Text;
using Migrations.Core.Applying;
using Migrations.Core.Journals;
using Migrations.Core.Projects;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests;

/// <summary>The history stays everyone's: drizzle's own tools and projects' own runners go on working beside the module.</summary>
public class HistoryInteropTests(ServerFleet fleet) : RunTestBase(fleet)
{
    [Theory, EveryServer]
    public void After_drizzle_orm_migrated_everything_is_applied(string server)
    {
        var database = NewDatabase(server);
        using var kit = new KitProject();
        DrizzleTools.Migrate(kit.Migrations, database.Url);

        using var session = Open(database);
        var project = JournaledProject.Open(kit.Folder);

        Assert.Equal(2, project.Journal.Entries.Count);
        Assert.All(MigrationListing.Of(project, session), migration => Assert.Equal(MigrationStatus.Applied, migration.Status));
        Assert.Empty(new MigrationRun(project, session, new RunOptions()).Execute());
    }

    [Theory, EveryServer]
    public void After_the_module_migrated_drizzle_orm_does_nothing_and_takes_the_next_from_there(string server)
    {
        var database = NewDatabase(server);
        using var kit = new KitProject();
        using (var session = Open(database))
            Assert.Equal(2, new MigrationRun(JournaledProject.Open(kit.Folder), session, new RunOptions()).Execute().Count());
        var rows = database.Query("SELECT * FROM __drizzle_migrations ORDER BY id").Select(row => string.Join("|", row)).ToList();
        var ddl = database.Query("SHOW CREATE TABLE __drizzle_migrations")[0][1];

        DrizzleTools.Migrate(kit.Migrations, database.Url);

        Assert.Equal(rows, database.Query("SELECT * FROM __drizzle_migrations ORDER BY id").Select(row => string.Join("|", row)));
        kit.Generate("id: int('id').primaryKey(), email: varchar('email', { length: 50 }), name: varchar('name', { length: 20 }), age: int('age')", "third");
        DrizzleTools.Migrate(kit.Migrations, database.Url);
        Assert.Equal(3, HistoryCount(database));

        // The same rows and the same table as drizzle-orm makes them by itself.
        var other = NewDatabase(server);
        DrizzleTools.Migrate(kit.Migrations, other.Url);
        Assert.Equal(rows, other.Query("SELECT * FROM __drizzle_migrations ORDER BY id").Take(2).Select(row => string.Join("|", row)));
        Assert.Equal(WithoutCounter(other.Query("SHOW CREATE TABLE __drizzle_migrations")[0][1]!), WithoutCounter(ddl!));
    }

    [Theory, EveryServer]
    public void A_copy_with_CRLF_is_applied_throughout(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (\n  id int\n);\n--> statement-breakpoint\nCREATE TABLE b (id int);\n").Add("0001_c", "CREATE TABLE c (id int);\n");
        Run(database);
        foreach (var tag in new[] { "0000_a", "0001_c" })
            File.WriteAllText(Project.SqlPath(tag), File.ReadAllText(Project.SqlPath(tag)).Replace("\n", "\r\n", StringComparison.Ordinal));

        Assert.All(List(database), migration => Assert.Equal(MigrationStatus.Applied, migration.Status));
        Assert.Empty(Run(database));

        // New rows stay in LF, so that a Linux checkout of the same project agrees.
        const string next = "CREATE TABLE d (\r\n  id int\r\n);\r\n";
        Project.Add("0002_d", next);
        Assert.Equal(Sha256(next.Replace("\r\n", "\n", StringComparison.Ordinal)), Assert.Single(Run(database)).Hash);
    }

    [Theory, EveryServer]
    public void New_rows_follow_the_convention_that_the_tables_rows_prove(string server)
    {
        var database = NewDatabase(server);
        const string first = "CREATE TABLE a (id int);\n--> statement-breakpoint\nCREATE TABLE b (id int);";
        const string second = "CREATE TABLE c (id int);\n--> statement-breakpoint\nCREATE TABLE d (id int);";
        Project.Add("0000_a", first, 1000);
        // As the runner of the seed project makes and fills the table.
        database.Execute("CREATE TABLE __drizzle_migrations (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, hash text NOT NULL, created_at bigint)");
        database.Execute($"INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('{Sha256(first.Replace("--> statement-breakpoint", "", StringComparison.Ordinal))}', 1000)");
        Assert.Equal(MigrationStatus.Applied, Assert.Single(List(database)).Status);

        Project.Add("0001_c", second, 2000);
        Assert.Equal(Sha256(second.Replace("--> statement-breakpoint", "", StringComparison.Ordinal)), Assert.Single(Run(database)).Hash);
    }

    [Theory, EveryServer]
    public void Without_proof_rows_are_hashed_as_asked(string server)
    {
        var database = NewDatabase(server);
        const string text = "CREATE TABLE a (id int);\n--> statement-breakpoint\nCREATE TABLE b (id int);";
        Project.Add("0000_a", text);
        var hash = Assert.Single(Run(database, project: new ProjectOptions { HistoryHash = HistoryHash.WithoutBreakpoints })).Hash;
        Assert.Equal(Sha256(text.Replace("--> statement-breakpoint", "", StringComparison.Ordinal)), hash);
        Assert.Equal(MigrationStatus.Applied, Assert.Single(List(database)).Status);
    }

    [Theory, EveryServer]
    public void Two_migrations_of_equal_text_need_two_rows(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE IF NOT EXISTS a (id int);");
        Run(database);
        Project.Add("0001_again", "CREATE TABLE IF NOT EXISTS a (id int);");

        Assert.Equal([MigrationStatus.Applied, MigrationStatus.Pending], List(database).Select(m => m.Status));
        Assert.Equal("0001_again", Assert.Single(Run(database)).Tag);
        Assert.Equal(2, HistoryCount(database));
    }

    private static string Sha256(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();

    private static string WithoutCounter(string ddl) => System.Text.RegularExpressions.Regex.Replace(ddl, @"AUTO_INCREMENT=\d+ ?", "");

    /// <summary>A project with two migrations that drizzle-kit generate wrote.</summary>
    private sealed class KitProject : IDisposable
    {
        public KitProject()
        {
            Folder = DrizzleTools.NewProjectFolder();
            File.WriteAllText(Path.Combine(Folder, "drizzle.config.ts"), "export default { schema: './schema.ts', out: './drizzle', dialect: 'mysql' };\n");
            Generate("id: int('id').primaryKey(), email: varchar('email', { length: 50 })", "first");
            Generate("id: int('id').primaryKey(), email: varchar('email', { length: 50 }), name: varchar('name', { length: 20 })", "second");
        }

        public string Folder { get; }

        public string Migrations => Path.Combine(Folder, "drizzle");

        public void Generate(string columns, string name)
        {
            File.WriteAllText(Path.Combine(Folder, "schema.ts"),
                $"import {{ int, index, mysqlTable, varchar }} from 'drizzle-orm/mysql-core';\nexport const users = mysqlTable('users', {{ {columns} }}, (t) => [index('i_email').on(t.email)]);\nexport const notes = mysqlTable('notes', {{ id: int('id').primaryKey(), userId: int('user_id').references(() => users.id) }});\n");
            DrizzleTools.Kit(Folder, "generate", "--name", name);
        }

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
