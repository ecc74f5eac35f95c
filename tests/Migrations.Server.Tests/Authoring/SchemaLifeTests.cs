using System.Text;
using Migrations.Core.Applying;
using Migrations.Core.Authoring;
using Migrations.Core.Guarding;
using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Authoring;

/// <summary>From an edited <c>schema.ts</c> to a migrated database, edit after edit, on every server; and drizzle-kit finds nothing more to do.</summary>
public sealed class SchemaLifeTests(ServerFleet fleet) : IDisposable
{
    private const string BaselineTag = "0000_baseline";

    // When a run asks for leave to drop and to rename, it is given here.
    private static readonly RunOptions Options = new();

    private readonly string _root = DrizzleTools.NewProjectFolder();
    private readonly List<TestDatabase> _databases = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void There_are_at_least_sixty_edits() => Assert.True(SchemaEdits.All.Count >= 60, $"{SchemaEdits.All.Count}");

    [Fact]
    public void Every_edit_becomes_a_migration_that_leaves_no_drift_and_nothing_for_drizzle_kit_to_do()
    {
        var schema = Begin(SchemaEdits.First);
        var databases = ServerOffer.All().Select(offer => NewDatabase(offer.Name)).ToList();
        foreach (var database in databases)
        {
            Apply(database);
            database.Execute(SchemaEdits.Rows);
        }
        var number = 0;
        foreach (var edit in SchemaEdits.All)
        {
            schema = edit.ApplyTo(schema);
            Write("drizzle/schema.ts", schema);
            var written = Author($"edit {++number}", edit);
            Assert.True(written.OfType<MigrationFile>().Count() == 1, $"{edit.Name}: no migration was made.");
            Keep(number, schema, written);
            AssertNoDrift(edit.Name + ", offline", guard => guard.AgainstBaseline(Project()));
            foreach (var database in databases)
            {
                if (edit.BaselineComesTooEarly) RecordBaseline(database);
                var what = edit.Name + "\n" + written.OfType<MigrationFile>().Single().Text;
                Apply(database, what);
                // Forgotten, and so run once more: that must change nothing.
                database.Execute("DELETE FROM __drizzle_migrations ORDER BY id DESC LIMIT 1");
                Apply(database, "Again: " + what);
                using var session = Open(database);
                AssertNoDrift($"{edit.Name}, {session.Server}", guard => guard.AgainstDatabase(session, Cancellation));
                if (edit.Check is { } check) Assert.True(check.Result == database.Scalar(check.Sql), $"{edit.Name}, {session.Server}: {check.Sql} gave {database.Scalar(check.Sql)}");
            }
        }

        Assert.Equal("", DrizzleTools.Snapshots(Path.Combine(_root, "steps")));
        var files = Directory.GetFiles(Path.Combine(_root, "drizzle"), "*", SearchOption.AllDirectories).Order().ToList();
        Assert.Contains("No schema changes", DrizzleTools.Kit(_root, "generate"));
        Assert.Contains("Everything's fine", DrizzleTools.Kit(_root, "check"));
        Assert.Equal(files, Directory.GetFiles(Path.Combine(_root, "drizzle"), "*", SearchOption.AllDirectories).Order());
    }

    /// <summary>What one server refuses of what drizzle-kit writes, and no other form says.</summary>
    public static TheoryData<string, string, string> Refused => new()
    {
        // MariaDB has no indexes on expressions, and knows no NOT NULL on a generated column (1064).
        { "MariaDb", "// keys of guests", "index('guests_lower_idx').on(sql`(lower(\\`name\\`))`)," },
        { "MariaDb", "// columns of guests", "twice: varchar('twice', { length: 200 }).generatedAlwaysAs(sql`(concat(\\`name\\`, \\`name\\`))`, { mode: 'virtual' }).notNull()," },
    };

    [Theory, MemberData(nameof(Refused))]
    public void What_one_server_refuses_the_other_takes(string flavor, string marker, string line)
    {
        Write("drizzle/schema.ts", SchemaEdits.First);
        Begin(SchemaEdits.First);
        var databases = ServerOffer.All().Select(offer => NewDatabase(offer.Name)).ToList();
        foreach (var database in databases) Apply(database);
        Write("drizzle/schema.ts", SchemaEdits.First.Replace(marker, line + "\n  " + marker));
        Author("refused", new SchemaEdit("refused", "", ""));
        foreach (var database in databases)
        {
            using var session = Open(database);
            if (session.Server.Flavor.ToString() == flavor)
            {
                Assert.Equal("StatementFailed", Assert.Throws<MigrationException>(() => Apply(database)).ErrorId);
                continue;
            }
            Apply(database);
            AssertNoDrift(line, guard => guard.AgainstDatabase(session, Cancellation));
        }
    }

