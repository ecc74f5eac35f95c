using System.Globalization;
using System.Text;
using Migrations.Core.Sql;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>A statement that is done, of a migration that is not.</summary>
/// <param name="Ordinal">Its number, from 1; 0 stands for the migration as a whole.</param>
/// <param name="Hash">SHA-256 of its text; at 0 of the file's.</param>
/// <param name="Session">What later statements need of the session as it was then, as SQL; null where nothing.</param>
internal sealed record ProgressRow(int Ordinal, string Hash, string? Session);

/// <summary>An unfinished migration.</summary>
/// <param name="Tag">Its tag.</param>
/// <param name="FileHash">The hash of its file when it was begun.</param>
/// <param name="Refused">Whether the server refused the statement behind the completed ones: then it is certain that it was not done.</param>
/// <param name="Completed">The completed statements in order.</param>
internal sealed record UnfinishedMigration(string Tag, string FileHash, bool Refused, IReadOnlyList<ProgressRow> Completed);

/// <summary>All that is unfinished in a database.</summary>
/// <param name="Installation">How an installation that is under way was begun; null where none is.</param>
/// <param name="Migrations">The unfinished migrations.</param>
internal sealed record Progress(FreshInstall? Installation, IReadOnlyList<UnfinishedMigration> Migrations)
{
    /// <summary>Nothing is unfinished.</summary>
    public static Progress None { get; } = new(null, []);

    /// <summary>Whether the installation was stopped on purpose, before the end of the journal: the database may be in use since.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Whether the table is there, be it empty.</summary>
    public bool IsThere { get; init; }
}

/// <summary>
/// The completed statements of unfinished migrations, and whether an installation is under way. The table is there only while something is
/// unfinished: drizzle's own tools do not know it.
/// </summary>
internal sealed class ProgressTable
{
    // No tag is empty.
    private const string InstallationTag = "";
    private const string RefusedMark = "refused";
    private const string PausedMark = "paused";

    private readonly DatabaseSession _session;
    private readonly string _name;
    private bool _isMade;

    /// <summary>The progress table beside a history table.</summary>
    public ProgressTable(DatabaseSession session, string historyTable)
    {
        _session = session;
        Table = NameOf(historyTable);
        _name = $"{SqlName.Quote(session.Database)}.{SqlName.Quote(Table)}";
    }

    /// <summary>The table's name.</summary>
    public string Table { get; }

    /// <summary>The name of the progress table beside a history table.</summary>
    public static string NameOf(string historyTable) => Schemas.LongNames.Shorten(historyTable + "_progress");

