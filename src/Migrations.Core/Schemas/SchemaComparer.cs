using Migrations.Model;

namespace Migrations.Core.Schemas;

/// <summary>Compares the schema that is expected with the one that is there.</summary>
public static class SchemaComparer
{
    /// <summary>Compares two schemas.</summary>
    /// <param name="expected">What should be: the schema source.</param>
    /// <param name="actual">What is: the baseline with its bootstrap files, or a live database.</param>
    /// <param name="options">What the comparison must know besides; null for files.</param>
    /// <returns>The differences, in the order of the expected schema, then what is extra in the order of the actual one.</returns>
    public static IReadOnlyList<SchemaDifference> Compare(DatabaseSchema expected, DatabaseSchema actual, ComparisonOptions? options = null)
    {
        options ??= new ComparisonOptions();
        var differences = new DifferenceList(options);
        var own = new NamePatterns(options.OwnTables);
        var actualTables = new Dictionary<string, Table>(differences.TableNames);
        foreach (var table in actual.Tables)
        {
            if (!actualTables.ContainsKey(Key(table))) actualTables.Add(Key(table), table);
        }
        var seen = new HashSet<string>(differences.TableNames);
        var databases = new HashSet<string>(actual.Tables.Select(table => table.Database).OfType<string>().Concat(options.OtherDatabases), StringComparer.OrdinalIgnoreCase);
        foreach (var table in expected.Tables)
        {
            // What is in a database that the other side was not read from is not missing there; drizzle-kit's export leaves it out too.
            if (table.Database is not null && !databases.Contains(table.Database)) continue;
            if (differences.IsIgnored(table.Name) || own.Match(table.Name) || !seen.Add(Key(table))) continue;
            if (actualTables.TryGetValue(Key(table), out var there)) TableComparer.Compare(table, there, differences);
            else
            {
                differences.Add(new SchemaDifference
                {
                    Kind = SchemaDifferenceKind.MissingTable,
                    Table = table.Name,
                    Expected = $"a table of {table.Columns.Count} columns",
                    Severity = DifferenceSeverity.Error,
                    ExpectedLocation = table.Location,
                    MendingSql = MendingSql.CreateTable(table),
                });
            }
        }
        foreach (var table in actual.Tables)
        {
            if (differences.IsIgnored(table.Name) || own.Match(table.Name) || seen.Contains(Key(table))) continue;
            differences.Add(new SchemaDifference
            {
                Kind = SchemaDifferenceKind.ExtraTable,
                Table = table.Name,
                Actual = $"a table of {table.Columns.Count} columns",
                Severity = DifferenceSeverity.Warning,
                ActualLocation = table.Location,
                MendingSql = $"DROP TABLE {Sql.SqlWriter.TableName(table)};",
            });
        }
        CompareViews(expected.Views, actual.Views, differences);
        return differences.ToList();
    }

    /// <summary>Compares two tables of the same name, columns, keys and constraints.</summary>
    /// <param name="expected">What should be.</param>
    /// <param name="actual">What is.</param>
    /// <param name="options">What the comparison must know besides; null for files.</param>
    public static IReadOnlyList<SchemaDifference> Compare(Table expected, Table actual, ComparisonOptions? options = null)
    {
        var differences = new DifferenceList(options ?? new ComparisonOptions());
        TableComparer.Compare(expected, actual, differences);
        return differences.ToList();
    }

    /// <summary>Compares one column, for those who judge a single clause of a statement.</summary>
    /// <param name="expectedTable">The table that <paramref name="expected"/> belongs to; its primary key makes columns <c>NOT NULL</c>.</param>
    /// <param name="expected">The column as it should be.</param>
    /// <param name="actualTable">The table that <paramref name="actual"/> belongs to.</param>
    /// <param name="actual">The column as it is.</param>
    /// <param name="options">What the comparison must know besides; null for files.</param>
    public static IReadOnlyList<SchemaDifference> Compare(Table expectedTable, Column expected, Table actualTable, Column actual, ComparisonOptions? options = null)
    {
        var differences = new DifferenceList(options ?? new ComparisonOptions());
        ColumnComparer.Compare(expectedTable, expected, actualTable, actual, differences);
        return differences.ToList();
    }

    /// <summary>Whether two indexes are the same but for their names.</summary>
    /// <param name="expected">The index as it should be.</param>
    /// <param name="expectedTable">Its table: a prefix as long as its column is no prefix.</param>
    /// <param name="actual">The index as it is.</param>
    /// <param name="options">What the comparison must know besides; null for files.</param>
    public static bool AreSame(TableIndex expected, Table expectedTable, TableIndex actual, ComparisonOptions? options = null) =>
        IndexComparer.AreSame(expected, expectedTable, actual, options ?? new ComparisonOptions());

    /// <summary>Whether two foreign keys are the same but for their names.</summary>
    public static bool AreSame(ForeignKey expected, ForeignKey actual, ComparisonOptions? options = null) =>
        ConstraintComparer.AreSame(expected, actual, options ?? new ComparisonOptions());

    /// <summary>Whether two check constraints are the same but for their names.</summary>
    public static bool AreSame(CheckConstraint expected, CheckConstraint actual) => ConstraintComparer.AreSame(expected, actual);

    private static string Key(Table table) => table.Database is null ? table.Name : $"{table.Database}.{table.Name}";

    private static void CompareViews(IReadOnlyList<SchemaView> expected, IReadOnlyList<SchemaView> actual, DifferenceList differences)
    {
        foreach (var view in expected)
        {
            if (differences.IsIgnored(view.Name)) continue;
            var there = actual.FirstOrDefault(other => differences.TableNames.Equals(other.Name, view.Name));
            var difference = new SchemaDifference
            {
                Kind = SchemaDifferenceKind.MissingView,
                Table = view.Name,
                Expected = "a view",
                Severity = DifferenceSeverity.Error,
                ExpectedLocation = view.Location,
                ActualLocation = there?.Location,
                MendingSql = view.Definition is null ? null : Sql.SqlWriter.CreateView(view),
            };
            // A view that the source only refers to is nobody's to create in files; in a database somebody should have.
            if (there is null && !view.IsExisting) differences.Add(difference);
            if (there is null && view.IsExisting && differences.IsLive)
                differences.Add(difference with { Severity = DifferenceSeverity.Warning, Note = "The schema only refers to it, and does not make it." });
            if (there is null || differences.IsLive || view.Definition is null || there.Definition is null) continue;
            if (CanonicalText.Query(view.Definition) != CanonicalText.Query(there.Definition))
                differences.Add(difference with { Kind = SchemaDifferenceKind.ViewDefinition, Expected = view.Definition, Actual = there.Definition });
        }
        foreach (var view in actual)
        {
            if (differences.IsIgnored(view.Name) || expected.Any(other => differences.TableNames.Equals(other.Name, view.Name))) continue;
            differences.Add(new SchemaDifference
            {
                Kind = SchemaDifferenceKind.ExtraView,
                Table = view.Name,
                Actual = "a view",
                Severity = DifferenceSeverity.Warning,
                ActualLocation = view.Location,
                MendingSql = $"DROP VIEW {Sql.SqlName.Quote(view.Name)};",
            });
        }
    }
}
