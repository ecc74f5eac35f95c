using Migrations.Core.Drizzle;
using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Tests.Drizzle;

/// <summary>SQL to schema to TypeScript, and back without a difference.</summary>
public class SchemaScriptWriterTests
{
    [Fact]
    public void A_script_reads_well()
    {
        var text = RoundTrip("""
            CREATE TABLE `user_accounts` (
              `id` bigint unsigned NOT NULL AUTO_INCREMENT COMMENT 'the key',
              `email` varchar(255) NOT NULL,
              `role` enum('admin','user') NOT NULL DEFAULT 'user',
              `balance` decimal(12,2) DEFAULT '0.00',
              `settings` json DEFAULT ('{"theme":"dark","sizes":[1,2]}'),
              `isActive` tinyint(1) NOT NULL DEFAULT 1,
              `manager_id` bigint unsigned,
              `created_at` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
              `changed` datetime(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
              PRIMARY KEY (`id`),
              UNIQUE KEY `user_accounts_email_unique` (`email`),
              KEY `by_role` (`role`, `email`(10), `created_at` DESC),
              CONSTRAINT `user_accounts_manager_id_user_accounts_id_fk` FOREIGN KEY (`manager_id`) REFERENCES `user_accounts` (`id`) ON DELETE SET NULL,
              CONSTRAINT `rich` CHECK (`balance` >= 0)
            ) COMMENT 'Who may enter.';
            """);

        Assert.Equal("""
            import { sql } from "drizzle-orm";
            import {
              type AnyMySqlColumn,
              bigint,
              boolean,
              check,
              datetime,
              decimal,
              index,
              json,
              mysqlEnum,
              mysqlTable,
              timestamp,
              varchar,
            } from "drizzle-orm/mysql-core";

            /** Who may enter. */
            export const userAccounts = mysqlTable("user_accounts", {
              /** the key */
              id: bigint("id", { mode: "number", unsigned: true }).autoincrement().primaryKey(),
              email: varchar("email", { length: 255 }).notNull().unique(),
              role: mysqlEnum("role", ["admin", "user"]).notNull().default("user"),
              balance: decimal("balance", { precision: 12, scale: 2 }).default("0.00"),
              settings: json("settings").default({ theme: "dark", sizes: [1, 2] }),
              isActive: boolean("isActive").notNull().default(true),
              managerId: bigint("manager_id", { mode: "number", unsigned: true }).references((): AnyMySqlColumn => userAccounts.id, { onDelete: "set null" }),
              createdAt: timestamp("created_at").notNull().defaultNow(),
              changed: datetime("changed", { fsp: 3 }).default(sql`CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)`),
            }, (table) => [
              index("by_role").on(table.role, sql`${table.email}(10)`, sql`${table.createdAt} desc`),
              check("rich", sql`${table.balance} >= 0`),
            ]);

            """.ReplaceLineEndings("\n"), text);
    }

    [Theory]
    [InlineData("`order` (`select` int, `group` int, `constructor` int, `getSQL` int, `toString` int)")]
    [InlineData("`index` (`index` int, KEY `index` (`index`)); CREATE TABLE `sql` (`a` int CHECK (a > 1), `b` varchar(9) DEFAULT (uuid())); CREATE TABLE `varchar` (`varchar` varchar(9))")]
    [InlineData("`class` (`id` int); CREATE TABLE `default` (`id` int); CREATE TABLE `table` (`id` int PRIMARY KEY, `up` int, CONSTRAINT `fk` FOREIGN KEY (`up`) REFERENCES `table` (`id`))")]
    [InlineData("`user_id` (`a` int); CREATE TABLE `userId` (`a` int); CREATE TABLE `user id` (`a` int); CREATE TABLE `USER_ID` (`a` int); CREATE TABLE `user_id2` (`a` int)")]
    [InlineData("`t` (`user_id` int, `userId` int, `user-id` int, `USER ID` int, `userId2` int)")]
    [InlineData("`2fa` (`100%` int, `a-b` int, `größe` int, `عمود` int, `😀` int, `💡` int, `with space` int, ```tick``` int, `quo\"te` int, `back\\slash` int, `${x}` int)")]
    [InlineData("`--` (`.` int, KEY `${a}` (`.`), UNIQUE KEY `q\"` (`.`), CONSTRAINT `c``k` CHECK (`.` > 1))")]
    [InlineData("`a` (`id` int PRIMARY KEY, `b_id` int, CONSTRAINT `a_b_id_b_id_fk` FOREIGN KEY (`b_id`) REFERENCES `b` (`id`)); CREATE TABLE `b` (`id` int PRIMARY KEY, `a_id` int, CONSTRAINT `own` FOREIGN KEY (`a_id`) REFERENCES `a` (`id`))")]
    [InlineData("`p` (`x` int, `y` int, PRIMARY KEY (`y`, `x`)); CREATE TABLE `c` (`x` int, `y` int, CONSTRAINT `c_y_x_p_y_x_fk` FOREIGN KEY (`y`, `x`) REFERENCES `p` (`y`, `x`) ON DELETE CASCADE)")]
    [InlineData("`d` (`a` varchar(9) DEFAULT 'it''s', `b` varchar(9) DEFAULT 'a\\\\b', `c` varchar(9) DEFAULT '`${x}`', `d` text DEFAULT ('x'), `e` varchar(30) DEFAULT 'line\\nbreak', `f` enum('a,b','c''d','e\\\\f') DEFAULT 'c''d')")]
    [InlineData("`n` (`a` bigint DEFAULT 9223372036854775807, `b` bigint DEFAULT 9007199254740991, `c` double DEFAULT 1e20, `d` decimal(30,10) DEFAULT '12345678901234567890.1234567890', `e` int DEFAULT -1, `f` tinyint(1) DEFAULT 2, `g` decimal(10,0))")]
    [InlineData("`j` (`a` json DEFAULT ('{}'), `b` json DEFAULT ('[]'), `c` json DEFAULT ('{ \"spaced\": 1 }'), `d` json DEFAULT ('{\"2\":1,\"1\":2}'), `e` json DEFAULT ('{\"q\":\"it''s\"}'), `f` json DEFAULT ('\"text\"'), `g` json DEFAULT (json_array()), `h` json DEFAULT ('{\"n\":1.50}'))")]
    [InlineData("`k` (`a` blob, `b` bit(8), `c` set('x','y'), `d` int(5) unsigned zerofill, `e` point NOT NULL, `f` varbinary(20), `g` mediumblob, `h` set('z'), `blob` longblob, `i` year, `j` time(3) DEFAULT '10:00:00', `k` char(0))")]
    [InlineData("`g` (`a` int, `b` int GENERATED ALWAYS AS (`a` + 1) STORED, `c` varchar(9) AS (concat('`', `a`, '${', '\\\\')) VIRTUAL, KEY `e` ((`a` + 1), (lower(`c`)) DESC))")]
    [InlineData("`app`.`t` (`id` int PRIMARY KEY, `b` blob)")]
    public void Everything_comes_back(string table) => RoundTrip($"CREATE TABLE {table};");