    /// <summary>Reads it (one command). No table reads as nothing unfinished.</summary>
    /// <exception cref="MigrationException"><c>HistoryUnreadable</c>.</exception>
    public Progress Read(CancellationToken cancellation)
    {
        try
        {
            var rows = _session.Query(
                $"SELECT `tag`, `ordinal`, `hash`, `session` FROM {_name} ORDER BY `tag`, `ordinal`",
                row => (Tag: row.GetString(0), Row: new ProgressRow(Convert.ToInt32(row.GetValue(1), CultureInfo.InvariantCulture), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3))),
                cancellation);
            FreshInstall? installation = rows.Where(row => row.Tag == InstallationTag).Select(row => (FreshInstall?)(row.Row.Hash == "replay" ? FreshInstall.Replay : FreshInstall.Baseline)).FirstOrDefault();
            return new Progress(installation, [.. rows.Where(row => row.Tag != InstallationTag).GroupBy(row => row.Tag, StringComparer.Ordinal).Select(Unfinished)])
            {
                IsThere = true,
                IsPaused = rows.Any(row => row.Tag == InstallationTag && row.Row.Session == PausedMark),
            };
        }
        catch (MySqlException missing) when (missing.ErrorCode == MySqlErrorCode.NoSuchTable)
        {
            return Progress.None;
        }
        catch (MySqlException refused) when (_session.IsOpen)
        {
            throw new MigrationException(
                ErrorIds.HistoryUnreadable, $"The table {_name}, which holds what an interrupted run had done, cannot be read: {ServerErrors.Of(refused)}",
                "This account must be allowed to read it.", target: Table, inner: refused);
        }
    }

    /// <summary>Takes over what another reader saw.</summary>
    public void Adopt(Progress progress) => _isMade = progress.IsThere;

    /// <summary>An installation begins.</summary>
    public void BeginInstallation(FreshInstall how, CancellationToken cancellation)
    {
        Ensure(cancellation);
        _session.Execute(
            $"REPLACE INTO {_name} (`tag`, `ordinal`, `hash`) VALUES ({Text(InstallationTag)}, 0, @hash)", cancellation, ("@hash", how == FreshInstall.Replay ? "replay" : "baseline"));
    }

    /// <summary>The installation is stopped on purpose, and goes on some other time.</summary>
    public void PauseInstallation(CancellationToken cancellation) =>
        _session.Execute($"UPDATE {_name} SET `session` = @mark WHERE `tag` = {Text(InstallationTag)}", cancellation, ("@mark", PausedMark));

    /// <summary>The installation is complete.</summary>
    public void EndInstallation(CancellationToken cancellation) => Forget(InstallationTag, cancellation);

    /// <summary>A migration begins that needs checkpoints.</summary>
    public void Begin(string tag, string fileHash, CancellationToken cancellation)
    {
        Ensure(cancellation);
        _session.Execute($"REPLACE INTO {_name} (`tag`, `ordinal`, `hash`) VALUES ({Text(tag)}, 0, @hash)", cancellation, ("@hash", fileHash));
    }

    /// <summary>Records completed statements; where a transaction is open, in it. With the last of them the session's last generated id is kept.</summary>
    public void Complete(string tag, IReadOnlyList<ProgressRow> rows, bool commit, CancellationToken cancellation)
    {
        var sql = new StringBuilder("INSERT INTO ").Append(_name).Append(" (`tag`, `ordinal`, `hash`, `session`) VALUES ");
        var parameters = new List<(string, object?)>();
        for (var i = 0; i < rows.Count; i++)
        {
            var number = i.ToString(CultureInfo.InvariantCulture);
            sql.Append(i == 0 ? "" : ", ").Append('(').Append(Text(tag)).Append(", ").Append(rows[i].Ordinal.ToString(CultureInfo.InvariantCulture)).Append(", @h").Append(number).Append(", ");
            // The table has no generated ids of its own, so the session's is still the migration's.
            if (i == rows.Count - 1) sql.Append("CONCAT(@s").Append(number).Append(", 'DO LAST_INSERT_ID(', LAST_INSERT_ID(), ')')");
            else sql.Append("@s").Append(number);
            sql.Append(')');
            parameters.Add(("@h" + number, rows[i].Hash));
            parameters.Add(("@s" + number, i < rows.Count - 1 ? rows[i].Session : rows[i].Session is { } memory ? memory + "; " : ""));
        }
        _session.Execute(commit ? sql.Append("; COMMIT").ToString() : sql.ToString(), cancellation, [.. parameters]);
    }

    /// <summary>The server refused the statement behind the completed ones.</summary>
    public void MarkRefused(string tag, CancellationToken cancellation) =>
        _session.Execute($"UPDATE {_name} SET `session` = @mark WHERE `tag` = {Text(tag)} AND `ordinal` = 0", cancellation, ("@mark", RefusedMark));

    /// <summary>A migration is taken up again: from here on its next statement may be done without being recorded.</summary>
    public void ClearRefused(string tag, CancellationToken cancellation) =>
        _session.Execute($"UPDATE {_name} SET `session` = NULL WHERE `tag` = {Text(tag)} AND `ordinal` = 0", cancellation);

    /// <summary>The record of a statement; null where it is not recorded as completed.</summary>
    public ProgressRow? Find(string tag, int ordinal, CancellationToken cancellation) =>
        _session.Query(
            $"SELECT `hash`, `session` FROM {_name} WHERE `tag` = {Text(tag)} AND `ordinal` = @ordinal",
            row => new ProgressRow(ordinal, row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)), cancellation, ("@ordinal", ordinal)).FirstOrDefault();

    /// <summary>An unfinished migration has another tag now.</summary>
    public void Rename(string from, string to, CancellationToken cancellation) =>
        _session.Execute($"UPDATE {_name} SET `tag` = {Text(to)} WHERE `tag` = {Text(from)}", cancellation);

    /// <summary>Forgets what is recorded of a migration.</summary>
    public void Forget(string tag, CancellationToken cancellation) => _session.Execute(ForgetSql(tag), cancellation);

    /// <summary>The statement that forgets what is recorded of a migration.</summary>
    public string ForgetSql(string tag) => $"DELETE FROM {_name} WHERE `tag` = {Text(tag)}";

    /// <summary>Drops the table where nothing is unfinished.</summary>
    public void DropIfEmpty(CancellationToken cancellation)
    {
        if (!_isMade || _session.Query($"SELECT 1 FROM {_name} LIMIT 1", row => row.GetInt32(0), cancellation).Count > 0) return;
        _session.Execute($"DROP TABLE IF EXISTS {_name}", cancellation);
        _isMade = false;
    }

    /// <summary>Makes the table, once a run. Not within a transaction: it would commit that.</summary>
    /// <param name="cancellation">Ends it.</param>
    public void Ensure(CancellationToken cancellation)
    {
        if (_isMade) return;
        // InnoDB whatever the server's default: a data statement and its checkpoint are one transaction. The collation keeps tags apart that differ in case alone.
        _session.Execute(
            $"CREATE TABLE IF NOT EXISTS {_name} (\n\t`tag` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,\n\t`ordinal` int NOT NULL,\n\t`hash` varchar(64) NOT NULL,\n"
            + "\t`session` mediumtext CHARACTER SET utf8mb4,\n\t`done_at` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,\n\tPRIMARY KEY (`tag`, `ordinal`)\n) ENGINE=InnoDB", cancellation);
        _isMade = true;
    }

    // Read the same whatever character set and mode a migration has set.
    private static string Text(string text) => "_utf8mb4 X'" + BitConverter.ToString(Encoding.UTF8.GetBytes(text)).Replace("-", "") + "'";

    private static UnfinishedMigration Unfinished(IGrouping<string, (string Tag, ProgressRow Row)> rows)
    {
        var head = rows.Select(row => row.Row).FirstOrDefault(row => row.Ordinal == 0);
        return new UnfinishedMigration(rows.Key, head?.Hash ?? "", head?.Session == RefusedMark, [.. rows.Select(row => row.Row).Where(row => row.Ordinal > 0)]);
    }
}
