using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Schemas;

/// <summary>Compares two tables of one name. The names of columns have no case on any server.</summary>
internal static class TableComparer
{
    public static void Compare(Table expected, Table actual, DifferenceList differences)
    {
        if (LongNames.IsTooLong(expected.Name))
        {
            differences.Add(new SchemaDifference
            {
                Kind = SchemaDifferenceKind.NameTooLong,
                Table = expected.Name,
                Expected = $"a name of at most {LongNames.Limit} characters, for example {SqlName.Quote(LongNames.Shorten(expected.Name))}",
                Actual = $"a name of {expected.Name.Length} characters",
                Severity = DifferenceSeverity.Error,
                ExpectedLocation = expected.Location,
                ActualLocation = actual.Location,
            });
        }
        var actualColumns = ByName(actual);
        for (var i = 0; i < expected.Columns.Count; i++)
        {
            var column = expected.Columns[i];
            if (actualColumns.TryGetValue(column.Name, out var there))
            {
                ColumnComparer.Compare(expected, column, actual, there, differences);
                continue;
            }
            differences.Add(new SchemaDifference
            {
                Kind = SchemaDifferenceKind.MissingColumn,
                Table = expected.Name,
                Name = column.Name,
                Expected = SqlWriter.ColumnBody(column),
                Severity = DifferenceSeverity.Error,
                ExpectedLocation = column.Location ?? expected.Location,
                ActualLocation = actual.Location,
                MendingSql = MendingSql.AddColumn(expected, column, candidate => actualColumns.ContainsKey(candidate.Name)),
            });
        }
        var expectedColumns = ByName(expected);
        foreach (var column in actual.Columns)
        {
            if (!expectedColumns.ContainsKey(column.Name)) differences.Add(Extra(expected, actual, column));
        }
        CompareOrder(expected, actual, actualColumns, expectedColumns, differences);
        ComparePrimaryKey(expected, actual, differences);
        IndexComparer.Compare(expected, actual, differences);
        ConstraintComparer.CompareForeignKeys(expected, actual, differences);
        ConstraintComparer.CompareChecks(expected, actual, differences);
    }

    private static Dictionary<string, Column> ByName(Table table)
    {
        var columns = new Dictionary<string, Column>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in table.Columns) columns[column.Name] = column;
        return columns;
    }

    private static SchemaDifference Extra(Table expected, Table actual, Column column)
    {
        // An INSERT that does not know the column fails on it.
        var blocksInserts = (!column.IsNullable || ColumnComparer.IsInKey(actual.PrimaryKey, column.Name))
            && column.Default is null && column.Generated is null && !column.IsAutoIncrement && !CanonicalType.Of(column.Type).IsSerial;
        return new SchemaDifference
        {
            Kind = SchemaDifferenceKind.ExtraColumn,
            Table = expected.Name,
            Name = column.Name,
            Actual = SqlWriter.ColumnBody(column),
            Severity = blocksInserts ? DifferenceSeverity.Error : DifferenceSeverity.Warning,
            Note = blocksInserts ? "It is NOT NULL without a default: inserts that do not name it fail." : null,
            ExpectedLocation = expected.Location,
            ActualLocation = column.Location ?? actual.Location,
            MendingSql = $"ALTER TABLE {SqlWriter.TableName(expected)} DROP COLUMN {SqlName.Quote(column.Name)};",
        };
    }

    // Missing and extra columns have their own differences: here only the order of those on both sides counts.
    private static void CompareOrder(
        Table expected, Table actual, Dictionary<string, Column> actualColumns, Dictionary<string, Column> expectedColumns, DifferenceList differences)
    {
        List<Column> should = [.. expected.Columns.Where(column => actualColumns.ContainsKey(column.Name))];
        List<Column> does = [.. actual.Columns.Where(column => expectedColumns.ContainsKey(column.Name))];
        if (should.Select(column => column.Name).SequenceEqual(does.Select(column => column.Name), StringComparer.OrdinalIgnoreCase)) return;
        differences.Add(new SchemaDifference
        {
            Kind = SchemaDifferenceKind.ColumnOrder,
            Table = expected.Name,
            Expected = string.Join(", ", should.Select(column => column.Name)),
            Actual = string.Join(", ", does.Select(column => column.Name)),
            Severity = DifferenceSeverity.Warning,
            ExpectedLocation = expected.Location,
            ActualLocation = actual.Location,
            MendingSql = MendingSql.Reorder(expected, should, does),
        });
    }

    private static void ComparePrimaryKey(Table expected, Table actual, DifferenceList differences)
    {
        var (should, does) = (expected.PrimaryKey, actual.PrimaryKey);
        if (should is null && does is null) return;
        if (should is not null && does is not null && IndexComparer.SameParts(should.Parts, does.Parts, expected, differences.Options)) return;
        var name = SqlWriter.TableName(expected);
        differences.Add(new SchemaDifference
        {
            Kind = should is null ? SchemaDifferenceKind.ExtraPrimaryKey : does is null ? SchemaDifferenceKind.MissingPrimaryKey : SchemaDifferenceKind.PrimaryKeyDefinition,
            Table = expected.Name,
            Expected = should is null ? null : "PRIMARY KEY" + SqlWriter.Parts(should.Parts),
            Actual = does is null ? null : "PRIMARY KEY" + SqlWriter.Parts(does.Parts),
            Severity = should is null ? DifferenceSeverity.Warning : DifferenceSeverity.Error,
            ExpectedLocation = should?.Location ?? expected.Location,
            ActualLocation = does?.Location ?? actual.Location,
            MendingSql = $"ALTER TABLE {name} " + string.Join(", ", new[]
            {
                does is null ? null : "DROP PRIMARY KEY",
                should is null ? null : "ADD PRIMARY KEY " + SqlWriter.Parts(should.Parts),
            }.OfType<string>()) + ";",
        });
    }
}
