using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Schemas;

/// <summary>One property of a database is changed at a time: exactly that difference must show.</summary>
public class NoSilenceTests(ServerFleet fleet) : SchemaTestBase(fleet)
{
    private const string LongForeignKey = "orders_billing_customer_identifier_customers_billing_customer_identifier_fk";
    private const string LongIndex = "an_index_name_that_goes_on_and_on_until_it_is_longer_than_any_server_accepts";

    private const string Base = """
        CREATE TABLE `customers` (
        	`id` int AUTO_INCREMENT NOT NULL,
        	`name` varchar(100) NOT NULL,
        	`kind` enum('a','b','c') NOT NULL DEFAULT 'a',
        	`score` decimal(10,2) DEFAULT '1.50',
        	`note` varchar(50) DEFAULT 'x',
        	`bin` varchar(20) COLLATE utf8mb4_bin COMMENT 'secret',
        	`active` boolean NOT NULL DEFAULT true,
        	`meta` json DEFAULT ('{"a":1}'),
        	`made_at` timestamp NOT NULL DEFAULT (now()),
        	`seen_at` datetime(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
        	`twice` int GENERATED ALWAYS AS (`id2` * 2) VIRTUAL,
        	`id2` int,
        	CONSTRAINT `customers_id` PRIMARY KEY(`id`),
        	CONSTRAINT `customers_name_unique` UNIQUE(`name`),
        	CONSTRAINT `score_positive` CHECK(`score` > 0),
        	KEY `by_note` (`note`, `score`)
        );
        CREATE TABLE `orders` (
        	`id` int NOT NULL,
        	`customer` int,
        	`other` int,
        	CONSTRAINT `orders_id` PRIMARY KEY(`id`),
        	CONSTRAINT `orders_customer_fk` FOREIGN KEY (`customer`) REFERENCES `customers`(`id`) ON DELETE cascade
        );
        CREATE TABLE `keyless` (`a` int NOT NULL, `b` int);
        CREATE VIEW `names` AS SELECT `name` FROM `customers`;
        """;

