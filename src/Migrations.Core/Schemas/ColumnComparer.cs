using System.Text.RegularExpressions;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Schemas;

/// <summary>Compares two columns of one name, property by property.</summary>
internal static class ColumnComparer
{
    private static readonly Regex OnUpdateInDefault = new(@"^([^'""]+?)\s+on\s+update\s+([^'""]+)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    public static void Compare(Table expectedTable, Column expected, Table actualTable, Column actual, DifferenceList differences)
    {
        expected = WithOnUpdate(expected);
        actual = WithOnUpdate(actual);
        var should = TypeOf(expected);
        var does = TypeOf(actual);
        void Report(SchemaDifferenceKind kind, string? expectedText, string? actualText) => differences.Add(new SchemaDifference
        {
            Kind = kind,
            Table = expectedTable.Name,
            Name = expected.Name,
            Expected = expectedText,
            Actual = actualText,
            Severity = DifferenceSeverity.Error,
            ExpectedLocation = expected.Location ?? expectedTable.Location,
            ActualLocation = actual.Location ?? actualTable.Location,
            MendingSql = MendingSql.NeedsReplacement(expected, actual) ? MendingSql.ReplaceColumn(expectedTable, expected) : MendingSql.ModifyColumn(expectedTable, expected, actual),
        });

        if (should.Shape != does.Shape) Report(SchemaDifferenceKind.ColumnType, expected.Type, actual.Type);
        else if (should.Values is { } values && !SameValues(values, does.Values ?? []))
            Report(SchemaDifferenceKind.EnumValues, expected.Type, actual.Type);

        var (shouldTakeNull, takesNull) = Nullability(expectedTable, expected, should, actualTable, actual, does, differences.Options.Server);
        if (shouldTakeNull != takesNull) Report(SchemaDifferenceKind.ColumnNullability, shouldTakeNull ? "NULL" : "NOT NULL", takesNull ? "NULL" : "NOT NULL");

        if (!CanonicalText.Same(CanonicalText.Default(expected.Default, should), CanonicalText.Default(actual.Default, should)))
            Report(SchemaDifferenceKind.ColumnDefault, DefaultText(expected), DefaultText(actual));

        if (CanonicalText.OnUpdate(expected.OnUpdate, should) != CanonicalText.OnUpdate(actual.OnUpdate, should))
            Report(SchemaDifferenceKind.ColumnOnUpdate, OnUpdateText(expected), OnUpdateText(actual));

        if ((expected.IsAutoIncrement || should.IsSerial) != (actual.IsAutoIncrement || does.IsSerial))
        {
            var isExpected = expected.IsAutoIncrement || should.IsSerial;
            Report(SchemaDifferenceKind.ColumnAutoIncrement, isExpected ? "AUTO_INCREMENT" : "not AUTO_INCREMENT", isExpected ? "not AUTO_INCREMENT" : "AUTO_INCREMENT");
        }
        if (!CanonicalText.Same(GeneratedForm(expected), GeneratedForm(actual))) Report(SchemaDifferenceKind.ColumnGenerated, GeneratedText(expected), GeneratedText(actual));
        CompareCollation(expected, actual, Report);
        if (expected.Comment is { } comment && !CanonicalText.Same(comment, actual.Comment ?? ""))
            Report(SchemaDifferenceKind.ColumnComment, SqlWriter.Literal(comment), SqlWriter.Literal(actual.Comment ?? ""));
    }

    private static bool SameValues(IReadOnlyList<string> expected, IReadOnlyList<string> actual) =>
        expected.Count == actual.Count && expected.Zip(actual, CanonicalText.Same).All(same => same);

    public static bool IsInKey(PrimaryKey? key, string column) =>
        key is not null && key.Parts.Any(part => string.Equals(part.Column, column, StringComparison.OrdinalIgnoreCase));

    // drizzle's users write sql`CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP` as a default: to the server these are two things.
    private static Column WithOnUpdate(Column column)
    {
        if (column.OnUpdate is not null || column.Default is not { } value || OnUpdateInDefault.Match(value.Sql) is not { Success: true } match) return column;
        return column with { Default = value with { Sql = match.Groups[1].Value }, OnUpdate = match.Groups[2].Value };
    }

    private static CanonicalType TypeOf(Column column) =>
        CanonicalType.Of(column.Type, string.Equals(column.CharacterSet, "binary", StringComparison.OrdinalIgnoreCase));

    // A primary key makes its columns NOT NULL. Where only one side has it there, the key is the difference, not the column.
    private static (bool Expected, bool Actual) Nullability(
        Table expectedTable, Column expected, CanonicalType should, Table actualTable, Column actual, CanonicalType does, ServerInfo? server)
    {
        var expectedNull = expected.IsNullable && !should.IsSerial;
        var actualNull = actual.IsNullable && !does.IsSerial;
        // MariaDB knows no NOT NULL on a generated column (MariaDB documentation, "Generated Columns").
        if (server?.Flavor == ServerFlavor.MariaDb && expected.Generated is not null && actual.Generated is not null) return (true, true);
        var inExpected = IsInKey(expectedTable.PrimaryKey, expected.Name);
        var inActual = IsInKey(actualTable.PrimaryKey, actual.Name);
        if (inExpected && (inActual || expectedNull)) return (false, false);
        if (inActual && expectedNull) return (true, true);
        return (expectedNull, actualNull);
    }

    // Only what the expectation says is asked for: without a word about it the table's and the database's own hold.
    private static void CompareCollation(Column expected, Column actual, Action<SchemaDifferenceKind, string?, string?> report)
    {
        if (string.Equals(expected.CharacterSet, "binary", StringComparison.OrdinalIgnoreCase)) return;
        var isOther = expected.Collation is { } collation
            ? Normal(collation) != Normal(actual.Collation)
            : expected.CharacterSet is { } set && Normal(set) != Normal(actual.CharacterSet ?? CharacterSetOf(actual.Collation));
        if (isOther) report(SchemaDifferenceKind.ColumnCollation, expected.Collation ?? expected.CharacterSet, actual.Collation ?? actual.CharacterSet ?? "the table's");
    }

    private static string? CharacterSetOf(string? collation) => collation?.Split('_')[0];

    // "utf8" is utf8mb3 on every server but future ones.
    private static string? Normal(string? name)
    {
        name = name?.ToLowerInvariant();
        return name == "utf8" ? "utf8mb3" : name is not null && name.StartsWith("utf8_", StringComparison.Ordinal) ? "utf8mb3" + name.Substring(4) : name;
    }

    private static string GeneratedForm(Column column) =>
        column.Generated is { } generated ? (generated.IsStored ? "stored " : "virtual ") + CanonicalText.Expression(generated.Expression) : "";

    private static string GeneratedText(Column column) =>
        column.Generated is { } generated ? $"GENERATED ALWAYS AS ({generated.Expression}) {(generated.IsStored ? "STORED" : "VIRTUAL")}" : "not generated";

    private static string DefaultText(Column column) => column.Default is { } value ? "DEFAULT " + value.Sql : "no default";

    private static string OnUpdateText(Column column) => column.OnUpdate is { } function ? "ON UPDATE " + function : "no ON UPDATE";
}
