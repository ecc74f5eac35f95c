using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Schemas;

/// <summary>Compares the foreign keys and checks of two tables: by name, and by what they say where the source gives no name.</summary>
internal static class ConstraintComparer
{
    public static void CompareForeignKeys(Table expected, Table actual, DifferenceList differences)
    {
        var free = actual.ForeignKeys.ToList();
        foreach (var key in expected.ForeignKeys.OrderBy(key => Turn(key.Name)))
        {
            var shorter = key.Name is null ? null : LongNames.Shorten(key.Name);
            var there = key.Name is null
                ? Take(free, candidate => AreSame(key, candidate, differences.Options))
                : Take(free, candidate => Is(candidate.Name, key.Name)) ?? Take(free, candidate => Is(candidate.Name, shorter))
                    // Nobody can have it under a name that no server accepts: whoever made it had to find another.
                    ?? (LongNames.IsTooLong(key.Name) ? Take(free, candidate => !LongNames.IsTooLong(candidate.Name) && AreSame(key, candidate, differences.Options)) : null);
            if (LongNames.IsTooLong(key.Name))
            {
                differences.Add(LongName(
                    expected, key.Name!, "a foreign key", there is not null, there?.Name, key.Location, there?.Location ?? actual.Location,
                    SqlWriter.AddForeignKey(expected, key with { Name = shorter })));
            }
            else if (there is null)
            {
                var same = free.Find(candidate => AreSame(key, candidate, differences.Options));
                differences.Add(Missing(
                    SchemaDifferenceKind.MissingForeignKey, expected, key.Name ?? key.Columns[0], SqlWriter.ForeignKey(key), key.Location, actual.Location,
                    SqlWriter.AddForeignKey(expected, key), same?.Name is null ? null : $"The same foreign key is there under the name {SqlName.Quote(same.Name)}."));
            }
            if (there is null || AreSame(key, there, differences.Options)) continue;
            differences.Add(Different(
                SchemaDifferenceKind.ForeignKeyDefinition, expected, key.Name ?? key.Columns[0], SqlWriter.ForeignKey(key), SqlWriter.ForeignKey(there), key.Location,
                there.Location ?? actual.Location, MendingSql.ReplaceForeignKey(expected, there, key)));
        }
        foreach (var key in free)
        {
            differences.Add(Extra(
                SchemaDifferenceKind.ExtraForeignKey, expected, key.Name ?? key.Columns[0], SqlWriter.ForeignKey(key), key.Location ?? actual.Location,
                key.Name is { } name ? $"ALTER TABLE {SqlWriter.TableName(expected)} DROP FOREIGN KEY {SqlName.Quote(name)};" : null));
        }
    }

    public static void CompareChecks(Table expected, Table actual, DifferenceList differences)
    {
        if (!HasChecks(differences.Options.Server)) return;
        var free = actual.Checks.ToList();
        foreach (var check in expected.Checks.OrderBy(check => Turn(check.Name)))
        {
            var shorter = check.Name is null ? null : LongNames.Shorten(check.Name);
            var there = check.Name is null
                ? Take(free, candidate => AreSame(check, candidate))
                : Take(free, candidate => Is(candidate.Name, check.Name)) ?? Take(free, candidate => Is(candidate.Name, shorter))
                    ?? (LongNames.IsTooLong(check.Name) ? Take(free, candidate => !LongNames.IsTooLong(candidate.Name) && AreSame(check, candidate)) : null);
            if (LongNames.IsTooLong(check.Name))
            {
                differences.Add(LongName(
                    expected, check.Name!, "a check", there is not null, there?.Name, check.Location, there?.Location ?? actual.Location,
                    MendingSql.AddCheck(expected, check with { Name = shorter })));
            }
            else if (there is null)
            {
                var same = free.Find(candidate => AreSame(check, candidate));
                differences.Add(Missing(
                    SchemaDifferenceKind.MissingCheck, expected, check.Name, SqlWriter.Check(check), check.Location, actual.Location, MendingSql.AddCheck(expected, check),
                    same?.Name is null ? null : $"The same check is there under the name {SqlName.Quote(same.Name)}."));
            }
            if (there is null || AreSame(check, there)) continue;
            differences.Add(Different(
                SchemaDifferenceKind.CheckDefinition, expected, check.Name, SqlWriter.Check(check), SqlWriter.Check(there), check.Location,
                there.Location ?? actual.Location, MendingSql.ReplaceCheck(expected, there, check)));
        }
        foreach (var check in free)
        {
            differences.Add(Extra(
                SchemaDifferenceKind.ExtraCheck, expected, check.Name, SqlWriter.Check(check), check.Location ?? actual.Location,
                check.Name is { } name ? $"ALTER TABLE {SqlWriter.TableName(expected)} DROP CONSTRAINT {SqlName.Quote(name)};" : null));
        }
    }

