namespace Migrations.Model;

/// <summary>How much a difference matters.</summary>
public enum DifferenceSeverity
{
    /// <summary>Something more or something harmless: it counts only with <c>-Strict</c>.</summary>
    Warning,

    /// <summary>Drift: something is missing or different, or stands in the way of the application's writes.</summary>
    Error,
}

/// <summary>What a schema was compared with.</summary>
public enum DriftSide
{
    /// <summary>The baseline and the bootstrap files.</summary>
    Baseline,

    /// <summary>A live database.</summary>
    Database,

    /// <summary>What the journal's migrations and the bootstrap files add up to, by their text alone: no server is needed, and no baseline.</summary>
    Journal,

    /// <summary>What the migrations make of an empty database: a fresh installation, built for the comparison and thrown away.</summary>
    Replay,
}

/// <summary>The kinds of difference between two schemas. "Missing" is expected and not there, "extra" is there and not expected.</summary>
public enum SchemaDifferenceKind
{
    /// <summary>A table is missing.</summary>
    MissingTable,

    /// <summary>A table is extra.</summary>
    ExtraTable,

    /// <summary>A column is missing.</summary>
    MissingColumn,

    /// <summary>A column is extra. An Error where it is <c>NOT NULL</c> without default: inserts that do not know it fail.</summary>
    ExtraColumn,

    /// <summary>A column has another type.</summary>
    ColumnType,

    /// <summary>An <c>enum</c> or <c>set</c> has other values, or in another order.</summary>
    EnumValues,

    /// <summary>A column takes <c>NULL</c> where it should not, or does not where it should.</summary>
    ColumnNullability,

    /// <summary>A column has another default, or none, or one too many.</summary>
    ColumnDefault,

    /// <summary>A column has another <c>ON UPDATE</c>.</summary>
    ColumnOnUpdate,

    /// <summary>A column is <c>AUTO_INCREMENT</c> on one side only.</summary>
    ColumnAutoIncrement,

    /// <summary>A column is generated on one side only, from another expression, or stored where it should be virtual.</summary>
    ColumnGenerated,

    /// <summary>A column has another character set or collation than the one that is asked for.</summary>
    ColumnCollation,

    /// <summary>A column has another comment than the one that is asked for.</summary>
    ColumnComment,

    /// <summary>The columns stand in another order.</summary>
    ColumnOrder,

    /// <summary>The primary key is missing.</summary>
    MissingPrimaryKey,

    /// <summary>A primary key is extra.</summary>
    ExtraPrimaryKey,

    /// <summary>The primary key has other columns.</summary>
    PrimaryKeyDefinition,

    /// <summary>An index is missing.</summary>
    MissingIndex,

    /// <summary>An index is extra.</summary>
    ExtraIndex,

    /// <summary>An index of this name is another one.</summary>
    IndexDefinition,

    /// <summary>A unique constraint or index is missing.</summary>
    MissingUnique,

    /// <summary>A unique constraint or index is extra.</summary>
    ExtraUnique,

    /// <summary>A unique constraint or index of this name is another one.</summary>
    UniqueDefinition,

    /// <summary>A foreign key is missing.</summary>
    MissingForeignKey,

    /// <summary>A foreign key is extra.</summary>
    ExtraForeignKey,

    /// <summary>A foreign key of this name is another one.</summary>
    ForeignKeyDefinition,

    /// <summary>A check constraint is missing.</summary>
    MissingCheck,

    /// <summary>A check constraint is extra.</summary>
    ExtraCheck,

    /// <summary>A check constraint of this name has another condition, or is enforced on one side only.</summary>
    CheckDefinition,

    /// <summary>A view is missing.</summary>
    MissingView,

    /// <summary>A view is extra.</summary>
    ExtraView,

    /// <summary>A view has another query (compared between files only: servers rewrite queries).</summary>
    ViewDefinition,

    /// <summary>A name has more than the 64 characters that a server accepts. A Warning where the object is there under the shorter name.</summary>
    NameTooLong,
}

/// <summary>One difference between the schema that is expected and the one that is there.</summary>
public sealed record SchemaDifference
{
    /// <summary>What the schema was compared with.</summary>
    public DriftSide Against { get; init; }

    /// <summary>What is expected to be so: null for the schema; <see cref="DriftSide.Replay"/> where a live database differs from what the migrations make, and the schema does not tell.</summary>
    public DriftSide? ExpectedFrom { get; init; }

    /// <summary>The kind.</summary>
    public required SchemaDifferenceKind Kind { get; init; }

    /// <summary>The table, or the view.</summary>
    public required string Table { get; init; }

    /// <summary>The column, index or constraint; null where the difference is about the whole table or its primary key.</summary>
    public string? Name { get; init; }

    /// <summary>What is expected, as SQL; null where nothing is.</summary>
    public string? Expected { get; init; }

    /// <summary>What is there, as SQL; null where nothing is.</summary>
    public string? Actual { get; init; }

    /// <summary>How much it matters.</summary>
    public required DifferenceSeverity Severity { get; init; }

    /// <summary>What a person should know besides, for example under which other name the same index is there.</summary>
    public string? Note { get; init; }

    /// <summary>Where the expectation is declared.</summary>
    public SourceLocation? ExpectedLocation { get; init; }

    /// <summary>Where the other side declares it; null for a live database and for what is missing.</summary>
    public SourceLocation? ActualLocation { get; init; }

    /// <summary>The statement that would make the other side as expected. It can lose data where something is extra or narrower: read it before running it.</summary>
    public string? MendingSql { get; init; }

    /// <summary>The table and the name: <c>users.email</c>.</summary>
    public string Target => Name is null ? Table : $"{Table}.{Name}";

    /// <summary>The difference as a sentence.</summary>
    public string Message
    {
        get
        {
            var text = (Expected, Actual) switch
            {
                (null, null) => $"{Kind}: {Target}",
                (null, _) => $"{Kind}: {Target} is {Actual}, and is not expected",
                (_, null) => $"{Kind}: {Target} should be {Expected}, and is not there",
                _ => $"{Kind}: {Target} should be {Expected}, and is {Actual}",
            };
            return Note is null ? text + "." : $"{text}. {Note}";
        }
    }

    /// <summary>The place where the expectation is declared, or else the other side's; null where neither is a file.</summary>
    public SourceLocation? Location => ExpectedLocation ?? ActualLocation;

    /// <summary>One line, as compilers say it: <c>schema.ts:6:3: Error MissingColumn users.phone</c>.</summary>
    public override string ToString() => $"{(Location is { } at ? at + ": " : "")}{Severity} {Kind} {Target}";
}
