namespace Migrations.Core.Tests.Linting;

/// <summary>Where each rule speaks, with the place, and where it is silent.</summary>
public class RuleTests
{
    [Theory]
    [InlineData("destructive-statement", "SELECT 1;\nDROP TABLE IF EXISTS `a`, `orders`;", 2, 22)]
    [InlineData("destructive-statement", "ALTER TABLE `users` ADD COLUMN x int, DROP `name`", 1, 39)]
    [InlineData("destructive-statement", "TRUNCATE orders", 1, 10)]
    [InlineData("destructive-statement", "ALTER TABLE orders DROP PARTITION p0", 1, 20)]
    [InlineData("without-where", "  DELETE FROM users", 1, 3)]
    [InlineData("without-where", "UPDATE users u SET u.name = (SELECT 1 FROM orders WHERE id = 1)", 1, 1)]
    [InlineData("type-narrowing", "ALTER TABLE orders MODIFY id bigint NOT NULL AUTO_INCREMENT", 1, 27)]
    [InlineData("type-narrowing", "ALTER TABLE orders CHANGE total sum decimal(10,1)", 1, 33)]
    [InlineData("type-narrowing", "ALTER TABLE users MODIFY role enum('admin') NOT NULL", 1, 26)]
    [InlineData("type-narrowing", "ALTER TABLE users MODIFY bio varchar(500)", 1, 26)]
    [InlineData("not-null-without-default", "ALTER TABLE users ADD (a int, b int NOT NULL)", 1, 31)]
    [InlineData("nullable-to-not-null", "ALTER TABLE users CHANGE name full_name varchar(100) NOT NULL", 1, 31)]
    [InlineData("nullable-to-not-null", "UPDATE users SET bio = '' WHERE name = ''; ALTER TABLE users MODIFY name varchar(100) NOT NULL", 1, 69)]
    [InlineData("unknown-table", "INSERT INTO `user` VALUES (1)", 1, 13)]
    [InlineData("unknown-table", "CREATE INDEX i ON `user` (id)", 1, 19)]
    [InlineData("unknown-table", "ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES user (id)", 1, 20)]
    [InlineData("after-unknown-column", "ALTER TABLE users ADD a int AFTER id, ADD b int AFTER c", 1, 39)]
    [InlineData("foreign-key-types", "CREATE TABLE c (user_id int unsigned, FOREIGN KEY (user_id) REFERENCES users (id))", 1, 39)]
    [InlineData("foreign-key-types", "CREATE TABLE c (m varchar(255) CHARACTER SET latin1, FOREIGN KEY (m) REFERENCES users (email))", 1, 54)]
    [InlineData("identifier-too-long", "CREATE INDEX `i123456789012345678901234567890123456789012345678901234567890abcd` ON users (name)", 1, 14)]
    [InlineData("row-size", "ALTER TABLE users ADD a varchar(15000),\n ADD b varchar(1300)", 2, 6)]
    [InlineData("index-key-length", "CREATE INDEX i ON users (email, email, email, email)", 1, 1)]
    [InlineData("index-without-length", "CREATE INDEX i ON users (bio)", 1, 1)]
    [InlineData("missing-if-exists", "ALTER TABLE users ADD COLUMN IF NOT EXISTS a int, ADD INDEX i (name)", 1, 51)]
    [InlineData("at-least-once", "SELECT 1;\n--> statement-breakpoint\nSTART TRANSACTION;", 3, 1)]
    [InlineData("non-deterministic-data", "UPDATE users SET name = UPPER(UUID()) WHERE id = 1", 1, 31)]
    [InlineData("non-deterministic-data", "INSERT INTO orders (user_id) SELECT id FROM users LIMIT 5", 1, 51)]
    [InlineData("character-set", "ALTER TABLE users ADD a varchar(5) COLLATE utf8mb4_bin", 1, 23)]
    [InlineData("enum-value", "ALTER TABLE users ADD a enum('x','(y')", 1, 23)]
    [InlineData("enum-value", "ALTER TABLE users ADD a enum('x','','')", 1, 23)]
    [InlineData("multiple-statements", "SELECT 1;\nSELECT 2;\nSELECT 3;\n--> statement-breakpoint\nSELECT 4;", 2, 1)]
    public void It_finds(string rule, string sql, int line, int column)
    {
        var finding = Assert.Single(LintedProject.Findings(rule, sql), finding => (finding.Line, finding.Column) == (line, column));

        Assert.Equal((rule, "0001_next"), (finding.Rule, finding.Tag));
        Assert.EndsWith("0001_next.sql", finding.File, StringComparison.Ordinal);
        Assert.True(finding.EndLine > finding.Line || finding.EndColumn > finding.Column);
    }

