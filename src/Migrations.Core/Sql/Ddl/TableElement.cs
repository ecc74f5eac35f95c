using Migrations.Model;

namespace Migrations.Core.Sql.Ddl;

/// <summary>One definition of a table: a column, a key or a constraint.</summary>
public abstract record TableElement
{
    /// <summary>Where it stands, without the comma behind it.</summary>
    public required SqlSpan Span { get; init; }
}

/// <summary>A column, with what its definition says about keys and constraints of the table.</summary>
public sealed record ColumnElement : TableElement
{
    /// <summary>The column.</summary>
    public required Column Column { get; init; }

    /// <summary>Where its name stands.</summary>
    public required SqlSpan NameSpan { get; init; }

    /// <summary>Whether it says <c>[PRIMARY] KEY</c>.</summary>
    public bool IsPrimaryKey { get; init; }

    /// <summary>Whether it says <c>UNIQUE [KEY]</c>.</summary>
    public bool IsUnique { get; init; }

    /// <summary>Its <c>REFERENCES</c>.</summary>
    public ForeignKey? References { get; init; }

    /// <summary>Its <c>CHECK</c>s.</summary>
    public IReadOnlyList<CheckConstraint> Checks { get; init; } = [];
}

/// <summary><c>[CONSTRAINT [name]] PRIMARY KEY (…)</c>.</summary>
public sealed record PrimaryKeyElement : TableElement
{
    /// <summary>The key.</summary>
    public required PrimaryKey PrimaryKey { get; init; }
}

/// <summary><c>INDEX</c>, <c>KEY</c>, <c>UNIQUE</c>, <c>FULLTEXT</c>, <c>SPATIAL</c>.</summary>
public sealed record IndexElement : TableElement
{
    /// <summary>The index.</summary>
    public required TableIndex Index { get; init; }
}

/// <summary><c>[CONSTRAINT [name]] FOREIGN KEY …</c>.</summary>
public sealed record ForeignKeyElement : TableElement
{
    /// <summary>The foreign key.</summary>
    public required ForeignKey ForeignKey { get; init; }
}

/// <summary><c>[CONSTRAINT [name]] CHECK (…)</c>.</summary>
public sealed record CheckElement : TableElement
{
    /// <summary>The constraint.</summary>
    public required CheckConstraint Check { get; init; }
}

/// <summary>A definition of a kind that is only kept as it is written (<c>PERIOD FOR …</c>, <c>LIKE t</c> in parentheses).</summary>
public sealed record UnknownElement : TableElement;