    public static bool AreSame(ForeignKey expected, ForeignKey actual, ComparisonOptions options) =>
        expected.Columns.SequenceEqual(actual.Columns, StringComparer.OrdinalIgnoreCase)
        && DifferenceList.TableNamesOf(options).Equals(expected.ReferencedTable, actual.ReferencedTable)
        && (expected.ReferencedDatabase is null || actual.ReferencedDatabase is null
            || string.Equals(expected.ReferencedDatabase, actual.ReferencedDatabase, StringComparison.OrdinalIgnoreCase))
        // REFERENCES t without columns means its primary key.
        && (expected.ReferencedColumns.Count == 0 || actual.ReferencedColumns.Count == 0
            || expected.ReferencedColumns.SequenceEqual(actual.ReferencedColumns, StringComparer.OrdinalIgnoreCase))
        && Action(expected.OnDelete) == Action(actual.OnDelete)
        && Action(expected.OnUpdate) == Action(actual.OnUpdate);

    public static bool AreSame(CheckConstraint expected, CheckConstraint actual) =>
        expected.IsEnforced == actual.IsEnforced && CanonicalText.Same(CanonicalText.Condition(expected.Expression), CanonicalText.Condition(actual.Expression));

    // RESTRICT, NO ACTION and nothing are one thing to InnoDB, and servers show one for the other.
    private static string Action(string? action) => action is null or "no action" ? "restrict" : action;

    // Checks exist since MySQL 8.0.16 and MariaDB 10.2.1; TiDB has them off by default.
    private static bool HasChecks(ServerInfo? server) => server?.Flavor switch
    {
        ServerFlavor.MySql => server.Version >= new Version(8, 0, 16),
        ServerFlavor.TiDb => false,
        _ => true,
    };

    // Those with a name take their partners first, and of these the ones that servers can have.
    private static int Turn(string? name) => name is null ? 2 : LongNames.IsTooLong(name) ? 1 : 0;

    private static bool IsAccepted(string? name) => name is not null && !LongNames.IsTooLong(name);

    private static SchemaDifference LongName(
        Table table, string name, string what, bool isThere, string? thereAs, SourceLocation? expected, SourceLocation? actual, string mending) => new()
        {
            Kind = SchemaDifferenceKind.NameTooLong,
            Table = table.Name,
            Name = name,
            Expected = $"{what} with a name of at most {LongNames.Limit} characters, for example {SqlName.Quote(LongNames.Shorten(name))}",
            Actual = IsAccepted(thereAs) ? $"there as {SqlName.Quote(thereAs!)}" : isThere ? $"a name of {name.Length} characters, which no server accepts" : null,
            Severity = IsAccepted(thereAs) ? DifferenceSeverity.Warning : DifferenceSeverity.Error,
            ExpectedLocation = expected ?? table.Location,
            ActualLocation = actual,
            MendingSql = IsAccepted(thereAs) ? null : mending,
        };

    private static SchemaDifference Missing(
        SchemaDifferenceKind kind, Table table, string? name, string text, SourceLocation? expected, SourceLocation? actual, string mending, string? note) => new()
        {
            Kind = kind,
            Table = table.Name,
            Name = name,
            Expected = text,
            Severity = DifferenceSeverity.Error,
            Note = note,
            ExpectedLocation = expected ?? table.Location,
            ActualLocation = actual,
            MendingSql = mending,
        };

    private static SchemaDifference Different(
        SchemaDifferenceKind kind, Table table, string? name, string should, string does, SourceLocation? expected, SourceLocation? actual, string? mending) => new()
        {
            Kind = kind,
            Table = table.Name,
            Name = name,
            Expected = should,
            Actual = does,
            Severity = DifferenceSeverity.Error,
            ExpectedLocation = expected ?? table.Location,
            ActualLocation = actual,
            MendingSql = mending,
        };

    private static SchemaDifference Extra(SchemaDifferenceKind kind, Table table, string? name, string text, SourceLocation? actual, string? mending) => new()
    {
        Kind = kind,
        Table = table.Name,
        Name = name,
        Actual = text,
        Severity = DifferenceSeverity.Warning,
        ExpectedLocation = table.Location,
        ActualLocation = actual,
        MendingSql = mending,
    };

    private static T? Take<T>(List<T> from, Predicate<T> which)
        where T : class
    {
        var number = from.FindIndex(which);
        if (number < 0) return null;
        var found = from[number];
        from.RemoveAt(number);
        return found;
    }

    private static bool Is(string? name, string? other) => name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
