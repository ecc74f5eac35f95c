using Migrations.Core.Applying;
using Migrations.Model;

namespace Migrations.Core.Tests.Applying;

public class ErrorJudgeTests
{
    private static readonly DatabaseSchema Wanted = new()
    {
        Tables = [new Table { Name = "users", Columns = [new Column { Name = "id", Type = "int" }, new Column { Name = "Email", Type = "text" }] }],
    };

    [Theory]
    [InlineData(1050, true)]
    [InlineData(1304, true)]
    [InlineData(1359, true)]
    [InlineData(1537, true)]
    [InlineData(1062, false)]
    [InlineData(1060, false)]
    public void Knows_what_is_there_already(int code, bool isThere) => Assert.Equal(isThere, ErrorJudge.MeansThere(new ServerError(code, null, "")));

    [Theory]
    [InlineData(1091, true)]
    [InlineData(1051, true)]
    [InlineData(1360, true)]
    [InlineData(1305, true)]
    [InlineData(1539, true)]
    [InlineData(4092, true)]
    [InlineData(1146, false)]
    [InlineData(1064, false)]
    public void Knows_what_is_not_there(int code, bool isMissing) => Assert.Equal(isMissing, ErrorJudge.MeansMissing(new ServerError(code, null, "")));

    [Theory]
    [InlineData(1054, "Unknown column 'status' in 'field list'", "UPDATE users SET status = 1", "status", true, false)]
    [InlineData(1054, "Unknown column 'u.status' in 'where clause'", "UPDATE users u SET id = 1 WHERE u.status = 1", "status", true, false)]
    [InlineData(1054, "Unbekanntes Tabellenfeld 'status' in field list", "UPDATE users SET status = 1", "status", true, false)]
    [InlineData(1054, "Unknown column 'status' in 'field list'", "INSERT INTO users (status) VALUES (1)", "status", true, true)]
    // The schema has it: that it is missing is a mistake of another kind.
    [InlineData(1054, "Unknown column 'email' in 'field list'", "UPDATE users SET email = 1", null, false, false)]
    [InlineData(1146, "Table 'shop.old_users' doesn't exist", "DELETE FROM old_users", "old_users", true, false)]
    [InlineData(1146, "Table 'shop.old_users' doesn't exist", "INSERT INTO old_users VALUES (1)", "old_users", true, true)]
    [InlineData(1146, "Table 'shop.users' doesn't exist", "INSERT INTO users VALUES (1)", null, false, false)]
    // Nobody ever made it.
    [InlineData(1054, "Unknown column 'emial' in 'field list'", "UPDATE users SET emial = 1", "emial", false, true)]
    [InlineData(1146, "Table 'shop.uesrs' doesn't exist", "DELETE FROM uesrs", "uesrs", false, true)]
    [InlineData(1062, "Duplicate entry '1' for key 'PRIMARY'", "INSERT INTO users VALUES (1)", null, false, false)]
    [InlineData(1064, "You have an error near 'status'", "UPDATE users SET status 1", null, false, false)]
    public void Knows_what_the_newer_schema_has_left_behind(int code, string message, string sql, string? gone, bool wasThere, bool needsAttention)
    {
        var statement = Assert.Single(Known.Statements(sql));
        var past = new JournalPast(Known.Statements("CREATE TABLE users (id int, status int); ALTER TABLE users DROP COLUMN status; CREATE TABLE members (id int); RENAME TABLE members TO old_users; DROP TABLE old_users"));
        var superseding = new Superseding(Wanted, Wanted, LaterNames.None, past);
        GoneName? Judge(bool isBehindBaseline) => ErrorJudge.NamesTheGone(new ServerError(code, null, message), statement, superseding, isBehindBaseline);

        var before = Judge(isBehindBaseline: false);
        Assert.Equal(gone, before?.Name);
        // Newer than the baseline, it has no excuse for a name that never was.
        Assert.Equal(wasThere ? gone : null, Judge(isBehindBaseline: true)?.Name);
        if (before is null) return;
        Assert.Equal(wasThere, before.WasThere);
        var result = before.Supersedes(statement, Results.Of(statement, StatementOutcome.Failed));
        Assert.Equal(StatementOutcome.Superseded, result.Outcome);
        Assert.Equal(needsAttention, result.NeedsAttention);
        Assert.Contains(gone!, result.Reason);
    }
}