    [Theory]
    [InlineData("destructive-statement", "CREATE TABLE h (a int); INSERT INTO h VALUES (1); DROP TABLE h")]
    [InlineData("destructive-statement", "ALTER TABLE users ADD h int; ALTER TABLE users DROP COLUMN h")]
    [InlineData("destructive-statement", "ALTER TABLE users DROP INDEX i, DROP FOREIGN KEY f; DROP VIEW IF EXISTS v; DROP TEMPORARY TABLE t; DELETE FROM users WHERE id = 1")]
    [InlineData("without-where", "UPDATE users JOIN orders ON orders.user_id = users.id SET users.name = 'x'")]
    [InlineData("without-where", "CREATE TEMPORARY TABLE h (a int); DELETE FROM h; DELETE FROM users WHERE 1; UPDATE users SET name = 'x' LIMIT 1")]
    [InlineData("type-narrowing", "ALTER TABLE users MODIFY id bigint, MODIFY email varchar(300), MODIFY role enum('admin','member','guest'), MODIFY bio mediumtext, CHANGE name n text")]
    [InlineData("type-narrowing", "CREATE TABLE h (a bigint); ALTER TABLE h MODIFY a int")]
    [InlineData("type-narrowing", "ALTER TABLE orders MODIFY total decimal(12,2), MODIFY user_id integer(5)")]
    [InlineData("not-null-without-default", "ALTER TABLE users ADD a int NOT NULL DEFAULT 0, ADD b int, ADD c int AS (id + 1) STORED NOT NULL, ADD d serial")]
    [InlineData("not-null-without-default", "CREATE TABLE h (a int); ALTER TABLE h ADD b int NOT NULL")]
    [InlineData("nullable-to-not-null", "ALTER TABLE users MODIFY name varchar(100), MODIFY email varchar(300) NOT NULL, MODIFY id int NOT NULL")]
    [InlineData("nullable-to-not-null", "UPDATE users SET bio = '', `name` = COALESCE(name, '') WHERE name IS NULL; ALTER TABLE users MODIFY name varchar(100) NOT NULL")]
    [InlineData("unknown-table", "CREATE TABLE `a` (id int); RENAME TABLE a TO b; INSERT INTO b VALUES (1); CREATE VIEW v AS SELECT 1; DROP TABLE IF EXISTS gone; INSERT INTO other.t VALUES (1)")]
    [InlineData("unknown-table", "CREATE TEMPORARY TABLE h (a int); INSERT INTO h VALUES (1); UPDATE USERS SET name = 'x' WHERE id = 1")]
    [InlineData("unknown-table", "SET @s = IF(1, 'CREATE TABLE d (id int)', 'SELECT 1'); PREPARE p FROM @s; EXECUTE p; INSERT INTO d VALUES (1)")]
    [InlineData("unknown-table", "CALL make_tables(); INSERT INTO made VALUES (1)")]
    [InlineData("unknown-table", "SET FOREIGN_KEY_CHECKS = 0; CREATE TABLE a (b int, FOREIGN KEY (b) REFERENCES later (id)); CREATE TABLE later (id int PRIMARY KEY)")]
    [InlineData("unknown-table", "CREATE TABLE tree (id int PRIMARY KEY, parent int, FOREIGN KEY (parent) REFERENCES tree (id)); INSERT INTO __drizzle_migrations VALUES (1)")]
    [InlineData("after-unknown-column", "ALTER TABLE users ADD a int AFTER ID, ADD b int AFTER a; ALTER TABLE nowhere ADD c int AFTER d")]
    [InlineData("after-unknown-column", "CREATE TABLE q AS SELECT 1 AS a; ALTER TABLE q ADD b int AFTER a")]
    [InlineData("after-unknown-column", "SET @s = 'ALTER TABLE users ADD COLUMN d int'; PREPARE p FROM @s; EXECUTE p; ALTER TABLE users ADD b int AFTER d")]
    [InlineData("foreign-key-types", "CREATE TABLE c (u int(5), m char(20), FOREIGN KEY (u) REFERENCES users (id), FOREIGN KEY (m) REFERENCES users (email))")]
    [InlineData("foreign-key-types", "CREATE TABLE IF NOT EXISTS orders (user_id bigint, FOREIGN KEY (user_id) REFERENCES users (id))")]
    [InlineData("identifier-too-long", "CREATE INDEX `i123456789012345678901234567890123456789012345678901234567890abc` ON users (name)")]
    [InlineData("identifier-too-long", "ALTER TABLE users DROP FOREIGN KEY `f123456789012345678901234567890123456789012345678901234567890abcd`")]
    [InlineData("row-size", "CREATE TABLE p (a varchar(16383) CHARACTER SET utf8mb4 NOT NULL); CREATE TABLE q (a varchar(65000) CHARACTER SET latin1, b text, c text)")]
    [InlineData("index-key-length", "CREATE TABLE p (a varchar(768) CHARACTER SET utf8mb4, b varchar(3072) CHARACTER SET latin1, KEY (a), KEY (b), KEY (b(10), a(191)), FULLTEXT KEY (a, b))")]
    [InlineData("index-without-length", "ALTER TABLE users ADD FULLTEXT INDEX f (bio), ADD INDEX i (bio(20)), ADD INDEX j (name)")]
    [InlineData("missing-if-exists", "CREATE OR REPLACE VIEW v AS SELECT 1; ALTER TABLE users MODIFY name text, ADD PRIMARY KEY (id); CREATE TEMPORARY TABLE t (a int); INSERT INTO t VALUES (1)")]
    [InlineData("missing-if-exists", "DROP TABLE IF EXISTS h; CREATE TABLE h (a int); ALTER TABLE users DROP INDEX i, ADD INDEX i (name); DROP INDEX j ON users; CREATE INDEX j ON users (email)")]
    [InlineData("missing-if-exists", "ALTER TABLE users ADD COLUMN tmp int; UPDATE users SET tmp = 1 WHERE id = 1; ALTER TABLE users DROP COLUMN tmp")]
    [InlineData("unknown-table", "USE other; INSERT INTO made VALUES (1)")]
    [InlineData("unknown-table", "BEGIN NOT ATOMIC CREATE TABLE made (a int); END; INSERT INTO made VALUES (1)")]
    [InlineData("not-null-without-default", "ALTER TABLE users ADD kind enum('a','b') NOT NULL, ADD at timestamp NOT NULL")]
    [InlineData("foreign-key-types", "CREATE TABLE c (u bigint, FOREIGN KEY (u) REFERENCES users (id)) ENGINE=MyISAM")]
    [InlineData("at-least-once", "SET NAMES utf8mb4; COMMIT; UPDATE users SET name = 'START TRANSACTION' WHERE id = 1")]
    [InlineData("non-deterministic-data", "UPDATE users SET name = 'NOW()' WHERE id = 1; INSERT INTO orders (user_id) SELECT id FROM users ORDER BY id LIMIT 1; SELECT NOW()")]
    [InlineData("non-deterministic-data", "DELETE FROM users WHERE EXISTS (SELECT 1 FROM orders LIMIT 1); INSERT INTO users (name) VALUES (RAND(3)); ALTER TABLE users ADD t timestamp DEFAULT NOW()")]
    [InlineData("character-set", "ALTER TABLE users ADD a varchar(5) CHARACTER SET utf8mb4, ADD b varchar(5) COLLATE utf8mb4_unicode_ci, ADD c int; CREATE TABLE x (a text CHARACTER SET latin1)")]
    [InlineData("enum-value", "ALTER TABLE users ADD a enum('it''s','x)','say \"y\"','a b')")]
    [InlineData("multiple-statements", "SELECT 1; -- one\n--> statement-breakpoint\nSELECT 2;--> statement-breakpoint\nSELECT 3")]
    [InlineData("after-unknown-column", "ALTER TABLE users RENAME COLUMN name TO n, ADD x int AFTER n")]
    public void It_is_silent(string rule, string sql) => Assert.Empty(LintedProject.Findings(rule, sql));

