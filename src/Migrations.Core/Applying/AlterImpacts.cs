using Migrations.Core.Servers;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Applying;

/// <summary>For a preview: how large the tables are that will be changed, and, where that is asked for, how the server will do it.</summary>
/// <param name="session">The database; only read.</param>
/// <param name="probe">Tries statements on empty copies; null where nothing is tried.</param>
internal sealed class AlterImpacts(DatabaseSession session, AlgorithmProbe? probe)
{
    /// <summary>Adds the impact to the statements that change tables which are there.</summary>
    public IReadOnlyList<MigrationForecast> Of(IReadOnlyList<MigrationForecast> forecasts, Catalog? catalog, CancellationToken cancellation)
    {
        if (catalog is null) return forecasts;
        var tables = forecasts.SelectMany(forecast => forecast.Statements).Select(statement => TableOf(statement.Effect)).OfType<ObjectName>().Where(catalog.WasThere)
            .Select(name => (name.Database, name.Name)).Distinct().ToList();
        if (tables.Count == 0) return forecasts;
        var sizes = Sizes(tables, cancellation);
        return [.. forecasts.Select(forecast => forecast with
        {
            Statements = [.. forecast.Statements.Select(statement => TableOf(statement.Effect) is { } table && catalog.WasThere(table)
                ? statement with { Result = statement.Result with { Impact = Of(statement.Effect!, table, sizes) } } : statement)],
        })];
    }

    private AlterImpact Of(DdlStatement effect, ObjectName table, IReadOnlyList<TableSize> sizes)
    {
        var size = sizes.FirstOrDefault(candidate => candidate.Table == table.Name && candidate.Database == (table.Database ?? session.Database));
        return new AlterImpact(table.ToString(), size?.Rows, size?.Bytes) { Estimate = probe?.Try(effect) };
    }

    private IReadOnlyList<TableSize> Sizes(IReadOnlyList<(string?, string)> tables, CancellationToken cancellation)
    {
        try
        {
            return TableSizes.Read(session, tables, cancellation);
        }
        catch (MySqlException)
        {
            // Sizes are a help, and no reason to show no preview.
            return [];
        }
    }

    private static ObjectName? TableOf(DdlStatement? effect) => effect switch
    {
        AlterTableStatement alter => alter.Table,
        CreateIndexStatement create => create.Table,
        DropStatement { Kind: DroppedKind.Index, OnTable: { } table } => table,
        _ => null,
    };
}
