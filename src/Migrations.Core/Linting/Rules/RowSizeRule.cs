using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>Rows and columns past the servers' limit.</summary>
internal sealed class RowSizeRule() : LintRule(new MigrationRule(
    "row-size", FindingSeverity.Error, "A table whose rows can be longer than 65,535 bytes."))
{
    private const string Fix = "Make long columns TEXT, which counts only some bytes, or give them the length that they need.";

    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        // TiDB has limits of its own.
        if (statement.Context.Server?.Flavor == ServerFlavor.TiDb) yield break;
        foreach (var made in statement.Columns())
        {
            var column = made.Element.Column;
            var type = Storage.TypeOf(column);
            if (type.Name is not ("varchar" or "varbinary")) continue;
            var bytes = Storage.RowBytes(made.Table, column) - 2;
            if (bytes <= Storage.RowLimit) continue;
            yield return new Spot(made.Element.Span, $"The column {Wording.Quoted(column.Name)} can take {bytes} bytes{In(made.Table, column)}; a row has room for {Storage.RowLimit} (1074).", Fix);
            yield break;
        }
        foreach (var made in statement.Columns())
        {
            if (statement.Before.Loose.Contains(made.Table.Name.ToLowerInvariant())) yield break;
            if (made.Old is not null && Storage.RowBytes(made.Table, made.Old) >= Storage.RowBytes(made.Table, made.Element.Column)) continue;
            var upTo = made.Clause is not null ? made.Table.Columns : made.Table.Columns.TakeWhile(column => column != made.Element.Column).Append(made.Element.Column);
            var bytes = upTo.Sum(column => Storage.RowBytes(made.Table, column));
            if (bytes <= Storage.RowLimit) continue;
            yield return new Spot(
                made.Element.Span,
                $"With the column {Wording.Quoted(made.Element.Column.Name)} a row of {Wording.Quoted(made.Table.Name)} can take {bytes} bytes{In(made.Table, made.Element.Column)}; servers allow {Storage.RowLimit} (1118).", Fix);
            yield break;
        }
    }

    private static string In(Table table, Column column) => Storage.CharacterSetOf(table, column) is { } set ? $" in {set}" : " in utf8mb4, the default of servers";
}