    [Theory]
    [InlineData("mysql:9.7", "CREATE TABLE t (a uuid, b text DEFAULT 'x', c json DEFAULT (json_array()), d int AS (1) PERSISTENT) COLLATE utf8mb4_uca1400_ai_ci", 4)]
    [InlineData("mysql:9.7", "ALTER TABLE users NOWAIT ADD a int; CREATE SEQUENCE s; INSERT INTO users (id) VALUES (1) RETURNING id; CREATE TABLE v (a int) WITH SYSTEM VERSIONING", 4)]
    [InlineData("mysql:9.7", "CREATE TABLE t (a json, b int AS (a->>'$.x') STORED, KEY k ((b + 1)) INVISIBLE, CHECK (b > 0) NOT ENFORCED) COLLATE utf8mb4_0900_ai_ci", 0)]
    [InlineData("mysql:9.7", "DELETE FROM users WHERE returning = 1 AND returning IS NULL; DELETE FROM users WHERE id IN (1) RETURNING *", 1)]
    [InlineData("mysql:9.7", "/*M!100100 CREATE OR REPLACE TABLE t (a uuid) */", 0)]
    [InlineData("mariadb:10.11", "CREATE TABLE t (a json, b int AS (a->>'$.x') STORED, KEY k ((b + 1)), KEY m (b) INVISIBLE, CHECK (b > 0) NOT ENFORCED, v vector(3)) COLLATE utf8mb4_0900_ai_ci", 6)]
    [InlineData("mariadb:11.4", "CREATE TABLE t (a int) COLLATE utf8mb4_0900_ai_ci", 0)]
    [InlineData("mariadb:11.4.4", "CREATE TABLE t (a int) COLLATE utf8mb4_0900_ai_ci", 1)]
    [InlineData("mariadb:11.8", "CREATE TABLE t (v vector(3), a int INVISIBLE) COLLATE utf8mb4_0900_ai_ci", 0)]
    [InlineData("mariadb:10.11", "CREATE OR REPLACE TABLE t (a uuid, b text DEFAULT 'x->y', d int AS (1) PERSISTENT); ALTER TABLE users ADD COLUMN IF NOT EXISTS c int", 0)]
    [InlineData("tidb", "CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW SET @a = 1", 1)]
    public void Syntax_is_judged_by_the_target(string server, string sql, int findings) =>
        Assert.Equal(findings, LintedProject.Findings("unsupported-syntax", sql, server).Count);

    [Theory]
    [InlineData("mysql:8.4", 3)]
    [InlineData("mariadb:10.11", 0)]
    [InlineData("tidb:8.5", 0)]
    [InlineData(null, 0)]
    public void If_exists_is_a_matter_of_the_target(string? server, int findings) => Assert.Equal(
        findings, LintedProject.Findings("if-exists-syntax", "ALTER TABLE users ADD COLUMN IF NOT EXISTS a int, DROP INDEX IF EXISTS i; CREATE INDEX IF NOT EXISTS j ON users (name); DROP TABLE IF EXISTS x", server).Count);

    [Fact]
    public void For_MySQL_no_words_are_asked_for_that_it_does_not_know()
    {
        const string sql = "ALTER TABLE users ADD a int; CREATE INDEX i ON users (name); CREATE TABLE t (a int)";
        Assert.Equal(3, LintedProject.Findings("missing-if-exists", sql).Count);
        Assert.Equal(sql.LastIndexOf("t (", StringComparison.Ordinal) + 1, Assert.Single(LintedProject.Findings("missing-if-exists", sql, "mysql:8.4")).Column);
    }
}
