using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Schemas;

/// <summary>Compares the indexes and unique constraints of two tables: by name, and by what they index where the source gives no name.</summary>
internal static class IndexComparer
{
    public static void Compare(Table expected, Table actual, DifferenceList differences)
    {
        var free = actual.Indexes.ToList();
        var unnamed = new List<TableIndex>();
        foreach (var index in expected.Indexes.OrderBy(index => LongNames.IsTooLong(index.Name)))
        {
            if (index.Name is null)
            {
                unnamed.Add(index);
                continue;
            }
            var name = LongNames.Shorten(index.Name);
            var there = Take(free, candidate => Is(candidate.Name, index.Name)) ?? Take(free, candidate => Is(candidate.Name, name))
                // Nobody can have it under a name that no server accepts: whoever made it had to find another.
                ?? (LongNames.IsTooLong(index.Name) ? Take(free, candidate => !LongNames.IsTooLong(candidate.Name) && AreSame(index, expected, candidate, differences.Options)) : null);
            if (LongNames.IsTooLong(index.Name)) ReportLongName(expected, index, actual, there, differences);
            else if (there is null) ReportMissing(expected, index, actual, free, differences);
            if (there is not null) CompareDefinition(expected, index, actual, there, differences);
        }
        foreach (var index in unnamed)
        {
            if (Take(free, candidate => AreSame(index, expected, candidate, differences.Options)) is null) ReportMissing(expected, index, actual, free, differences);
        }
        foreach (var index in free)
        {
            if (!IsImplied(index, expected, actual)) differences.Add(Extra(expected, index, actual));
        }
    }

    public static bool AreSame(TableIndex expected, Table table, TableIndex actual, ComparisonOptions options) =>
        expected.Kind == actual.Kind && expected.IsInvisible == actual.IsInvisible && SameMethod(expected, actual, options)
        && SameParts(expected.Parts, actual.Parts, table, options, expected.Kind is IndexKind.FullText or IndexKind.Spatial);

    public static bool SameParts(IReadOnlyList<IndexPart> expected, IReadOnlyList<IndexPart> actual, Table table, ComparisonOptions options, bool wholeColumns = false)
    {
        if (expected.Count != actual.Count) return false;
        for (var i = 0; i < expected.Count; i++)
        {
            var (should, does) = (expected[i], actual[i]);
            if (!string.Equals(should.Column, does.Column, StringComparison.OrdinalIgnoreCase)) return false;
            if (!wholeColumns && Length(should, table) != Length(does, table)) return false;
            if (!wholeColumns && should.IsDescending != does.IsDescending && KeepsDescending(options.Server)) return false;
            if ((should.Expression is null) != (does.Expression is null)) return false;
            if (should.Expression is { } expression && !CanonicalText.Same(CanonicalText.Expression(expression), CanonicalText.Expression(does.Expression!))) return false;
        }
        return true;
    }

    // Servers parsed DESC and forgot it before MySQL 8.0 and MariaDB 10.8.
    private static bool KeepsDescending(ServerInfo? server) =>
        server is null || server.Version >= (server.Flavor == ServerFlavor.MariaDb ? new Version(10, 8) : new Version(8, 0)) && server.Flavor != ServerFlavor.TiDb;

    // A server takes another method than it was asked for where the storage engine has only one, so in a database it says nothing;
    // and drizzle-kit's export leaves it out, so in files only two that are given can differ.
    private static bool SameMethod(TableIndex expected, TableIndex actual, ComparisonOptions options) =>
        options.Server is not null || expected.Using is null || actual.Using is null || expected.Using == actual.Using;

    // A prefix as long as the column is the whole column; servers show it so.
    private static int? Length(IndexPart part, Table table)
    {
        if (part.Length is not { } length) return null;
        var column = table.Columns.FirstOrDefault(candidate => Is(candidate.Name, part.Column));
        if (column is null) return length;
        var type = CanonicalType.Of(column.Type);
        return type.Name is "char" or "varchar" or "binary" or "varbinary" && type.Numbers.Count == 1 && length >= type.Numbers[0] ? null : length;
    }

    private static void CompareDefinition(Table expected, TableIndex index, Table actual, TableIndex there, DifferenceList differences)
    {
        if (AreSame(index, expected, there, differences.Options)) return;
        differences.Add(new SchemaDifference
        {
            Kind = index.Kind == IndexKind.Unique ? SchemaDifferenceKind.UniqueDefinition : SchemaDifferenceKind.IndexDefinition,
            Table = expected.Name,
            Name = index.Name,
            Expected = SqlWriter.Index(index),
            Actual = SqlWriter.Index(there),
            Severity = DifferenceSeverity.Error,
            ExpectedLocation = index.Location ?? expected.Location,
            ActualLocation = there.Location ?? actual.Location,
            MendingSql = MendingSql.ReplaceIndex(expected, there, index, differences.Options.Server),
        });
    }

