using Migrations.Core.Applying;
using Migrations.Core.Journals;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests;

public class RegistrationTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private const string First = "CREATE TABLE users (id int AUTO_INCREMENT PRIMARY KEY, name varchar(50) NOT NULL);\n--> statement-breakpoint\nINSERT INTO users (name) VALUES ('first');";
    private const string Second = "ALTER TABLE users ADD COLUMN email varchar(100), ADD UNIQUE INDEX users_email (email);";
    private const string Third = "CREATE TABLE posts (id int PRIMARY KEY, user_id int, CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id));";

    private void AddThree() => Project.Add("0000_users", First).Add("0001_email", Second).Add("0002_posts", Third);

    private static void MakeByHand(TestDatabase database, int count)
    {
        database.Execute("CREATE TABLE users (id int AUTO_INCREMENT PRIMARY KEY, name varchar(50) NOT NULL)");
        if (count > 1) database.Execute("ALTER TABLE users ADD COLUMN email varchar(100), ADD UNIQUE INDEX users_email (email)");
        if (count > 2) database.Execute("CREATE TABLE posts (id int PRIMARY KEY, user_id int, CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users (id))");
    }

    private IReadOnlyList<MigrationResult> Register(TestDatabase database, RegistrationOptions? options = null)
    {
        using var session = Open(database);
        return new Registration(OpenProject(), session, options ?? new RegistrationOptions()).Execute(cancellation: TestContext.Current.CancellationToken);
    }

    private MigrationException Refused(TestDatabase database, RegistrationOptions? options = null) => Assert.Throws<MigrationException>(() => Register(database, options));

    private IReadOnlyList<MigrationStatus> Statuses(TestDatabase database) => [.. List(database).Select(migration => migration.Status)];

    [Theory, EveryServer]
    public void What_is_there_is_recorded_as_a_run_records_it_and_nothing_is_run(string server)
    {
        var database = NewDatabase(server);
        var reference = NewDatabase(server);
        AddThree();
        MakeByHand(database, 3);
        Run(reference);

        var results = Register(database);

        Assert.Equal(["0000_users", "0001_email", "0002_posts"], results.Select(result => result.Tag));
        Assert.All(results, result => Assert.Equal(MigrationOutcome.Registered, result.Outcome));
        Assert.Equal([StatementOutcome.Satisfied, StatementOutcome.Unverified], OutcomesOf(results[0]));
        Assert.Equal([new HistoryGrowth(0, 1), new HistoryGrowth(1, 2), new HistoryGrowth(2, 3)], results.Select(result => result.History));
        Assert.All(results.SelectMany(result => result.Landed), landed => Assert.True(landed.IsThere));
        Assert.Contains(results[1].Landed, landed => landed is { Kind: LandedKind.Index, Name: "users_email" });
        Assert.Equal("0", database.Scalar("SELECT COUNT(*) FROM users"));
        const string rows = "SELECT id, hash, created_at FROM __drizzle_migrations ORDER BY id";
        Assert.Equal(reference.Query(rows), database.Query(rows));
        Assert.Equal(reference.Query("SHOW CREATE TABLE __drizzle_migrations")[0][1], database.Query("SHOW CREATE TABLE __drizzle_migrations")[0][1]);
        Assert.Empty(Run(database));
        Assert.Empty(Register(database));
    }

    [Theory, EveryServer]
    public void One_or_several_or_up_to_a_tag_in_the_order_of_the_journal(string server)
    {
        var database = NewDatabase(server);
        AddThree();
        MakeByHand(database, 2);

        Assert.Equal(["0000_users", "0001_email"], Register(database, new RegistrationOptions { Tags = ["0001_email", "0000_users"] }).Select(result => result.Tag));
        Assert.Equal([MigrationStatus.Applied, MigrationStatus.Applied, MigrationStatus.Pending], Statuses(database));
        Assert.Equal("0002_posts", Assert.Single(Run(database)).Tag);

        var other = NewDatabase(server);
        MakeByHand(other, 1);
        Assert.Equal("0000_users", Assert.Single(Register(other, new RegistrationOptions { To = "0000_users" })).Tag);
        Assert.Equal(["0001_email", "0002_posts"], Run(other).Select(result => result.Tag));
        Assert.Equal("TagUnknown", Refused(other, new RegistrationOptions { To = "0009_no" }).ErrorId);
    }

    [Theory, EveryServer]
    public void What_is_missing_is_named_with_its_place_and_nothing_is_recorded(string server)
    {
        var database = NewDatabase(server);
        AddThree();
        Project.Write("drizzle/0001_email.sql", "-- two things\nALTER TABLE users\n  ADD COLUMN email varchar(100),\n  ADD UNIQUE INDEX users_email (email);");
        MakeByHand(database, 1);

        var error = Refused(database);

        Assert.Equal("MigrationNotThere", error.ErrorId);
        Assert.Contains("0001_email.sql:2:1: MissingColumn: users.email", error.Message);
        Assert.Contains("MissingUnique: users.users_email", error.Message);
        Assert.Contains("0002_posts.sql:1:1: MissingTable: posts", error.Message);
        Assert.DoesNotContain("0000_users", error.Message);
        Assert.DoesNotContain("__drizzle_migrations", database.Column("SHOW TABLES"));

        Assert.Equal("MigrationNotThere", Refused(database, new RegistrationOptions { Tags = ["0002_posts"] }).ErrorId);
        Assert.Single(Register(database, new RegistrationOptions { Tags = ["0000_users"] }));
    }

    [Theory, EveryServer]
    public void Another_definition_and_what_should_be_gone_are_refused_too(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int PRIMARY KEY, amount decimal(10,2), old int);").Add("0001_drop", "ALTER TABLE a DROP COLUMN old;").Add("0002_narrow", "ALTER TABLE a MODIFY amount decimal(12,2);");
        database.Execute("CREATE TABLE a (id int PRIMARY KEY, amount decimal(10,2), old int)");

        var error = Refused(database);

        Assert.Contains("0001_drop.sql:1:1: The column a.old is still there.", error.Message);
        Assert.Contains("0002_narrow.sql:1:1: ColumnType: a.amount should be decimal(12,2), and is decimal(10,2).", error.Message);
        database.Execute("ALTER TABLE a DROP COLUMN old, MODIFY amount decimal(12,2)");
        Assert.Equal(3, Register(database).Count);
    }

    [Theory, EveryServer]
    public void Force_records_what_is_not_there_and_says_what(string server)
    {
        var database = NewDatabase(server);
        AddThree();
        MakeByHand(database, 1);

        var results = Register(database, new RegistrationOptions { Force = true });

        Assert.Equal(3, HistoryCount(database));
        Assert.Equal(StatementOutcome.NotThere, results[1].Statements[0].Outcome);
        Assert.Contains("users.email", results[1].Statements[0].Reason);
        Assert.Contains(results[2].Landed, landed => landed is { Kind: LandedKind.Table, IsThere: false, IsSuperseded: false });
        Assert.Empty(Run(database));
    }

    [Theory, EveryServer]
    public void What_a_later_migration_renames_changes_or_drops_is_asked_for_in_its_last_form(string server)
    {
        var database = NewDatabase(server);
        Project
            .Add("0000_a", "CREATE TABLE a (id int PRIMARY KEY, x int, y int, KEY i_x (x));\nCREATE TABLE gone (id int);")
            .Add("0001_b", "ALTER TABLE a RENAME TO b;\nALTER TABLE b CHANGE x z bigint, DROP INDEX i_x;\nDROP TABLE gone;")
            .Add("0002_c", "ALTER TABLE b DROP COLUMN y, ADD COLUMN w int NOT NULL DEFAULT 3;\nALTER TABLE b ADD INDEX i_z (z);")
            // On a table that no migration makes.
            .Add("0003_d", "ALTER TABLE outside ADD COLUMN IF NOT EXISTS o int;\nCREATE INDEX i_o ON outside (o);");
        database.Execute("CREATE TABLE b (id int PRIMARY KEY, z bigint, w int NOT NULL DEFAULT 3, KEY i_z (z))");
        database.Execute("CREATE TABLE outside (id int, o int, KEY i_o (o))");

        Assert.Equal(4, Register(database).Count);

        var lacking = NewDatabase(server);
        lacking.Execute("CREATE TABLE b (id int PRIMARY KEY, z int, w int NOT NULL DEFAULT 3, KEY i_z (z))");
        lacking.Execute("CREATE TABLE outside (id int, o bigint)");
        var message = Refused(lacking).Message;
        Assert.Contains("0001_b.sql:2:1: ColumnType: b.z should be bigint, and is int", message);
        Assert.Contains("0003_d.sql:1:1: ColumnType: outside.o should be int, and is bigint", message);
        Assert.Contains("0003_d.sql:2:1: MissingIndex: outside.i_o", message);
        Assert.Equal(3, message.Split(".sql:").Length - 1 - 1);
    }

    [Theory, EveryServer]
    public void A_migration_alone_is_checked_over_what_is_applied_and_what_the_database_has(string server)
    {
        var database = NewDatabase(server);
        AddThree();
        Run(database, new RunOptions { To = "0000_users" });
        Project.Add("0003_rename", "ALTER TABLE users RENAME COLUMN name TO full_name;");

        Assert.Contains("0003_rename.sql:1:1: MissingColumn: users.full_name", Refused(database, new RegistrationOptions { Tags = ["0003_rename"] }).Message);
        database.Execute("ALTER TABLE users RENAME COLUMN name TO full_name");
        Assert.Single(Register(database, new RegistrationOptions { Tags = ["0003_rename"] }));
        Assert.Equal([MigrationStatus.Applied, MigrationStatus.Pending, MigrationStatus.Pending, MigrationStatus.Applied], Statuses(database));
        Assert.Equal("MigrationNotThere", Refused(database, new RegistrationOptions { Tags = ["0001_email"] }).ErrorId);
    }

    [Theory, EveryServer]
    public void A_database_in_the_schemas_state_registers_its_whole_journal_with_the_baseline(string server)
    {
        var database = NewDatabase(server);
        Project.Write("drizzle/schema.ts", """
            import { mysqlTable, int, varchar, index } from 'drizzle-orm/mysql-core';
            export const guests = mysqlTable('guests', { id: int('id').primaryKey(), name: varchar('name', { length: 200 }), phone: varchar('phone', { length: 30 }) }, t => [index('guests_name').on(t.name)]);
            """);
        Project
            .Add("0000_old", "CREATE TABLE guests (id int PRIMARY KEY, name varchar(50), fax varchar(30));\nCREATE TABLE forgotten (id int);\nALTER TABLE never_made ADD COLUMN x int;")
            .Add("0001_baseline", "CREATE TABLE IF NOT EXISTS guests (id int PRIMARY KEY, name varchar(200), phone varchar(30));")
            .Add("0002_index", "CREATE INDEX guests_name ON guests (name);");
        database.Execute("CREATE TABLE guests (id int PRIMARY KEY, name varchar(200), phone varchar(30), KEY guests_name (name))");
        Assert.Equal("DatabaseNotFresh", RunToError(database).Error.ErrorId);

        var results = Register(database);

        Assert.Equal([StatementOutcome.Superseded, StatementOutcome.Superseded, StatementOutcome.Superseded], OutcomesOf(results[0]));
        Assert.Equal([StatementOutcome.Satisfied], OutcomesOf(results[1]));
        Assert.True(results[1].IsBaseline);
        Assert.Empty(Run(database));
    }

    [Theory, EveryServer]
    public void The_baseline_is_asked_for_what_it_completes_but_not_for_what_is_still_to_come(string server)
    {
        var database = NewDatabase(server);
        Project
            .Add("0000_t", "CREATE TABLE t (id int PRIMARY KEY);")
            .Add("0001_baseline", "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, recovered int, later int);\nCREATE TABLE IF NOT EXISTS s (id int);")
            .Add("0002_later", "ALTER TABLE t ADD COLUMN later int;\nCREATE TABLE s (id int);");
        database.Execute("CREATE TABLE t (id int PRIMARY KEY)");

        var message = Refused(database, new RegistrationOptions { To = "0001_baseline" }).Message;
        Assert.Contains("0001_baseline.sql:1:1: MissingColumn: t.recovered", message);
        Assert.DoesNotContain("t.later", message);
        Assert.DoesNotContain("MissingTable", message);

        database.Execute("ALTER TABLE t ADD recovered int");
        Assert.Equal(2, Register(database, new RegistrationOptions { To = "0001_baseline" }).Count);
        Assert.Equal("0002_later", Assert.Single(Run(database)).Tag);
    }

    [Theory, EveryServer]
    public void An_unfinished_migration_that_is_registered_leaves_nothing_unfinished(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int PRIMARY KEY);\nINSERT INTO a VALUES (1);\nINSERT INTO a VALUES (1);");
        RunToError(database);
        Assert.Equal(MigrationStatus.Partial, List(database)[0].Status);

        Assert.Single(Register(database));

        Assert.Equal(MigrationStatus.Applied, List(database)[0].Status);
        Assert.Empty(Run(database));
        Assert.Equal(["__drizzle_migrations", "a"], database.Column("SHOW TABLES").Order());
    }

    [Theory, EveryServer]
    public void Two_at_once_record_once(string server)
    {
        var database = NewDatabase(server);
        AddThree();
        MakeByHand(database, 3);

        var counts = new int[4];
        Parallel.For(0, counts.Length, i => counts[i] = Register(database).Count);

        Assert.Equal(3, counts.Sum());
        Assert.Equal(3, HistoryCount(database));
    }

    [Theory, EveryServer]
    public void Unregistered_is_pending_again_and_runs_again(string server)
    {
        var database = NewDatabase(server);
        AddThree();
        Run(database);

        using var session = Open(database);
        var unregistration = new Unregistration(OpenProject(), session);
        Assert.Equal(MigrationOutcome.Planned, unregistration.Preview("0002_posts").Outcome);
        var result = unregistration.Execute("0002_posts");

        Assert.Equal((MigrationOutcome.Unregistered, new HistoryGrowth(3, 2)), (result.Outcome, result.History));
        Assert.Equal([MigrationStatus.Applied, MigrationStatus.Applied, MigrationStatus.Pending], Statuses(database));
        Assert.Equal(["id", "user_id"], ColumnsOf(database, "posts"));
        Assert.Equal("MigrationNotApplied", Assert.Throws<MigrationException>(() => unregistration.Execute("0002_posts")).ErrorId);
        Assert.Equal("MigrationNotFound", Assert.Throws<MigrationException>(() => unregistration.Execute("0007_no")).ErrorId);
        Assert.Equal("0002_posts", Assert.Single(Run(database)).Tag);
    }

    [Theory, EveryServer]
    public void Unregistering_takes_every_row_of_an_edited_baseline_of_a_modified_and_of_an_unfinished_migration(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_baseline", "CREATE TABLE IF NOT EXISTS a (id int);").Add("0001_b", "CREATE TABLE b (id int);").Add("0002_twin", "INSERT INTO b VALUES (1);").Add("0003_twin", "INSERT INTO b VALUES (1);");
        Run(database);
        File.AppendAllText(Project.SqlPath("0000_baseline"), "\nCREATE TABLE IF NOT EXISTS c (id int);");
        Run(database);
        Project.Write("drizzle/0001_b.sql", "CREATE TABLE b (id bigint);");
        Project.Add("0004_half", "INSERT INTO b VALUES (2);\nINSERT INTO nope VALUES (1);");
        Project.Write("drizzle/0001_b.sql", "CREATE TABLE b (id int);");
        RunToError(database);
        Project.Write("drizzle/0001_b.sql", "CREATE TABLE b (id bigint);");
        Assert.Equal([MigrationStatus.Applied, MigrationStatus.Modified, MigrationStatus.Applied, MigrationStatus.Applied, MigrationStatus.Partial], Statuses(database));

        using var session = Open(database);
        var unregistration = new Unregistration(OpenProject(), session);
        Assert.Equal(new HistoryGrowth(5, 3), unregistration.Execute("0000_baseline").History);
        Assert.Equal(new HistoryGrowth(3, 2), unregistration.Execute("0001_b").History);
        Assert.Equal(new HistoryGrowth(2, 1), unregistration.Execute("0002_twin").History);
        Assert.Equal(new HistoryGrowth(1, 1), unregistration.Execute("0004_half").History);

        Assert.Equal([MigrationStatus.Pending, MigrationStatus.Pending, MigrationStatus.Pending, MigrationStatus.Applied, MigrationStatus.Pending], Statuses(database));
        Assert.DoesNotContain("__drizzle_migrations_progress", database.Column("SHOW TABLES"));
    }

    /// <summary>A database that drizzle-kit pushed, with a journal that drizzle-kit generated beside it.</summary>
    [Theory, EveryServer]
    public void A_database_that_drizzle_kit_pushed_goes_on_with_the_journal(string server)
    {
        var database = NewDatabase(server);
        var folder = DrizzleTools.NewProjectFolder();
        try
        {
            File.WriteAllText(Path.Combine(folder, "drizzle.config.ts"), $"export default {{ schema: './schema.ts', out: './drizzle', dialect: 'mysql', dbCredentials: {{ url: '{database.Url}' }} }};\n");
            Generate("id: int('id').autoincrement().primaryKey(), email: varchar('email', { length: 50 }), gone: int('gone')", "first");
            Generate("id: int('id').autoincrement().primaryKey(), email: varchar('email', { length: 80 }).notNull().unique(), gone: int('gone'), state: mysqlEnum('state', ['a', 'b']).default('a').notNull(), at: timestamp('at').defaultNow().notNull(), extra: json('extra')", "second");
            Generate("id: int('id').autoincrement().primaryKey(), email: varchar('email', { length: 80 }).notNull().unique(), state: mysqlEnum('state', ['a', 'b']).default('a').notNull(), at: timestamp('at').defaultNow().notNull(), extra: json('extra')", "third");
            DrizzleTools.Kit(folder, "push", "--force");
            var project = JournaledProject.Open(folder);
            using var session = Open(database);
            Assert.Equal("DatabaseNotFresh", Assert.Throws<MigrationException>(() => new MigrationRun(project, session, new RunOptions()).Execute().ToList()).ErrorId);

            var results = new Registration(project, session, new RegistrationOptions()).Execute();

            Assert.Equal(3, results.Count);
            Assert.All(results.SelectMany(result => result.Statements), statement => Assert.Equal(StatementOutcome.Satisfied, statement.Outcome));
            Assert.Empty(new MigrationRun(project, session, new RunOptions()).Execute());
            DrizzleTools.Migrate(Path.Combine(folder, "drizzle"), database.Url);
            Assert.Equal(3, HistoryCount(database));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        void Generate(string columns, string name)
        {
            File.WriteAllText(Path.Combine(folder, "schema.ts"),
                $"import {{ index, int, json, mysqlEnum, mysqlTable, timestamp, varchar }} from 'drizzle-orm/mysql-core';\nexport const users = mysqlTable('users', {{ {columns} }}, (t) => [index('i_email').on(t.email)]);\n"
                + "export const notes = mysqlTable('notes', { id: int('id').primaryKey(), userId: int('user_id').references(() => users.id, { onDelete: 'cascade' }) });\n");
            DrizzleTools.Kit(folder, "generate", "--name", name);
        }
    }
}
