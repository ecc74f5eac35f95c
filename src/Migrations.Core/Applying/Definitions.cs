using Migrations.Core.Schemas;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>Whether what a statement makes is there as it makes it. Answers null where it is, else both definitions for a person.</summary>
internal sealed class Definitions(ComparisonOptions comparison)
{
    /// <summary>A column, with the keys and constraints that its definition brings along.</summary>
    /// <param name="element">The column as it is written.</param>
    /// <param name="table">The table that has a column of that name.</param>
    public string? Other(ColumnElement element, Table table)
    {
        var there = table.Columns.First(column => Is(column.Name, element.Column.Name));
        // As if the table consisted of it: then its inline PRIMARY KEY counts as one.
        var alone = TableFold.Alter(Empty(table), new AddColumnsClause { Span = default, Columns = [element] });
        if (!element.IsPrimaryKey) alone = alone with { PrimaryKey = table.PrimaryKey };
        var differences = SchemaComparer.Compare(alone, element.Column, table, there, comparison);
        var isOther = differences.Count > 0
            || (element.IsPrimaryKey && Other(alone.PrimaryKey!, table) is not null)
            || (element.IsUnique && alone.Indexes.Any(index => !table.Indexes.Any(candidate => SchemaComparer.AreSame(index, table, candidate, comparison))));
        return isOther ? Both($"The column {there.Name}", SqlWriter.ColumnBody(element.Column) + Keys(element), SqlWriter.ColumnBody(there)) : null;
    }

    /// <summary>An index of a name that the table has.</summary>
    public string? Other(TableIndex index, Table table)
    {
        var there = table.Indexes.First(candidate => Is(candidate.Name, index.Name));
        return SchemaComparer.AreSame(index, table, there, comparison) ? null : Both($"The index {there.Name}", SqlWriter.Index(index), SqlWriter.Index(there));
    }

    /// <summary>A primary key, where the table has one.</summary>
    public string? Other(PrimaryKey key, Table table)
    {
        var parts = new TableIndex { Parts = key.Parts };
        return SchemaComparer.AreSame(parts, table, new TableIndex { Parts = table.PrimaryKey!.Parts }, comparison)
            ? null : Both("The primary key", SqlWriter.Parts(key.Parts), SqlWriter.Parts(table.PrimaryKey.Parts));
    }

    /// <summary>A foreign key of a name that the table has.</summary>
    public string? Other(ForeignKey key, Table table)
    {
        var there = table.ForeignKeys.First(candidate => Is(candidate.Name, key.Name));
        return SchemaComparer.AreSame(key, there, comparison) ? null : Both($"The foreign key {there.Name}", SqlWriter.ForeignKey(key), SqlWriter.ForeignKey(there));
    }

    /// <summary>A check of a name that the table has.</summary>
    public string? Other(CheckConstraint check, Table table)
    {
        var there = table.Checks.First(candidate => Is(candidate.Name, check.Name));
        return SchemaComparer.AreSame(check, there) ? null : Both($"The check {there.Name}", SqlWriter.Check(check), SqlWriter.Check(there));
    }

    /// <summary>A whole table. What it has besides is no matter: later migrations add to tables.</summary>
    public string? Other(CreateTableStatement create, Table there)
    {
        if (create.Query is not null || create.Like is not null || create.Elements.Any(element => element is UnknownElement))
            return $"The table {there.Name} is there already, and whether it is what this statement makes cannot be seen from the statement.";
        var differences = SchemaComparer.Compare(TableFold.Create(create), there, comparison).Where(difference => difference.Severity == DifferenceSeverity.Error).ToList();
        return differences.Count == 0 ? null
            : $"The table {there.Name} is there already with another definition. {string.Join(" ", differences.Select(difference => difference.Message))}";
    }

    /// <summary>Whether the table has an index that is the same but for its name.</summary>
    public bool HasSame(TableIndex index, Table table) => table.Indexes.Any(candidate => SchemaComparer.AreSame(index, table, candidate, comparison));

    /// <summary>Whether the table has a foreign key that is the same but for its name.</summary>
    public bool HasSame(ForeignKey key, Table table) => table.ForeignKeys.Any(candidate => SchemaComparer.AreSame(key, candidate, comparison));

    /// <summary>Whether the table has a check that is the same but for its name.</summary>
    public static bool HasSame(CheckConstraint check, Table table) => table.Checks.Any(candidate => SchemaComparer.AreSame(check, candidate));

    private static Table Empty(Table table) => new() { Database = table.Database, Name = table.Name, Columns = [], Collation = table.Collation, CharacterSet = table.CharacterSet };

    private static string Keys(ColumnElement element) => (element.IsPrimaryKey ? " PRIMARY KEY" : "") + (element.IsUnique ? " UNIQUE" : "");

    private static string Both(string what, string written, string there) => $"{what} is there already with another definition: the statement makes {written}, and the database has {there}.";

    private static bool Is(string? name, string? other) => name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
