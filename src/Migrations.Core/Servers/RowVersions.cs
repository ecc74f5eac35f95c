using System.Globalization;
using Migrations.Core.Sql;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>
/// The row versions of an InnoDB table: since MySQL 8.0.29 every <c>INSTANT</c> addition or removal of columns makes one, and behind
/// the 64th (on MySQL 9.7 the 255th, as seen there) the server refuses the next until the table is rebuilt ("Online DDL Operations" in the MySQL manual).
/// </summary>
internal static class RowVersions
{
    /// <summary>How many a table has.</summary>
    /// <param name="source">The table's server.</param>
    /// <param name="table">The table.</param>
    /// <param name="scratch">The scratch database, whose server shows how a name is written in InnoDB's dictionary.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The number; null where the account may not see it (it needs <c>PROCESS</c>).</returns>
    public static int? Read(DatabaseSession source, LiveKey table, ScratchDatabase scratch, CancellationToken cancellation)
    {
        if (source.Server.Version < new Version(8, 0, 29)) return 0;
        try
        {
            var name = DictionaryName(table.Database, scratch, cancellation) + "/" + DictionaryName(table.Table, scratch, cancellation);
            // A partitioned table has a row for each partition: db/t#p#p0.
            return source.Query(
                "SELECT COALESCE(MAX(TOTAL_ROW_VERSIONS), 0) FROM information_schema.INNODB_TABLES WHERE NAME = @name OR LEFT(NAME, CHAR_LENGTH(@name) + 3) = CONCAT(@name, '#p#')",
                row => Convert.ToInt32(row.GetValue(0), CultureInfo.InvariantCulture), cancellation, ("@name", name))[0];
        }
        catch (MySqlException)
        {
            return null;
        }
    }

    /// <summary>Gives an empty copy as many, by adding and dropping a column that often.</summary>
    public static void Imitate(DatabaseSession scratch, string copy, int versions, CancellationToken cancellation)
    {
        // One alone cannot be imitated, for the column must go again; it is far from mattering.
        if (versions < 2) return;
        try
        {
            var left = versions;
            if (left % 2 == 1)
            {
                Alter($"ADD COLUMN {First} tinyint, ADD COLUMN {Second} tinyint");
                Alter($"DROP COLUMN {First}");
                Alter($"DROP COLUMN {Second}");
                left -= 3;
            }
            for (; left > 0; left -= 2)
            {
                Alter($"ADD COLUMN {First} tinyint");
                Alter($"DROP COLUMN {First}");
            }
        }
        catch (MySqlException refused) when (refused.Number is NotSupported or NotSupportedWithReason)
        {
            // INSTANT is not to be had for this table now, and so the trial will say too.
        }

        void Alter(string clauses) => scratch.Execute($"ALTER TABLE {copy} {clauses}, ALGORITHM=INSTANT", cancellation);
    }

    // ER_ALTER_OPERATION_NOT_SUPPORTED and ER_ALTER_OPERATION_NOT_SUPPORTED_REASON.
    private const int NotSupported = 1845, NotSupportedWithReason = 1846;

    private static string First => SqlName.Quote(ScratchDatabase.Prefix + "first");

    private static string Second => SqlName.Quote(ScratchDatabase.Prefix + "second");

    // InnoDB writes names as files are named (my-table is my@002dtable), character by character; the server itself is asked how, by
    // tables whose names hold the name's pieces.
    private static string DictionaryName(string name, ScratchDatabase scratch, CancellationToken cancellation)
    {
        if (name.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_')) return name;
        const int Piece = 30; // with the words around it, fewer than the 64 characters that a name may have
        const string Before = ScratchDatabase.Prefix, After = "_name";
        var written = "";
        for (var at = 0; at < name.Length;)
        {
            var length = Math.Min(Piece, name.Length - at);
            if (char.IsHighSurrogate(name[at + length - 1])) length--;
            var table = SqlName.Quote(scratch.Name) + "." + SqlName.Quote(Before + name.Substring(at, length) + After);
            scratch.Session.Execute($"CREATE TABLE {table} (i int) ENGINE=InnoDB", cancellation);
            var start = scratch.Name + "/" + Before;
            var found = scratch.Session.Query(
                "SELECT NAME FROM information_schema.INNODB_TABLES WHERE LEFT(NAME, CHAR_LENGTH(@start)) = @start", row => row.GetString(0), cancellation, ("@start", start))[0];
            scratch.Session.Execute($"DROP TABLE {table}", cancellation);
            written += found.Substring(start.Length, found.Length - start.Length - After.Length);
            at += length;
        }
        return written;
    }
}