    public static readonly (string Change, SchemaDifferenceKind Kind, DifferenceSeverity Severity, string Target)[] Changes =
    [
        ("DROP TABLE keyless", SchemaDifferenceKind.MissingTable, DifferenceSeverity.Error, "keyless"),
        ("CREATE TABLE more (id int PRIMARY KEY)", SchemaDifferenceKind.ExtraTable, DifferenceSeverity.Warning, "more"),
        ("ALTER TABLE customers DROP COLUMN bin", SchemaDifferenceKind.MissingColumn, DifferenceSeverity.Error, "customers.bin"),
        ("ALTER TABLE customers ADD extra int", SchemaDifferenceKind.ExtraColumn, DifferenceSeverity.Warning, "customers.extra"),
        ("ALTER TABLE customers ADD extra int NOT NULL DEFAULT 0", SchemaDifferenceKind.ExtraColumn, DifferenceSeverity.Warning, "customers.extra"),
        ("ALTER TABLE customers ADD extra int NOT NULL", SchemaDifferenceKind.ExtraColumn, DifferenceSeverity.Error, "customers.extra"),
        ("ALTER TABLE orders MODIFY other bigint", SchemaDifferenceKind.ColumnType, DifferenceSeverity.Error, "orders.other"),
        ("ALTER TABLE orders MODIFY other int unsigned", SchemaDifferenceKind.ColumnType, DifferenceSeverity.Error, "orders.other"),
        ("ALTER TABLE customers MODIFY note varchar(51) DEFAULT 'x'", SchemaDifferenceKind.ColumnType, DifferenceSeverity.Error, "customers.note"),
        ("ALTER TABLE customers MODIFY score decimal(10,3) DEFAULT 1.5", SchemaDifferenceKind.ColumnType, DifferenceSeverity.Error, "customers.score"),
        ("ALTER TABLE customers MODIFY seen_at datetime DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP", SchemaDifferenceKind.ColumnType, DifferenceSeverity.Error, "customers.seen_at"),
        ("ALTER TABLE customers MODIFY meta text DEFAULT ('{\"a\":1}')", SchemaDifferenceKind.ColumnType, DifferenceSeverity.Error, "customers.meta"),
        ("ALTER TABLE customers MODIFY kind enum('a','b') NOT NULL DEFAULT 'a'", SchemaDifferenceKind.EnumValues, DifferenceSeverity.Error, "customers.kind"),
        ("ALTER TABLE customers MODIFY kind enum('a','c','b') NOT NULL DEFAULT 'a'", SchemaDifferenceKind.EnumValues, DifferenceSeverity.Error, "customers.kind"),
        ("ALTER TABLE orders MODIFY other int NOT NULL", SchemaDifferenceKind.ColumnNullability, DifferenceSeverity.Error, "orders.other"),
        ("ALTER TABLE customers MODIFY name varchar(100)", SchemaDifferenceKind.ColumnNullability, DifferenceSeverity.Error, "customers.name"),
        ("ALTER TABLE customers ALTER note SET DEFAULT 'y'", SchemaDifferenceKind.ColumnDefault, DifferenceSeverity.Error, "customers.note"),
        ("ALTER TABLE customers ALTER note DROP DEFAULT", SchemaDifferenceKind.ColumnDefault, DifferenceSeverity.Error, "customers.note"),
        ("ALTER TABLE customers ALTER note SET DEFAULT 'X'", SchemaDifferenceKind.ColumnDefault, DifferenceSeverity.Error, "customers.note"),
        ("ALTER TABLE customers ALTER score SET DEFAULT 1.51", SchemaDifferenceKind.ColumnDefault, DifferenceSeverity.Error, "customers.score"),
        ("ALTER TABLE customers ALTER active SET DEFAULT 0", SchemaDifferenceKind.ColumnDefault, DifferenceSeverity.Error, "customers.active"),
        ("ALTER TABLE orders ALTER other SET DEFAULT 0", SchemaDifferenceKind.ColumnDefault, DifferenceSeverity.Error, "orders.other"),
        ("ALTER TABLE customers MODIFY meta json DEFAULT ('{\"a\":2}')", SchemaDifferenceKind.ColumnDefault, DifferenceSeverity.Error, "customers.meta"),
        ("ALTER TABLE customers MODIFY made_at timestamp NOT NULL DEFAULT '2020-01-01 00:00:00'", SchemaDifferenceKind.ColumnDefault, DifferenceSeverity.Error, "customers.made_at"),
        ("ALTER TABLE customers MODIFY made_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP", SchemaDifferenceKind.ColumnOnUpdate, DifferenceSeverity.Error, "customers.made_at"),
        ("ALTER TABLE customers MODIFY seen_at datetime(3) DEFAULT CURRENT_TIMESTAMP(3)", SchemaDifferenceKind.ColumnOnUpdate, DifferenceSeverity.Error, "customers.seen_at"),
        ("ALTER TABLE orders DROP FOREIGN KEY orders_customer_fk; ALTER TABLE customers MODIFY id int NOT NULL; ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer) REFERENCES customers(id) ON DELETE cascade", SchemaDifferenceKind.ColumnAutoIncrement, DifferenceSeverity.Error, "customers.id"),
        ("ALTER TABLE customers DROP COLUMN twice; ALTER TABLE customers ADD twice int GENERATED ALWAYS AS (id2 * 3) VIRTUAL AFTER seen_at", SchemaDifferenceKind.ColumnGenerated, DifferenceSeverity.Error, "customers.twice"),
        ("ALTER TABLE customers DROP COLUMN twice; ALTER TABLE customers ADD twice int GENERATED ALWAYS AS (id2 * 2) STORED AFTER seen_at", SchemaDifferenceKind.ColumnGenerated, DifferenceSeverity.Error, "customers.twice"),
        ("ALTER TABLE customers DROP COLUMN twice; ALTER TABLE customers ADD twice int AFTER seen_at", SchemaDifferenceKind.ColumnGenerated, DifferenceSeverity.Error, "customers.twice"),
        ("ALTER TABLE customers MODIFY bin varchar(20) COLLATE utf8mb4_general_ci COMMENT 'secret'", SchemaDifferenceKind.ColumnCollation, DifferenceSeverity.Error, "customers.bin"),
        ("ALTER TABLE customers MODIFY bin varchar(20) COLLATE utf8mb4_bin COMMENT 'open'", SchemaDifferenceKind.ColumnComment, DifferenceSeverity.Error, "customers.bin"),
        ("ALTER TABLE orders MODIFY other int AFTER id", SchemaDifferenceKind.ColumnOrder, DifferenceSeverity.Warning, "orders"),
        ("ALTER TABLE orders DROP PRIMARY KEY", SchemaDifferenceKind.MissingPrimaryKey, DifferenceSeverity.Error, "orders"),
        ("ALTER TABLE orders DROP PRIMARY KEY, ADD PRIMARY KEY (id, other)", SchemaDifferenceKind.PrimaryKeyDefinition, DifferenceSeverity.Error, "orders"),
        ("ALTER TABLE keyless ADD PRIMARY KEY (a)", SchemaDifferenceKind.ExtraPrimaryKey, DifferenceSeverity.Warning, "keyless"),
        ("ALTER TABLE customers DROP INDEX by_note", SchemaDifferenceKind.MissingIndex, DifferenceSeverity.Error, "customers.by_note"),
        ("CREATE INDEX more ON orders (other)", SchemaDifferenceKind.ExtraIndex, DifferenceSeverity.Warning, "orders.more"),
        ("ALTER TABLE customers DROP INDEX by_note, ADD INDEX by_note (score, note)", SchemaDifferenceKind.IndexDefinition, DifferenceSeverity.Error, "customers.by_note"),
        ("ALTER TABLE customers DROP INDEX by_note, ADD INDEX by_note (note(10), score)", SchemaDifferenceKind.IndexDefinition, DifferenceSeverity.Error, "customers.by_note"),
        ("ALTER TABLE customers DROP INDEX by_note, ADD INDEX by_note (note DESC, score)", SchemaDifferenceKind.IndexDefinition, DifferenceSeverity.Error, "customers.by_note"),
        ("ALTER TABLE customers DROP INDEX by_note, ADD UNIQUE INDEX by_note (note, score)", SchemaDifferenceKind.IndexDefinition, DifferenceSeverity.Error, "customers.by_note"),
        ("ALTER TABLE customers DROP INDEX customers_name_unique", SchemaDifferenceKind.MissingUnique, DifferenceSeverity.Error, "customers.customers_name_unique"),
        ("ALTER TABLE orders ADD UNIQUE more (other)", SchemaDifferenceKind.ExtraUnique, DifferenceSeverity.Warning, "orders.more"),
        ("ALTER TABLE customers DROP INDEX customers_name_unique, ADD INDEX customers_name_unique (name)", SchemaDifferenceKind.UniqueDefinition, DifferenceSeverity.Error, "customers.customers_name_unique"),
        ("ALTER TABLE orders DROP FOREIGN KEY orders_customer_fk; ALTER TABLE orders DROP INDEX orders_customer_fk", SchemaDifferenceKind.MissingForeignKey, DifferenceSeverity.Error, "orders.orders_customer_fk"),
        ("ALTER TABLE orders ADD CONSTRAINT more FOREIGN KEY (other) REFERENCES customers(id)", SchemaDifferenceKind.ExtraForeignKey, DifferenceSeverity.Warning, "orders.more"),
        ("ALTER TABLE orders DROP FOREIGN KEY orders_customer_fk; ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer) REFERENCES customers(id)", SchemaDifferenceKind.ForeignKeyDefinition, DifferenceSeverity.Error, "orders.orders_customer_fk"),
        ("ALTER TABLE orders DROP FOREIGN KEY orders_customer_fk; ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer) REFERENCES customers(id) ON DELETE cascade ON UPDATE cascade", SchemaDifferenceKind.ForeignKeyDefinition, DifferenceSeverity.Error, "orders.orders_customer_fk"),
        ("ALTER TABLE orders DROP FOREIGN KEY orders_customer_fk; ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer) REFERENCES orders(id) ON DELETE cascade", SchemaDifferenceKind.ForeignKeyDefinition, DifferenceSeverity.Error, "orders.orders_customer_fk"),
        ("ALTER TABLE customers DROP CONSTRAINT score_positive", SchemaDifferenceKind.MissingCheck, DifferenceSeverity.Error, "customers.score_positive"),
        ("ALTER TABLE orders ADD CONSTRAINT more CHECK (other > 1)", SchemaDifferenceKind.ExtraCheck, DifferenceSeverity.Warning, "orders.more"),
        ("ALTER TABLE customers DROP CONSTRAINT score_positive; ALTER TABLE customers ADD CONSTRAINT score_positive CHECK (score >= 0)", SchemaDifferenceKind.CheckDefinition, DifferenceSeverity.Error, "customers.score_positive"),
        ("DROP VIEW names", SchemaDifferenceKind.MissingView, DifferenceSeverity.Error, "names"),
        ("CREATE VIEW more AS SELECT 1 AS a", SchemaDifferenceKind.ExtraView, DifferenceSeverity.Warning, "more"),
    ];

