using CsCheck;
using Migrations.Core.Applying;
using Migrations.Core.Journals;
using Migrations.Core.Schemas;
using Migrations.Core.Servers;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Tests.Applying;

public class PresenceCheckTests
{
    private static readonly Gen<string> Statement = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 11], (table, column, kind) => kind switch
    {
        0 or 1 => $"CREATE TABLE t{table} (id int PRIMARY KEY, c{column} int)",
        2 or 3 => $"ALTER TABLE t{table} ADD COLUMN c{column} varchar(10)",
        4 => $"ALTER TABLE t{table} ADD INDEX i{column} (id)",
        5 => $"CREATE UNIQUE INDEX u{column} ON t{table} (id)",
        6 => $"ALTER TABLE t{table} DROP COLUMN c{column}",
        7 => $"ALTER TABLE t{table} MODIFY c{column} bigint",
        8 => $"ALTER TABLE t{table} RENAME COLUMN c{column} TO c{(column + 1) % 4}",
        9 => $"ALTER TABLE t{table} DROP INDEX i{column}, ADD INDEX i{column} (id)",
        10 => $"DROP TABLE t{table}",
        _ => $"RENAME TABLE t{table} TO t{(table + 1) % 3}",
    });

    // Statements that a server would refuse where they stand are no history.
    private static readonly Gen<List<string>> History = Statement.List[1, 25].Select(statements =>
    {
        var done = new List<string>();
        foreach (var statement in statements)
        {
            var before = Text(Fold(done));
            if (Text(Fold([.. done, statement])) != before && IsPossible(done, statement)) done.Add(statement);
        }
        return done;
    });

    [Fact]
    public void What_a_history_makes_is_there_whichever_part_of_it_is_to_be_recorded() =>
        Gen.Select(History, Gen.Int).Sample((history, seed) =>
        {
            var random = new Random(seed);
            var chain = Chain(history, _ => random.Next(2) == 0 ? ChainPlace.Chosen : ChainPlace.Applied);
            var lacks = PresenceCheck.Of(Live(Fold(history)), chain, false, () => null).Lacks;
            return lacks.Count == 0 ? true : throw new InvalidOperationException(string.Join("\n", history) + "\n" + string.Join("\n", lacks.Select(lack => lack.Message)));
        }, iter: 600);

    [Fact]
    public void A_thing_that_is_gone_is_missed_and_nothing_else_is() =>
        Gen.Select(History, Gen.Int).Where((history, _) => Fold(history).Tables.Count > 0).Sample((history, seed) =>
        {
            var random = new Random(seed);
            var schema = Fold(history);
            var table = schema.Tables[random.Next(schema.Tables.Count)];
            var index = table.Indexes.Count == 0 ? null : table.Indexes[random.Next(table.Indexes.Count)];
            var column = table.Columns.Where(candidate => candidate.Name != "id").OrderBy(_ => random.Next()).FirstOrDefault();
            var (changed, what) = random.Next(3) switch
            {
                0 when index is not null => (table with { Indexes = [.. table.Indexes.Where(other => other != index)] }, $"index {table.Name}.{index.Name}"),
                1 when column is not null => (table with { Columns = [.. table.Columns.Where(other => other != column)] }, $"column {table.Name}.{column.Name}"),
                _ => (null, $"table {table.Name}"),
            };
            var live = Live(schema with { Tables = [.. schema.Tables.Where(other => other != table), .. changed is null ? (Table[])[] : [changed]] });

            var (results, lacks) = PresenceCheck.Of(live, Chain(history, _ => ChainPlace.Chosen), true, () => null);

            Assert.Equal([what], lacks.Select(lack => lack.Part.ToString()));
            Assert.Contains(results.Values.SelectMany(statements => statements), statement => statement.Outcome == StatementOutcome.NotThere);
        }, iter: 600);

    [Theory]
    [InlineData("USE other")]
    [InlineData("INSERT INTO `a`.t VALUES (1)")]
    [InlineData("DELETE FROM a . t")]
    [InlineData("INSERT INTO t SELECT 1; CREATE VIEW a.v AS SELECT 1")]
    [InlineData("/*!50003 CREATE TRIGGER a.g BEFORE INSERT ON t FOR EACH ROW SET @x = 1 */")]
    [InlineData("SET PERSIST x = 1")]
    [InlineData("ALTER DATABASE a CHARACTER SET utf8mb4")]
    [InlineData("ALTER DATABASE `a` CHARACTER SET utf8mb4")]
    [InlineData("RENAME TABLE t TO a.t")]
    [InlineData("CREATE TABLE t LIKE a.t")]
    [InlineData("ALTER TABLE t RENAME TO a.t")]
    [InlineData("LOAD DATA INFILE 'x' INTO TABLE a.t")]
    [InlineData("DROP INDEX i ON a.t")]
    public void What_reaches_beyond_its_database_is_seen(string sql) => Assert.Contains(Statements(sql), StatementReach.IsBeyond);

    [Theory]
    [InlineData("INSERT INTO t (a) SELECT b.a FROM b ON DUPLICATE KEY UPDATE t.a = b.a")]
    [InlineData("UPDATE t x SET x.a = 'a.b'")]
    [InlineData("SELECT s.a FROM s JOIN x ON x.a = s.a")]
    [InlineData("SELECT COUNT(*) INTO @n FROM information_schema.COLUMNS")]
    [InlineData("ALTER DATABASE CHARACTER SET utf8mb4")]
    [InlineData("CREATE TABLE t (id int, KEY (id)) -- USE a;")]
    [InlineData("SET @x = (SELECT 1)")]
    [InlineData("CREATE TRIGGER g AFTER UPDATE ON t FOR EACH ROW INSERT INTO s SET s.a = NEW.a")]
    public void What_stays_in_it_is_not(string sql) => Assert.DoesNotContain(Statements(sql), StatementReach.IsBeyond);

    private static IReadOnlyList<KnownStatement> Statements(string sql) => KnownStatement.Read(SqlScript.Parse(new SourceText("x.sql", sql)));

    private static DatabaseSchema Fold(IReadOnlyList<string> statements) => SqlSchemaReader.Read([.. statements.Select((statement, i) => new SourceText($"{i}.sql", statement))]);

    private static string Text(DatabaseSchema schema) => string.Join("\n", schema.Tables.OrderBy(table => table.Name, StringComparer.Ordinal).Select(table => SqlWriter.CreateTable(table, false, "")));

    private static bool IsPossible(IReadOnlyList<string> done, string statement)
    {
        var words = statement.Split(' ');
        if (words[0] == "RENAME") return !Fold(done).Tables.Any(table => table.Name == words[4]);
        // The fold makes two columns of one name, where a server refuses.
        return words.ElementAtOrDefault(3) != "RENAME" || !Fold(done).Tables.Any(table => table.Name == words[2] && table.Columns.Any(column => column.Name == words[7]));
    }

    // A live database tells no places.
    private static LiveSchema Live(DatabaseSchema schema) => new(
        new DatabaseSchema
        {
            Tables =
            [
                .. schema.Tables.Select(table => table with
                {
                    Location = null,
                    Columns = [.. table.Columns.Select(column => column with { Location = null })],
                    Indexes = [.. table.Indexes.Select(index => index with { Location = null })],
                    PrimaryKey = table.PrimaryKey is { } key ? key with { Location = null } : null,
                }),
            ],
        }, "db", 0, new ServerInfo(ServerFlavor.MySql, new Version(9, 7, 4), "9.7.4"));

    private static IReadOnlyList<ChainLink> Chain(IReadOnlyList<string> history, Func<int, ChainPlace> place) =>
    [
        .. history.Select((sql, i) =>
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(sql);
            var entry = new MatchedEntry
            {
                Entry = new JournalEntry { Idx = i, Tag = $"{i:0000}_x", When = i, Version = "5", Breakpoints = true, Location = new SourceLocation("_journal.json", 1, 1) },
                Path = $"{i}.sql",
                Bytes = bytes,
                Hashes = new ContentHashes(bytes),
                Status = MigrationStatus.Pending,
            };
            return new ChainLink(new PlannedMigration(entry, SqlScript.Parse(new SourceText(entry.Path, sql)), entry.Hashes.AsIs), place(i));
        }),
    ];
}
