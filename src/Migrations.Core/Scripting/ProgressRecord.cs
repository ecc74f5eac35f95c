using System.Globalization;
using System.Text;
using Migrations.Core.Applying;
using Migrations.Core.Servers;
using Migrations.Core.Sql;

namespace Migrations.Core.Scripting;

/// <summary>The statements that keep a run's own progress table, so that a run can go on where a script stopped, and a script where a run did.</summary>
/// <param name="historyTable">The history table beside which it stands.</param>
internal sealed class ProgressRecord(string historyTable)
{
    private readonly string _table = SqlName.Quote(ProgressTable.NameOf(historyTable));

    /// <summary>The table's name without quotes.</summary>
    public string Name { get; } = ProgressTable.NameOf(historyTable);

    /// <summary>Makes the table, as a run does.</summary>
    public string Create =>
        $"CREATE TABLE IF NOT EXISTS {_table} (`tag` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, `ordinal` int NOT NULL, `hash` varchar(64) NOT NULL,"
        + " `session` mediumtext CHARACTER SET utf8mb4, `done_at` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (`tag`, `ordinal`)) ENGINE=InnoDB";

    /// <summary>Begins a migration, or takes it up again.</summary>
    public string Begin(PlannedMigration migration) =>
        $"INSERT INTO {_table} (`tag`, `ordinal`, `hash`) VALUES ({Text(migration.Tag)}, 0, '{Checkpoints.FileHashOf(migration)}') ON DUPLICATE KEY UPDATE `session` = NULL";

    /// <summary>Reads how many statements are done, and whether the next one may be.</summary>
    public string Read(string tag) =>
        $"SELECT COALESCE(MAX(`ordinal`), 0), COALESCE(MAX(`ordinal` = 0 AND `session` IS NULL), 0) INTO @mig_done, @mig_maybe FROM {_table} WHERE `tag` = {Text(tag)}";

    /// <summary>Reads what later statements need of the session as it was behind the last completed one.</summary>
    public string ReadMemory(string tag) => $"SELECT MAX(`session`) INTO @mig_memory FROM {_table} WHERE `tag` = {Text(tag)} AND `ordinal` = @mig_done";

    /// <summary>Records statements.</summary>
    public string Complete(PlannedMigration migration, int from, int to)
    {
        var statements = migration.Statements;
        var rows = Enumerable.Range(from, to - from).Select(i =>
            $"({Text(migration.Tag)}, {Number(i + 1)}, '{Checkpoints.HashOf(statements[i])}', {(i == to - 1 ? Memory(statements, to) : "NULL")})");
        return $"REPLACE INTO {_table} (`tag`, `ordinal`, `hash`, `session`) VALUES {string.Join(", ", rows)}";
    }

    /// <summary>Forgets a migration.</summary>
    public string Forget(string tag) => $"DELETE FROM {_table} WHERE `tag` = {Text(tag)}";

    /// <summary>An installation begins; the tag of its row is empty.</summary>
    public string BeginInstallation(Migrations.Model.FreshInstall how) =>
        $"INSERT INTO {_table} (`tag`, `ordinal`, `hash`) VALUES ('', 0, '{(how == Migrations.Model.FreshInstall.Replay ? "replay" : "baseline")}') ON DUPLICATE KEY UPDATE `session` = NULL";

    /// <summary>The installation is complete.</summary>
    public string EndInstallation => $"DELETE FROM {_table} WHERE `tag` = ''";

    /// <summary>Reads whether an installation is under way.</summary>
    /// <remarks>One that was stopped on purpose (Invoke-Migration -To) and only replays the journal is as good as done.</remarks>
    public string ReadInstallation => $"SELECT COUNT(*) INTO @mig_install FROM {_table} WHERE `tag` = '' AND NOT (`hash` = 'replay' AND COALESCE(`session`, '') = 'paused')";

    /// <summary>Reads which unfinished migration the script cannot go on with: its statements were changed, it is another one, or it stands between two statements that belong together.</summary>
    public string ReadForeign(IReadOnlyList<PlannedMigration> migrations)
    {
        var known = migrations.Select(migration =>
            $"(`tag` = {Text(migration.Tag)} AND `hash` = ELT(`ordinal`, {string.Join(", ", migration.Statements.Select(statement => $"'{Checkpoints.HashOf(statement)}'"))}))");
        var parted = migrations.SelectMany(migration => RunUnit.Of(migration.Statements).Where(unit => unit.Statements.Count > 1)
            .Select(unit => $"(`tag` = {Text(migration.Tag)} AND `ordinal` > {Number(unit.First.Ordinal)} AND `ordinal` <= {Number(unit.Last.Ordinal)})")).ToList();
        var last = $"SELECT MIN(`tag`) INTO @mig_foreign FROM {_table} AS p WHERE (`ordinal` > 0 AND NOT COALESCE({(migrations.Count == 0 ? "FALSE" : string.Join("\n OR ", known))}, FALSE))"
            + $"\n OR (`ordinal` = 0 AND `tag` NOT IN ({string.Join(", ", migrations.Select(migration => Text(migration.Tag)).Append("''"))}))";
        return parted.Count == 0 ? last
            : last + $"\n OR (`ordinal` = (SELECT MAX(l.`ordinal`) FROM {_table} AS l WHERE l.`tag` = p.`tag`) AND ({string.Join("\n OR ", parted)}))";
    }

    /// <summary>Reads whether nothing is unfinished.</summary>
    public string ReadLeft => $"SELECT COUNT(*) INTO @mig_left FROM {_table}";

    /// <summary>Drops the table.</summary>
    public string Drop => $"DROP TABLE {_table}";

    /// <summary>An expression for the session's variables and last generated id behind a statement, as a run keeps them.</summary>
    private static string Memory(IReadOnlyList<KnownStatement> statements, int done)
    {
        var variables = statements.Take(done).SelectMany(statement => statement.Names).Where(KnownStatement.IsUserVariable).Distinct(StringComparer.Ordinal).ToList();
        var sql = new StringBuilder("CONCAT(");
        for (var i = 0; i < variables.Count; i++) sql.Append(i == 0 ? "'SET " : "', ").Append(variables[i]).Append(" = ', ").Append(Value(variables[i])).Append(", ");
        return sql.Append(variables.Count == 0 ? "" : "'; ', ").Append("'DO LAST_INSERT_ID(', LAST_INSERT_ID(), ')')").ToString();
    }

    // What reads as a number stays one; bytes are kept as bytes, and characters with their collation, without which they could not be compared with a column.
    private static string Value(string variable) =>
        $"CASE WHEN {variable} IS NULL THEN 'NULL' WHEN CONVERT({variable} USING utf8mb4) REGEXP '^(0|-?[1-9][0-9]{{0,17}}|-?[0-9]{{1,30}}[.][0-9]{{1,30}})$' THEN {variable} WHEN CHARSET({variable}) = 'binary' THEN CONCAT('X''', HEX({variable}), '''')"
        + $" ELSE CONCAT('CONVERT(_utf8mb4 X''', HEX(CONVERT({variable} USING utf8mb4)), ''' USING ', CHARSET({variable}), ') COLLATE ', COLLATION({variable})) END";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A tag that is read the same in every mode.</summary>
    public static string Text(string text) =>
        text.All(c => c is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' or '_' or '-' or '.') ? $"'{text}'"
            : "_utf8mb4 X'" + BitConverter.ToString(Encoding.UTF8.GetBytes(text)).Replace("-", "") + "'";
}
