using CsCheck;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Tests.Sql;

public class SqlScriptPropertyTests
{
    // Pieces that meet in all orders: every quote, comment and delimiter form, half-open ones included.
    private static readonly Gen<string> Scripts = OneOf(
        "SELECT 1", ";", "\n", "\r\n", " ", "'", "\"", "`", "''", "\\", "--", "-- ", "#", "/*", "*/", "/*!50000 ", "/*M! ", "@x", "@`", "--> statement-breakpoint",
        "DELIMITER $$", "\nDELIMITER ;\n", "$$", "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW ", "CREATE PROCEDURE p() ", "BEGIN ", "END", "END IF", "IF ", "IF(", "THEN ",
        "CASE ", "WHEN ", "LOOP ", "REPEAT ", "(", ")", ",", "é", "𝛼", "0x1", "1e5", "SET sql_mode = 'ANSI_QUOTES'")
        .Array[0, 40].Select(string.Concat);

    private static Gen<string> OneOf(params string[] pieces) => Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);

    [Fact]
    public void Statements_joined_are_the_script_and_never_overlap() => Scripts.Sample(
        text =>
        {
            SqlScript script;
            try
            {
                script = SqlScript.Parse(new SourceText("p.sql", text));
            }
            catch (MigrationException error)
            {
                // An error must still name a place inside the text.
                return error.Location is { } place && place.Line <= text.Split('\n', '\r').Length && error.ErrorId is "SqlUnterminated" or "SqlDelimiterMissing";
            }
            var joined = string.Concat(script.Statements.Select(s => s.FullText)) + script.Tail;
            return joined == text && script.Statements.All(s => s.FullStart <= s.Start && s.Start < s.End && s.End <= s.FullEnd && s.Text.Trim() == s.Text);
        },
        iter: 20_000);

    [Fact]
    public void Ordinary_statements_come_back_whatever_stands_between_them()
    {
        var statement = OneOf("ALTER TABLE `a;b` ADD COLUMN c int DEFAULT ';'", "INSERT INTO t VALUES ('it''s; -- x', \"/* y\")", "SELECT 1/* ; */+2", "SET @a = 'x'");
        var between = OneOf(";", ";\n", " ;-- c ; c\n", ";--> statement-breakpoint\n", "\n--> statement-breakpoint\n", ";# x\n", "; /* ; */ ");
        Gen.Select(statement, between).Array[0, 12].Sample(
            pairs => SqlScript.Parse(new SourceText("p.sql", string.Concat(pairs.Select(p => p.Item1 + p.Item2)))).Statements.Select(s => s.Text).SequenceEqual(pairs.Select(p => p.Item1)),
            iter: 5_000);
    }
}