    private static void ReportMissing(Table expected, TableIndex index, Table actual, List<TableIndex> free, DifferenceList differences)
    {
        var same = free.Find(candidate => AreSame(index, expected, candidate, differences.Options));
        differences.Add(new SchemaDifference
        {
            Kind = index.Kind == IndexKind.Unique ? SchemaDifferenceKind.MissingUnique : SchemaDifferenceKind.MissingIndex,
            Table = expected.Name,
            Name = index.Name ?? index.Parts.FirstOrDefault()?.Column,
            Expected = SqlWriter.Index(index),
            Severity = DifferenceSeverity.Error,
            Note = same?.Name is null ? null : $"The same index is there under the name {SqlName.Quote(same.Name)}.",
            ExpectedLocation = index.Location ?? expected.Location,
            ActualLocation = actual.Location,
            MendingSql = same?.Name is { } other && index.Name is { } name
                ? $"ALTER TABLE {SqlWriter.TableName(expected)} RENAME INDEX {SqlName.Quote(other)} TO {SqlName.Quote(name)};"
                : MendingSql.AddIndex(expected, index),
        });
    }

    private static void ReportLongName(Table expected, TableIndex index, Table actual, TableIndex? there, DifferenceList differences)
    {
        var shorter = LongNames.Shorten(index.Name!);
        var isAccepted = there?.Name is { } name && !LongNames.IsTooLong(name);
        differences.Add(new SchemaDifference
        {
            Kind = SchemaDifferenceKind.NameTooLong,
            Table = expected.Name,
            Name = index.Name,
            Expected = $"an index with a name of at most {LongNames.Limit} characters, for example {SqlName.Quote(shorter)}",
            Actual = isAccepted ? $"there as {SqlName.Quote(there!.Name!)}" : there is null ? null : $"a name of {index.Name!.Length} characters, which no server accepts",
            Severity = isAccepted ? DifferenceSeverity.Warning : DifferenceSeverity.Error,
            ExpectedLocation = index.Location ?? expected.Location,
            ActualLocation = there?.Location ?? actual.Location,
            MendingSql = isAccepted ? null : MendingSql.AddIndex(expected, index with { Name = shorter }),
        });
    }

    private static SchemaDifference Extra(Table expected, TableIndex index, Table actual)
    {
        var same = expected.Indexes.FirstOrDefault(other => AreSame(other, expected, index, new ComparisonOptions()));
        return new SchemaDifference
        {
            Kind = index.Kind == IndexKind.Unique ? SchemaDifferenceKind.ExtraUnique : SchemaDifferenceKind.ExtraIndex,
            Table = expected.Name,
            Name = index.Name ?? index.Parts.FirstOrDefault()?.Column,
            Actual = SqlWriter.Index(index),
            Severity = DifferenceSeverity.Warning,
            Note = same?.Name is null ? null : $"The same index is expected under the name {SqlName.Quote(same.Name)}.",
            ExpectedLocation = expected.Location,
            ActualLocation = index.Location ?? actual.Location,
            MendingSql = index.Name is { } name ? $"ALTER TABLE {SqlWriter.TableName(expected)} DROP INDEX {SqlName.Quote(name)};" : null,
        };
    }

    // A foreign key makes an index of its own where none serves it: under the constraint's name, or, where the source gave it none, under
    // its first column's ("FOREIGN KEY Constraints", both manuals). SERIAL makes a unique one.
    private static bool IsImplied(TableIndex index, Table expected, Table actual)
    {
        if (index.Kind == IndexKind.Plain && !index.IsInvisible && index.Parts.All(part => part is { Column: not null, Length: null, IsDescending: false }))
        {
            return actual.ForeignKeys.Any(key =>
                (Is(index.Name, key.Name) || Is(index.Name, key.Columns[0]) || IsNumbered(index.Name, key.Columns[0]))
                && key.Columns.SequenceEqual(index.Parts.Select(part => part.Column!), StringComparer.OrdinalIgnoreCase));
        }
        return index is { Kind: IndexKind.Unique, Parts: [{ Column: { } column, Length: null }] }
            && expected.Columns.Any(candidate => Is(candidate.Name, column) && CanonicalType.Of(candidate.Type).IsSerial);
    }

    private static bool IsNumbered(string? name, string column) =>
        name is not null && name.Length > column.Length + 1 && name.StartsWith(column + "_", StringComparison.OrdinalIgnoreCase)
        && name.Substring(column.Length + 1).All(char.IsDigit);

    private static TableIndex? Take(List<TableIndex> from, Predicate<TableIndex> which)
    {
        var number = from.FindIndex(which);
        if (number < 0) return null;
        var found = from[number];
        from.RemoveAt(number);
        return found;
    }

    private static bool Is(string? name, string? other) => name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
