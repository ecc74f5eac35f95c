namespace Migrations.Server.Tests.Faults;

/// <summary>
/// Twelve migrations of everything that migrations hold. What must take effect once shows it when it did not (<c>n = n + 1</c>); what the contract
/// calls at least once (<c>CALL</c>, a migration's own transaction, <c>LOCK TABLES</c>, <c>EXECUTE</c>) may be repeated here without a trace.
/// </summary>
internal static class FaultProject
{
    /// <summary>A migration that only adds: the catalog alone can tell how far it got.</summary>
    public const string Additive = "0001_orders";

    /// <summary>A migration of data alone.</summary>
    public const string Data = "0002_seed";

    public static IReadOnlyList<(string Tag, string Sql)> Migrations { get; } =
    [
        ("0000_accounts", """
            CREATE TABLE accounts (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL, balance int NOT NULL DEFAULT 0, legacy varchar(10));
            --> statement-breakpoint
            CREATE TABLE audit (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, what varchar(80) NOT NULL, amount int);
            --> statement-breakpoint
            CREATE UNIQUE INDEX accounts_name ON accounts (name);
            """),
        ("0001_orders", """
            CREATE TABLE orders (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, account_id int NOT NULL, total int NOT NULL DEFAULT 0, state varchar(10) NOT NULL DEFAULT 'new');
            ALTER TABLE orders ADD COLUMN note varchar(100), ADD COLUMN region char(2) NOT NULL DEFAULT 'EU' AFTER account_id, ADD INDEX orders_state (state, region);
            ALTER TABLE orders ADD CONSTRAINT orders_account_fk FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
            CREATE INDEX orders_total ON orders (total);
            """),
        ("0002_seed", """
            INSERT INTO accounts (name, balance, legacy) VALUES ('ada', 10, 'x'), ('bob', 20, 'y'), ('eve', 30, NULL);
            INSERT INTO orders (account_id, total, note) SELECT id, balance * 2, CONCAT('first of ', name) FROM accounts ORDER BY id;
            UPDATE accounts SET balance = balance + 1;
            INSERT INTO audit (what, amount) SELECT 'seeded', COUNT(*) FROM orders;
            """),
        ("0003_generated_keys", """
            INSERT INTO accounts (name, balance) VALUES ('zoe', 5);
            SET @zoe = LAST_INSERT_ID();
            INSERT INTO orders (account_id, total, note) VALUES (@zoe, 7, 'by variable');
            UPDATE accounts SET balance = balance + 100 WHERE id = @zoe;
            SET @the_order = LAST_INSERT_ID();
            UPDATE orders SET note = CONCAT(note, '!'), total = total + 1 WHERE id = @the_order;
            """),
        ("0004_row_counts", """
            UPDATE orders SET total = total + 1 WHERE total > 20;
            SET @touched = ROW_COUNT();
            INSERT INTO audit (what, amount) VALUES ('touched', @touched);
            DELETE FROM orders WHERE total > 60;
            SET @gone = ROW_COUNT();
            INSERT INTO audit (what, amount) VALUES ('gone', @gone);
            """),
        // What was read before a change is used behind it.
        ("0005_read_before", """
            SET @sum = (SELECT SUM(balance) FROM accounts);
            SELECT COUNT(*) INTO @orders FROM orders;
            UPDATE accounts SET balance = balance + 1000;
            INSERT INTO orders (account_id, total) SELECT id, 33 FROM accounts WHERE name = 'ada';
            INSERT INTO audit (what, amount) VALUES ('sum before', @sum), ('orders before', @orders);
            """),
        ("0006_reshape", """
            ALTER TABLE accounts MODIFY COLUMN name varchar(60) NOT NULL, ADD COLUMN email varchar(80) NULL AFTER name;
            UPDATE accounts SET email = CONCAT(name, '@example.org'), balance = balance * 2;
            ALTER TABLE accounts RENAME COLUMN legacy TO origin;
            ALTER TABLE orders DROP INDEX orders_state, DROP COLUMN region, ADD INDEX orders_state (state);
            ALTER TABLE accounts ADD COLUMN IF NOT EXISTS email varchar(80) NULL, ADD COLUMN IF NOT EXISTS phone varchar(20) NULL AFTER email;
            DROP INDEX orders_total ON orders;
            """),
        ("0007_trigger", """
            DELIMITER //
            CREATE TRIGGER orders_audit AFTER INSERT ON orders FOR EACH ROW
            BEGIN
              INSERT INTO audit (what, amount) VALUES ('order', NEW.total);
            END//
            DELIMITER ;
            INSERT INTO orders (account_id, total) SELECT id, 90 FROM accounts WHERE name = 'bob';
            UPDATE orders SET total = total + 5 WHERE total = 90;
            """),
        ("0008_procedure_view_prepared", """
            DROP PROCEDURE IF EXISTS settle;
            DELIMITER $$
            CREATE PROCEDURE settle(IN minimum int)
            BEGIN
              UPDATE orders SET state = 'settled' WHERE total >= minimum;
            END$$
            DELIMITER ;
            CALL settle(40);
            INSERT INTO audit (what, amount) SELECT 'settled', COUNT(*) FROM orders WHERE state = 'settled';
            CREATE OR REPLACE VIEW open_orders AS SELECT a.name, o.total FROM orders o JOIN accounts a ON a.id = o.account_id WHERE o.state <> 'settled';
            SET @missing = (SELECT COUNT(*) = 0 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'orders' AND COLUMN_NAME = 'priority');
            SET @sql = IF(@missing, 'ALTER TABLE orders ADD COLUMN priority int NOT NULL DEFAULT 0', 'SELECT 1');
            PREPARE change_it FROM @sql;
            EXECUTE change_it;
            DEALLOCATE PREPARE change_it;
            UPDATE orders SET priority = priority + 3 WHERE state = 'settled';
            CREATE INDEX orders_priority ON orders (priority);
            """),
        ("0009_temporary", """
            CREATE TEMPORARY TABLE chosen (id int PRIMARY KEY);
            INSERT INTO chosen SELECT id FROM accounts WHERE name IN ('ada', 'zoe');
            UPDATE accounts SET balance = balance - 5 WHERE id IN (SELECT id FROM chosen);
            INSERT INTO audit (what, amount) SELECT 'chosen', COUNT(*) FROM chosen;
            DROP TEMPORARY TABLE chosen;
            CREATE TABLE scratch (n int);
            INSERT INTO scratch VALUES (1), (2);
            TRUNCATE TABLE scratch;
            INSERT INTO scratch VALUES (3);
            UPDATE accounts SET balance = balance + (SELECT MAX(n) FROM scratch);
            DROP TABLE scratch;
            CREATE TABLE scratch (m int, word varchar(5));
            """),
        ("0010_transaction", """
            UPDATE accounts SET balance = balance + 11;
            START TRANSACTION;
            UPDATE accounts SET origin = 'moved' WHERE name = 'bob';
            DELETE FROM audit WHERE what = 'seeded';
            COMMIT;
            UPDATE accounts SET balance = balance + 7;
            LOCK TABLES accounts WRITE;
            UPDATE accounts SET phone = '112' WHERE name = 'eve';
            UNLOCK TABLES;
            UPDATE accounts SET balance = balance + 13;
            """),
        ("0011_tags", """
            CREATE TABLE tag (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, word varchar(20) NOT NULL, uses int NOT NULL DEFAULT 0, UNIQUE KEY tag_word (word), CONSTRAINT tag_uses CHECK (uses >= 0));
            INSERT INTO tag (word, uses) VALUES ('red', 1), ('blue', 2);
            RENAME TABLE tag TO tags;
            INSERT INTO tags (word, uses) VALUES ('red', 5) ON DUPLICATE KEY UPDATE uses = uses + 5;
            SET FOREIGN_KEY_CHECKS = 0;
            ALTER TABLE accounts DROP COLUMN origin;
            ALTER TABLE accounts ADD COLUMN origin int NOT NULL DEFAULT 1;
            SET FOREIGN_KEY_CHECKS = 1;
            UPDATE accounts SET origin = origin + 1;
            CREATE TABLE totals AS SELECT a.name, SUM(o.total) AS total FROM orders o JOIN accounts a ON a.id = o.account_id GROUP BY a.name;
            UPDATE totals SET total = total + 1;
            SET SESSION sql_mode = '';
            INSERT INTO scratch VALUES (1, 'cut off without the strict mode');
            REPLACE INTO tags (word, uses) SELECT 'green', uses + 1 FROM tags WHERE word = 'blue';
            """),
    ];

