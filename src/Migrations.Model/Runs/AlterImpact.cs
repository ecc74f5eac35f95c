using System.Globalization;

namespace Migrations.Model;

/// <summary>What a change of a table has to deal with.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">Its rows as the server estimates them; null where it does not say.</param>
/// <param name="Bytes">The bytes of its data and indexes; null where the server does not say.</param>
public sealed record AlterImpact(string Table, long? Rows, long? Bytes)
{
    /// <summary>How the server will do it; null where it was not tried (<c>-ProbeAlgorithm</c> tries it on an empty copy).</summary>
    public AlterEstimate? Estimate { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Table}: {Rows?.ToString(CultureInfo.InvariantCulture) ?? "?"} rows, {Bytes?.ToString(CultureInfo.InvariantCulture) ?? "?"} bytes, {Estimate?.ToString() ?? "algorithm unknown"}";
}
