using System.Globalization;
using Migrations.Bench.Contenders;

namespace Migrations.Bench;

/// <summary>Whether a run did the work that it was timed for.</summary>
internal static class Verification
{
    /// <exception cref="InvalidOperationException">Something is missing.</exception>
    public static void Check(IContender contender, BenchTarget target)
    {
        var database = target.Database;
        Expect("tables", "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE 't\\_%'");
        Expect("added columns", "SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = 'added'");
        Expect("indexes", "SELECT COUNT(*) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND INDEX_NAME LIKE 't\\_%\\_added\\_idx'");
        Expect("history rows", $"SELECT COUNT(*) FROM `{contender.HistoryTable}`");
        if (contender.HistoryTable == Workload.HistoryTable
            && !database.Column($"SELECT hash FROM `{Workload.HistoryTable}` ORDER BY id").SequenceEqual(target.Workload.Hashes))
        {
            throw new InvalidOperationException("The history's hashes are not those of the files.");
        }

        void Expect(string what, string count)
        {
            var there = database.Scalar(count);
            if (there != target.Workload.Migrations.ToString(CultureInfo.InvariantCulture))
                throw new InvalidOperationException($"It ended without an error, but there are {there} {what} instead of {target.Workload.Migrations.ToString(CultureInfo.InvariantCulture)}.");
        }
    }
}