    /// <summary>The whole project in a folder.</summary>
    public static ProjectFolder Whole() => Of(Migrations.Count);

    /// <summary>The project as it grew: a folder for each migration, with those before it.</summary>
    public static IReadOnlyList<ProjectFolder> Deployments() => [.. Enumerable.Range(1, Migrations.Count).Select(Of)];

    /// <summary>The example project, which an empty database gets from its baseline, and a migration of data behind that.</summary>
    public static ProjectFolder WithBaseline()
    {
        var example = Path.Combine(Oracle.RepositoryRoot(), "examples", "bookings");
        var folder = new ProjectFolder();
        foreach (var file in Directory.EnumerateFiles(example, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var relative = Path.GetRelativePath(example, file).Replace(Path.DirectorySeparatorChar, '/');
            if (relative.EndsWith(".sql", StringComparison.Ordinal) && relative.Split('/').Length == 2) folder.Add(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file));
            else if (!relative.EndsWith("_journal.json", StringComparison.Ordinal)) folder.Write(relative, File.ReadAllText(file));
        }
        return folder.Add("0004_prices", "INSERT INTO demo_rooms (`number`, price_per_night) VALUES ('1', 10), ('2', 20);\nUPDATE demo_rooms SET price_per_night = price_per_night + 1;\n");
    }

    private static ProjectFolder Of(int count)
    {
        var folder = new ProjectFolder();
        foreach (var (tag, sql) in Migrations.Take(count)) folder.Add(tag, sql + "\n");
        return folder;
    }
}