    [Fact]
    public void Views_keep_their_queries_without_the_database()
    {
        var schema = new DatabaseSchema
        {
            Views =
            [
                new SchemaView { Name = "v", Definition = "select `app`.`t`.`id` AS `id`,'`${app`.`' AS `x` from `app`.`t`", SqlSecurity = "invoker", CheckOption = "local", Columns = [new Column { Name = "id", Type = "int", IsNullable = false }] },
            ],
        };
        var view = Assert.Single(Read(SchemaScriptWriter.Write(schema, "app").Text).Views);
        Assert.Equal("select `t`.`id` AS `id`,'`${app`.`' AS `x` from `t`", view.Definition);
        Assert.Equal(("invoker", "local", "id int"), (view.SqlSecurity, view.CheckOption, Assert.Single(view.Columns).ToString()));
    }

    [Fact]
    public void What_drizzle_has_no_words_for_is_a_gap_and_a_comment()
    {
        var written = SchemaScriptWriter.Write(SqlSchemaReader.Read(new SourceText("a.sql",
            "CREATE TABLE `t` (`id` int PRIMARY KEY, `a` text, `r` int, FULLTEXT KEY `ft` (`a`), CONSTRAINT `k` CHECK (`id` > 1) NOT ENFORCED, CONSTRAINT `gone` FOREIGN KEY (`r`) REFERENCES `elsewhere` (`id`)) ENGINE=MyISAM;")));
        Assert.Equal(["ft", "gone", "k", null], written.Gaps.Select(gap => gap.Name));
        Assert.Contains("// Not in drizzle's words: ft: FULLTEXT INDEX `ft` (`a`)\n", written.Text);
        Assert.DoesNotContain("index(", written.Text);
    }

    private static string RoundTrip(string sql)
    {
        var schema = SqlSchemaReader.Read(new SourceText("in.sql", sql));
        Assert.NotEmpty(schema.Tables);
        // A check without a name is a gap, and said as such.
        schema = schema with { Tables = [.. schema.Tables.Select(table => table with { Checks = [.. table.Checks.Where(check => check.Name is not null)] })] };
        var written = SchemaScriptWriter.Write(schema);
        Assert.Empty(written.Gaps);
        // A comment of a column becomes one of the script.
        var differences = SchemaComparer.Compare(schema, Read(written.Text)).Where(difference => difference.Kind != SchemaDifferenceKind.ColumnComment).ToList();
        Assert.True(differences.Count == 0, string.Join("\n", differences.Select(difference => $"{difference.Kind} {difference.Target}: {difference.Expected} | {difference.Actual}")) + "\n" + written.Text);
        Assert.Equal(schema.Tables.Select(table => table.Name).Order(StringComparer.Ordinal), Read(written.Text).Tables.Select(table => table.Name).Order(StringComparer.Ordinal));
        return written.Text;
    }

    private static DatabaseSchema Read(string text)
    {
        using var project = new TemporaryProject();
        project.Write("schema.ts", text);
        return SchemaScript.Read(new SchemaScriptRequest { Root = project.Root, Paths = ["schema.ts"] }, TestContext.Current.CancellationToken);
    }
}
