using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Tests.Sql;

public class SqlScriptTests
{
    private static SqlScript Parse(string text, SqlModes modes = SqlModes.None)
    {
        var script = SqlScript.Parse(new SourceText("m.sql", text), modes);
        Assert.Equal(text, string.Concat(script.Statements.Select(s => s.FullText)) + script.Tail);
        return script;
    }

    private static string[] Split(string text, SqlModes modes = SqlModes.None) => [.. Parse(text, modes).Statements.Select(s => s.Text)];

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("  \n-- only a comment\n/* and another; */;;", new string[0])]
    [InlineData("SELECT 1", new[] { "SELECT 1" })]
    [InlineData("SELECT 1;SELECT 2;", new[] { "SELECT 1", "SELECT 2" })]
    [InlineData("SELECT ';' ; SELECT \";\" ; SELECT `;` FROM t", new[] { "SELECT ';'", "SELECT \";\"", "SELECT `;` FROM t" })]
    [InlineData(@"SELECT 'it\'s;' ; SELECT 'it''s;' ; SELECT '\\'; SELECT 4", new[] { @"SELECT 'it\'s;'", "SELECT 'it''s;'", @"SELECT '\\'", "SELECT 4" })]
    [InlineData("SELECT 5--3; SELECT 2 -- x;\n; # y;\nSELECT 3 # z", new[] { "SELECT 5--3", "SELECT 2", "SELECT 3" })]
    [InlineData("SELECT 1 --\n+1;SELECT 2", new[] { "SELECT 1 --\n+1", "SELECT 2" })]
    [InlineData("SELECT /* ; */ 1 /*+ ; */; SELECT 2", new[] { "SELECT /* ; */ 1", "SELECT 2" })]
    [InlineData("/*!40101 SET NAMES utf8; */; SELECT 1", new[] { "/*!40101 SET NAMES utf8; */", "SELECT 1" })]
    [InlineData("CREATE TABLE t (a int) /*!50100 COMMENT '*/;' /* in */ */; SELECT 1", new[] { "CREATE TABLE t (a int) /*!50100 COMMENT '*/;' /* in */ */", "SELECT 1" })]
    [InlineData("A;--> statement-breakpoint\nB\n--> statement-breakpoint\nC", new[] { "A", "B", "C" })]
    [InlineData("A -- why --> statement-breakpoint more; words\nB", new[] { "A", "B" })]
    [InlineData("SELECT '--> statement-breakpoint'; B", new[] { "SELECT '--> statement-breakpoint'", "B" })]
    [InlineData("SELECT @`a;b`, @'c;d', @@session.sql_mode; B", new[] { "SELECT @`a;b`, @'c;d', @@session.sql_mode", "B" })]
    [InlineData("SELECT N'x;', _utf8mb4'y;', 0x3B, 1.5e-3; B", new[] { "SELECT N'x;', _utf8mb4'y;', 0x3B, 1.5e-3", "B" })]
    public void Splits_at_the_end_of_statements_and_nowhere_else(string text, string[] expected) => Assert.Equal(expected, Split(text));

    [Theory]
    [InlineData("CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN SET NEW.a = 1; SET NEW.b = IF(NEW.a, 1, 2); END; SELECT 1", 2)]
    [InlineData("CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW SET NEW.a = IF(NEW.b = 1, 2, 3); SELECT 1", 2)]
    [InlineData("CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW IF NEW.a IS NULL THEN SET NEW.a = 1; END IF; SELECT 1", 2)]
    [InlineData("CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW FOLLOWS u IF (NEW.a) THEN SET NEW.a = 1; ELSE SET NEW.a = 2; END IF; SELECT 1", 2)]
    [InlineData("CREATE PROCEDURE IF NOT EXISTS p() IF a THEN SELECT 1; END IF; SELECT 1", 2)]
    [InlineData("CREATE PROCEDURE p() SELECT CASE WHEN IF(a, b, c) THEN 1 ELSE 2 END; SELECT 1", 2)]
    [InlineData("CREATE PROCEDURE p() CASE a WHEN 1 THEN SELECT 1; ELSE SELECT CASE b WHEN 1 THEN 2 END; END CASE; SELECT 1", 2)]
    [InlineData("CREATE DEFINER=`root`@`localhost` PROCEDURE p(IN a INT) l: LOOP IF a > 1 THEN LEAVE l; END IF; SET a = a + 1; END LOOP l; SELECT 1", 2)]
    [InlineData("CREATE PROCEDURE p() BEGIN DECLARE i INT DEFAULT 0; WHILE i < 3 DO SET i = i + 1; END WHILE; REPEAT SET i = REPEAT('1', 2); UNTIL i > 9 END REPEAT; END; SELECT 1", 2)]
    [InlineData("CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; END; DECLARE CONTINUE HANDLER FOR NOT FOUND SET @x = 1; START TRANSACTION; COMMIT; END; SELECT 1", 2)]
    [InlineData("CREATE PROCEDURE p() BEGIN IF EXISTS (SELECT 1 FROM t) THEN DROP TABLE IF EXISTS t; END IF; CREATE TABLE IF NOT EXISTS u (a int); END; SELECT 1", 2)]
    [InlineData("CREATE FUNCTION f(a INT) RETURNS INT DETERMINISTIC RETURN IF(a > 1, 2, 3); SELECT 1", 2)]
    [InlineData("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM t; DELETE FROM u; END; SELECT 1", 2)]
    [InlineData("ALTER EVENT e DO BEGIN DELETE FROM t; END; SELECT 1", 2)]
    [InlineData("CREATE OR REPLACE TRIGGER t AFTER DELETE ON x FOR EACH ROW BEGIN IF OLD.a THEN BEGIN SELECT 1; END; END IF; END; SELECT 1", 2)]
    [InlineData("BEGIN NOT ATOMIC SELECT 1; SELECT 2; END; SELECT 3", 2)]
    [InlineData("BEGIN; SELECT 1; COMMIT;", 3)]
    [InlineData("CREATE TABLE begin_t (a int); CREATE INDEX i ON t (a); CREATE VIEW v AS SELECT CASE WHEN a THEN 1 END FROM t; SELECT 1", 4)]
    [InlineData("CREATE PROCEDURE p() BEGIN FOR i IN 1..3 DO SELECT i; END FOR; END; SELECT 1", 2)]
    [InlineData("/*!50003 CREATE*/ /*!50017 DEFINER=`r`@`%`*/ /*!50003 TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN SET NEW.a = 1; END */; SELECT 1", 2)]
    public void Bodies_of_routines_stay_whole_without_DELIMITER(string text, int statements) => Assert.Equal(statements, Split(text).Length);

    [Fact]
    public void DELIMITER_is_a_command_of_the_script_and_not_a_statement()
    {
        var statements = Split("DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; SELECT '$$'; END$$\n  delimiter //\r\nSELECT 2 // SELECT 3//\nDELIMITER ;\nSELECT 4; SELECT delimiter FROM t;");
        Assert.Equal(["CREATE PROCEDURE p() BEGIN SELECT 1; SELECT '$$'; END", "SELECT 2", "SELECT 3", "SELECT 4", "SELECT delimiter FROM t"], statements);
    }

    [Fact]
    public void Positions_are_those_of_the_first_character_and_segments_those_of_drizzle()
    {
        var script = Parse("-- head\r\n\r\n  ALTER TABLE a ADD b int;\r\n--> statement-breakpoint\r\n\tSELECT 1; SELECT 2;");
        Assert.Equal([(3, 3, 0), (5, 2, 1), (5, 12, 1)], script.Statements.Select(s => (s.Location.Line, s.Location.Column, s.Segment)));
    }

    [Fact]
    public void Modes_decide_what_a_quote_is()
    {
        Assert.Equal(["SELECT 'a\\'", "SELECT 2"], Split("SELECT 'a\\'; SELECT 2", SqlModes.NoBackslashEscapes));
        Assert.Equal(["SELECT \"a\\\"", "SELECT 2"], Split("SELECT \"a\\\"; SELECT 2", SqlModes.AnsiQuotes));
    }

    [Theory]
    [InlineData("SET sql_mode = 'ANSI_QUOTES'")]
    [InlineData("SET SESSION sql_mode := \"STRICT_ALL_TABLES,ansi\"")]
    [InlineData("SET @@session.sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')")]
    [InlineData("/*!40101 SET @OLD=@@SQL_MODE, SQL_MODE='ANSI_QUOTES' */")]
    public void A_script_that_sets_sql_mode_is_read_in_that_mode_from_there_on(string set)
    {
        Assert.Equal([set, "SELECT \"a\\\"", "SELECT 2"], Split($"{set}; SELECT \"a\\\"; SELECT 2"));
        Assert.Equal(5, Split($"{set}; SELECT \"a\\\"; SELECT 2; SET sql_mode = @OLD; SELECT \"a\\\"; SELECT 3\"").Length);
    }

    [Theory]
    [InlineData("SELECT 1;\n  SELECT 'abc", 2, 10, "string")]
    [InlineData("SELECT `abc", 1, 8, "identifier")]
    [InlineData("SELECT 1 /* never\nends", 1, 10, "comment")]
    [InlineData("SELECT 1;\n/*!50001 SELECT '*/' ;", 2, 1, "comment")]
    [InlineData("SELECT @'abc", 1, 9, "variable name")]
    public void What_is_never_closed_is_an_error_at_its_opening(string text, int line, int column, string what)
    {
        var error = Assert.Throws<MigrationException>(() => SqlScript.Parse(new SourceText("m.sql", text)));
        Assert.Equal("SqlUnterminated", error.ErrorId);
        Assert.Equal(new SourceLocation("m.sql", line, column), error.Location);
        Assert.Contains(what, error.What);
    }

    [Fact]
    public void DELIMITER_without_a_delimiter_is_an_error_at_its_word()
    {
        var error = Assert.Throws<MigrationException>(() => SqlScript.Parse(new SourceText("m.sql", "SELECT 1;\nDELIMITER  \nSELECT 2")));
        Assert.Equal(("SqlDelimiterMissing", 2), (error.ErrorId, error.Location!.Line));
    }
}