    private static IEnumerable<(string Change, SchemaDifferenceKind Kind, DifferenceSeverity Severity, string Target)> ChangesOf(bool isMariaDb) =>
    [
        .. Changes,
        (isMariaDb ? "ALTER TABLE customers ALTER INDEX by_note IGNORED" : "ALTER TABLE customers ALTER INDEX by_note INVISIBLE",
            SchemaDifferenceKind.IndexDefinition, DifferenceSeverity.Error, "customers.by_note"),
        .. isMariaDb ? [] : new[] { ("ALTER TABLE customers ALTER CHECK score_positive NOT ENFORCED", SchemaDifferenceKind.CheckDefinition, DifferenceSeverity.Error, "customers.score_positive") },
    ];

    [Theory, EveryServer]
    public void Each_change_of_one_property_is_exactly_one_difference_and_mending_it_leaves_none(string server)
    {
        var failures = new List<string>();
        foreach (var (change, kind, severity, target) in ChangesOf(IsMariaDb(server)))
        {
            var database = NewDatabase(server, Base);
            Execute(database, change);
            var differences = Compare(Base, database);
            if (differences is not [var one] || (one.Kind, one.Severity, one.Target) != (kind, severity, target))
            {
                failures.Add($"{change}\n    gives {string.Join("\n      and ", differences.Select(difference => $"{difference.Severity} {difference.Message}"))}");
                continue;
            }
            try
            {
                if (kind == SchemaDifferenceKind.ColumnAutoIncrement) Execute(database, "ALTER TABLE orders DROP FOREIGN KEY orders_customer_fk");
                Execute(database, one.MendingSql!);
                // Mending can bring out what the difference hid: the index of a dropped foreign key, NOT NULL of a dropped primary key.
                foreach (var next in Compare(Base, database)) Execute(database, next.MendingSql!);
                if (Compare(Base, database) is { Count: > 0 } left) failures.Add($"{change}\n    mended with {one.MendingSql}\n    leaves {string.Join("; ", left)}");
            }
            catch (MySqlConnector.MySqlException refused)
            {
                failures.Add($"{change}\n    mended with {one.MendingSql}\n    is refused: {refused.Message}");
            }
        }
        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    [Theory, EveryServer]
    public void A_name_that_is_too_long_is_an_error_while_missing_and_a_warning_in_its_shorter_form(string server)
    {
        var expected = Base + $"""
            ALTER TABLE `orders` ADD CONSTRAINT `{LongForeignKey}` FOREIGN KEY (`other`) REFERENCES `customers`(`id`) ON DELETE no action ON UPDATE no action;
            CREATE INDEX `{LongIndex}` ON `customers` (`score`);
            """;
        var database = NewDatabase(server, Base);
        var before = Compare(expected, database);
        Assert.Equal(
            [(SchemaDifferenceKind.NameTooLong, DifferenceSeverity.Error, LongIndex), (SchemaDifferenceKind.NameTooLong, DifferenceSeverity.Error, LongForeignKey)],
            before.Select(difference => (difference.Kind, difference.Severity, difference.Name)));
        foreach (var difference in before) Execute(database, difference.MendingSql!);
        var after = Compare(expected, database);
        Assert.Equal([DifferenceSeverity.Warning, DifferenceSeverity.Warning], after.Select(difference => difference.Severity));
        Assert.All(after, difference => Assert.Equal(SchemaDifferenceKind.NameTooLong, difference.Kind));
    }

    [Theory, EveryServer]
    public void A_renamed_index_says_under_which_name_it_is_there(string server)
    {
        var database = NewDatabase(server, Base);
        Execute(database, "ALTER TABLE customers RENAME INDEX by_note TO by_text");
        var differences = Compare(Base, database);
        Assert.Equal([SchemaDifferenceKind.MissingIndex, SchemaDifferenceKind.ExtraIndex], differences.Select(difference => difference.Kind));
        Assert.Contains("`by_text`", differences[0].Note, StringComparison.Ordinal);
        Execute(database, differences[0].MendingSql!);
        Assert.Empty(Compare(Base, database));
    }

    [Theory, EveryServer]
    public void The_history_and_what_is_ignored_do_not_count(string server)
    {
        var database = NewDatabase(server, Base + "CREATE TABLE __drizzle_migrations (id serial primary key); CREATE TABLE tmp_a (a int); ALTER TABLE orders ADD legacy_x int;");
        var live = Read(database);
        var options = live.ComparisonOptions with { Ignore = ["TMP_*", "orders.legacy_*"] };
        Assert.Empty(Core.Schemas.SchemaComparer.Compare(Schema(Base), live.Schema, options));
        Assert.Equal(2, Core.Schemas.SchemaComparer.Compare(Schema(Base), live.Schema, live.ComparisonOptions).Count);
    }
}
