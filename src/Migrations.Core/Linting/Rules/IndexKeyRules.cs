using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>Keys longer than InnoDB's.</summary>
internal sealed class IndexKeyLengthRule() : LintRule(new MigrationRule(
    "index-key-length", FindingSeverity.Error, "An index whose key can be longer than 3,072 bytes."))
{
    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        foreach (var made in statement.Indexes())
        {
            if (made.Index.Kind is IndexKind.FullText or IndexKind.Spatial || made.Table.Engine is { } engine && !SchemaState.Same(engine, "InnoDB")) continue;
            if (SizesOf(made) is not { } sizes || sizes.Sum() <= Storage.KeyLimit) continue;
            var isMariaDb = statement.Context.Server?.Flavor == ServerFlavor.MariaDb;
            string outcome;
            if (sizes.Max() <= Storage.KeyLimit || made.IsPrimary) outcome = "servers refuse it (1071)";
            // MariaDB takes such a unique index as a hash, and cuts a plain one with a note.
            else if (isMariaDb && made.Index.Kind == IndexKind.Unique) continue;
            else if (isMariaDb) outcome = "MariaDB indexes only the beginning of the column, with a note";
            else outcome = "MySQL refuses it (1071), and MariaDB indexes only the beginning or a hash";
            yield return new Spot(
                made.Span, $"The key of {NameOf(made)} can take {sizes.Sum()} bytes{Assumed(made)}; InnoDB's limit is {Storage.KeyLimit}: {outcome}.",
                $"Index the beginning of a long column, for example {Wording.Quoted(LongestOf(made, sizes))}(191), or make the column shorter.");
        }
    }

    private static List<long>? SizesOf(DefinedIndex made)
    {
        var sizes = new List<long>();
        foreach (var part in made.Index.Parts)
        {
            if (part.Column is not { } name || made.Table.Columns.FirstOrDefault(column => SchemaState.Same(column.Name, name)) is not { } column) return null;
            if (Storage.KeyBytes(made.Table, column, part.Length) is not { } bytes) return null;
            sizes.Add(bytes);
        }
        return sizes;
    }

    private static string? LongestOf(DefinedIndex made, List<long> sizes) => made.Index.Parts[sizes.IndexOf(sizes.Max())].Column;

    private static string NameOf(DefinedIndex made) => made.IsPrimary ? "the primary key" : made.Index.Name is { } name ? "the index " + Wording.Quoted(name) : "this index";

    private static string Assumed(DefinedIndex made) =>
        made.Table.Columns.Where(column => made.Index.Parts.Any(part => SchemaState.Same(part.Column, column.Name)) && Storage.TypeOf(column) is { IsText: true, Values: null })
            .All(column => Storage.CharacterSetOf(made.Table, column) is not null) ? "" : " in utf8mb4, the default of servers";
}

/// <summary>Indexes on long texts without a length.</summary>
internal sealed class IndexWithoutLengthRule() : LintRule(new MigrationRule(
    "index-without-length", FindingSeverity.Error, "An index on a TEXT, BLOB or JSON column that does not say how much of it."))
{
    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        foreach (var made in statement.Indexes())
        {
            if (made.Index.Kind is IndexKind.FullText or IndexKind.Spatial) continue;
            // MariaDB indexes the beginning by itself, or a hash where it is unique; only a primary key it refuses.
            if (statement.Context.Server?.Flavor == ServerFlavor.MariaDb && !made.IsPrimary) continue;
            foreach (var part in made.Index.Parts.Where(part => part.Length is null))
            {
                if (made.Table.Columns.FirstOrDefault(column => SchemaState.Same(column.Name, part.Column)) is not { } column) continue;
                var name = Storage.TypeOf(column).Name;
                var isJson = name == "json";
                if (!isJson && !name.EndsWith("text", StringComparison.Ordinal) && !name.EndsWith("blob", StringComparison.Ordinal)) continue;
                yield return new Spot(
                    made.Span, $"{Wording.Typed(made.Table, column)}, and the index does not say how much of it: MySQL refuses it ({(isJson ? 3152 : 1170)}).",
                    isJson ? "Index a generated column that takes the value out of the document." : $"Write a length: {Wording.Quoted(column.Name)}(191).");
            }
        }
    }
}