    [Theory, EveryServer]
    public void Against_a_database_only_what_that_database_lacks_is_written(string server)
    {
        Begin(SchemaEdits.First);
        var database = NewDatabase(server);
        Apply(database);
        database.Execute("ALTER TABLE guests ADD COLUMN phone varchar(30) AFTER name; CREATE TABLE someone_elses (id int); ALTER TABLE bookings DROP INDEX bookings_state_idx");
        Write("drizzle/schema.ts", SchemaEdits.First.Replace("// columns of guests", "phone: varchar('phone', { length: 30 }), fax: varchar('fax', { length: 30 }),"));

        using var session = Open(database);
        var authored = new MigrationAuthor(Project(), Request("sync", new SchemaEdit("", "", "")) with { Against = AuthoringSide.Database })
            .FromSchema(SchemaSources.OfProject(Project(), Cancellation), session, Cancellation);

        Assert.Equal(
            ["ALTER TABLE `guests` ADD COLUMN IF NOT EXISTS `fax` varchar(30) AFTER `phone`;", "CREATE INDEX IF NOT EXISTS `bookings_state_idx` ON `bookings` (`state`);"],
            authored.Statements);
        Assert.Equal(["the table someone_elses"], authored.Kept);
        authored.Complete(preview: false, Cancellation);
        Apply(database);
        AssertNoDrift(server, guard => guard.AgainstDatabase(session, Cancellation));
        AssertNoDrift("offline", guard => guard.AgainstBaseline(Project()));
    }

    // A project as drizzle-kit begins one, with the baseline beside it.
    private string Begin(string schema)
    {
        Write("drizzle.config.ts", "export default { schema: './drizzle/schema.ts', out: './drizzle', dialect: 'mysql' };\n");
        Write("drizzle/schema.ts", schema);
        DrizzleTools.Kit(_root, "generate", "--name", "baseline");
        Write("drizzle/bootstrap/0000_indexes.sql", "");
        Write("drizzle/bootstrap/0000_constraints.sql", "");
        var (tables, others) = (new List<string>(), new List<string>());
        foreach (var statement in SqlScript.Parse(SourceText.Load(PathOf($"drizzle/{BaselineTag}.sql"))).Statements)
            (statement.Text.StartsWith("CREATE TABLE", StringComparison.Ordinal) ? tables : others).Add(statement.Text + ";\n");
        Write($"drizzle/{BaselineTag}.sql", string.Join(SqlLexer.Breakpoint + "\n", tables).Replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS "));
        Write("drizzle/bootstrap/0000_indexes.sql", string.Concat(others.Where(text => text.StartsWith("CREATE INDEX", StringComparison.Ordinal))));
        Write("drizzle/bootstrap/0000_constraints.sql", string.Concat(others.Where(text => text.StartsWith("ALTER TABLE", StringComparison.Ordinal))));
        Write("drizzle/0001_indexes_and_keys.sql", string.Join(SqlLexer.Breakpoint + "\n", others));
        JournalAppender.Append(Project(), "0001_indexes_and_keys", DateTimeOffset.UtcNow, preview: false);
        return schema;
    }

    private IReadOnlyList<object> Author(string name, SchemaEdit edit)
    {
        var project = Project();
        return new MigrationAuthor(project, Request(name, edit)).FromSchema(SchemaSources.OfProject(project, Cancellation), null, Cancellation).Complete(preview: false, Cancellation);
    }

    private static AuthoringRequest Request(string name, SchemaEdit edit) => new()
    {
        Name = name,
        AllowDestructive = edit.Drops,
        Renames = new RenameAnswers { Known = [.. edit.Renames.Select(SchemaRename.Parse)], NothingElse = true },
        Now = DateTimeOffset.UtcNow,
    };

    private void Keep(int number, string schema, IReadOnlyList<object> written)
    {
        Write($"steps/{number:0000}.ts", schema);
        File.Copy(written.OfType<SnapshotFile>().Single().Path, PathOf($"steps/{number:0000}.json"));
    }

    private void Apply(TestDatabase database, string? what = null)
    {
        using var session = Open(database);
        try
        {
            foreach (var _ in new MigrationRun(JournaledProject.Open(_root), session, Options).Execute(cancellation: Cancellation))
            {
            }
        }
        catch (MigrationException refused) when (what is not null)
        {
            Assert.Fail($"{what}\n{session.Server}: {refused.Message}");
        }
    }

    private void RecordBaseline(TestDatabase database)
    {
        var project = JournaledProject.Open(_root);
        var hash = new ContentHashes(File.ReadAllBytes(project.Project.BaselinePath!)).AsIs;
        database.Execute($"INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('{hash}', {project.Journal.Find(BaselineTag)!.When})");
    }

    private void AssertNoDrift(string what, Func<DriftGuard, IReadOnlyList<SchemaDifference>> compare)
    {
        var project = Project();
        var drift = compare(new DriftGuard(SchemaSources.OfProject(project, Cancellation), [], [])).Where(difference => difference.Severity == DifferenceSeverity.Error);
        Assert.True(!drift.Any(), $"{what}:\n{string.Join("\n", drift)}");
    }

    private MigrationProject Project() => JournaledProject.OpenOrLocate(_root);

    private static DatabaseSession Open(TestDatabase database) => DatabaseSession.Open(ConnectionSettings.Parse(database.Url), Cancellation);

    private TestDatabase NewDatabase(string server)
    {
        var database = fleet.Get(server).CreateDatabase("authoring");
        _databases.Add(database);
        return database;
    }

    private string PathOf(string relative) => Path.Combine(_root, relative);

    private void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllBytes(PathOf(relative), Encoding.UTF8.GetBytes(text));
    }

    public void Dispose()
    {
        foreach (var database in _databases) database.Dispose();
        Directory.Delete(_root, recursive: true);
    }
}
