using System.Globalization;

namespace Migrations.Model;

/// <summary>How large a table is.</summary>
/// <param name="Database">Its database, as it was asked for.</param>
/// <param name="Table">Its name, as it was asked for.</param>
/// <param name="Rows">The number of rows: InnoDB's is an estimate from a few pages, off by half at times. Null where the engine does not say.</param>
/// <param name="Bytes">What data and indexes take, in bytes. Null where the engine does not say.</param>
public sealed record TableSize(string Database, string Table, long? Rows, long? Bytes)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Table}: {Rows?.ToString(CultureInfo.InvariantCulture) ?? "?"} rows, {Bytes?.ToString(CultureInfo.InvariantCulture) ?? "?"} bytes";
}
