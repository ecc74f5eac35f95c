using Migrations.Core.Schemas;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>The kinds of part that a difference can be about.</summary>
internal enum PartKind
{
    /// <summary>The table itself.</summary>
    Table,

    /// <summary>A column.</summary>
    Column,

    /// <summary>The primary key.</summary>
    PrimaryKey,

    /// <summary>An index or unique constraint.</summary>
    Index,

    /// <summary>A foreign key.</summary>
    ForeignKey,

    /// <summary>A check.</summary>
    Check,

    /// <summary>A view.</summary>
    View,
}

/// <summary>A table, a view, or a part of a table, by its name.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Table">The table, or the view.</param>
/// <param name="Name">The part's name; where the source gives it none, its first column; null for the table, the view and the primary key.</param>
internal sealed record SchemaPart(PartKind Kind, string Table, string? Name = null)
{
    /// <summary>What a difference is about.</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="table">The table that was expected: a name that is too long can be anything's.</param>
    public static SchemaPart Of(SchemaDifference difference, Table table) => difference.Kind switch
    {
        SchemaDifferenceKind.MissingTable or SchemaDifferenceKind.ExtraTable => new(PartKind.Table, difference.Table),
        SchemaDifferenceKind.MissingView or SchemaDifferenceKind.ExtraView or SchemaDifferenceKind.ViewDefinition => new(PartKind.View, difference.Table),
        SchemaDifferenceKind.MissingPrimaryKey or SchemaDifferenceKind.ExtraPrimaryKey or SchemaDifferenceKind.PrimaryKeyDefinition => new(PartKind.PrimaryKey, difference.Table),
        SchemaDifferenceKind.MissingIndex or SchemaDifferenceKind.ExtraIndex or SchemaDifferenceKind.IndexDefinition
            or SchemaDifferenceKind.MissingUnique or SchemaDifferenceKind.ExtraUnique or SchemaDifferenceKind.UniqueDefinition => new(PartKind.Index, difference.Table, difference.Name),
        SchemaDifferenceKind.MissingForeignKey or SchemaDifferenceKind.ExtraForeignKey or SchemaDifferenceKind.ForeignKeyDefinition => new(PartKind.ForeignKey, difference.Table, difference.Name),
        SchemaDifferenceKind.MissingCheck or SchemaDifferenceKind.ExtraCheck or SchemaDifferenceKind.CheckDefinition => new(PartKind.Check, difference.Table, difference.Name),
        SchemaDifferenceKind.NameTooLong when table.ForeignKeys.Any(key => Is(key.Name, difference.Name)) => new(PartKind.ForeignKey, difference.Table, difference.Name),
        SchemaDifferenceKind.NameTooLong when table.Checks.Any(check => Is(check.Name, difference.Name)) => new(PartKind.Check, difference.Table, difference.Name),
        SchemaDifferenceKind.NameTooLong => difference.Name is null ? new(PartKind.Table, difference.Table) : new(PartKind.Index, difference.Table, difference.Name),
        _ => new(PartKind.Column, difference.Table, difference.Name),
    };

    /// <summary>Whether a table has it.</summary>
    public bool IsIn(Table table) => Kind switch
    {
        PartKind.Table => true,
        PartKind.Column => table.Columns.Any(column => Is(column.Name, Name)),
        PartKind.PrimaryKey => table.PrimaryKey is not null,
        PartKind.Index => table.Indexes.Any(index => IsNamed(index.Name, index.Parts.FirstOrDefault()?.Column)),
        PartKind.ForeignKey => table.ForeignKeys.Any(key => IsNamed(key.Name, key.Columns.FirstOrDefault())),
        PartKind.Check => table.Checks.Any(check => IsNamed(check.Name, null)),
        _ => false,
    };

    /// <summary>Whether two are the same; names have no case.</summary>
    public bool IsSame(SchemaPart other) => Kind == other.Kind && Is(Table, other.Table) && (Name is null ? other.Name is null : Is(Name, other.Name));

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        PartKind.Table or PartKind.View => $"{Kind.ToString().ToLowerInvariant()} {Table}",
        PartKind.PrimaryKey => $"primary key of {Table}",
        PartKind.ForeignKey => $"foreign key {Table}.{Name}",
        _ => $"{Kind.ToString().ToLowerInvariant()} {Table}.{Name}",
    };

    private bool IsNamed(string? name, string? column) =>
        name is null ? Name is null || Is(column, Name) : Is(name, Name) || (Name is not null && Is(name, LongNames.Shorten(Name)));

    private static bool Is(string? name, string? other) => name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
