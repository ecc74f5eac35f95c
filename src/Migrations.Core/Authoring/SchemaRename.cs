using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Authoring;

/// <summary>A table or column that goes on under another name.</summary>
/// <param name="Table">The table of the column, by the name that it has now; null where the table itself is renamed.</param>
/// <param name="From">The name before.</param>
/// <param name="To">The name now.</param>
public sealed record SchemaRename(string? Table, string From, string To)
{
    /// <summary>Reads <c>old=new</c> (a table), <c>table.old=new</c> or <c>table.old=table.new</c> (a column; the table by its old or new name).</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="MigrationException"><c>RenameInvalid</c>.</exception>
    public static SchemaRename Parse(string text)
    {
        var sides = text.Split('=');
        var from = sides[0].Trim().Split('.');
        var to = sides.Length == 2 ? sides[1].Trim().Split('.') : [];
        var isWhole = from.Concat(to).All(name => name.Length > 0);
        if (isWhole && from.Length == 1 && to.Length == 1) return new SchemaRename(null, from[0], to[0]);
        if (isWhole && from.Length == 2 && to.Length is 1 or 2) return new SchemaRename(to.Length == 2 ? to[0] : from[0], from[1], to[to.Length - 1]);
        throw new MigrationException(
            ErrorIds.RenameInvalid, $"The rename '{text}' is neither of a table nor of a column.",
            "Write old_table=new_table, or table.old_column=new_column.", target: text);
    }

    /// <summary>The statement. Its <c>IF EXISTS</c> makes a second run harmless.</summary>
    public string ToSql() => Table is null
        ? $"RENAME TABLE IF EXISTS {SqlName.Quote(From)} TO {SqlName.Quote(To)};"
        : $"ALTER TABLE {SqlName.Quote(Table)} RENAME COLUMN IF EXISTS {SqlName.Quote(From)} TO {SqlName.Quote(To)};";

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => Table is null ? $"{From}={To}" : $"{Table}.{From}={To}";
}

/// <summary>Something that appeared beside something that vanished: was it renamed?</summary>
/// <param name="Table">The table of the column; null where it is about tables.</param>
/// <param name="Appeared">The new name.</param>
/// <param name="Vanished">The names that it may have had before.</param>
public sealed record RenameQuestion(string? Table, string Appeared, IReadOnlyList<string> Vanished)
{
    /// <summary>The question in words.</summary>
    public string Text => Table is null
        ? $"The table {Appeared} is new in the schema. Is it one that has vanished from it?"
        : $"The column {Table}.{Appeared} is new in the schema. Is it one that has vanished from it?";

    /// <summary>The renames that are possible, as <see cref="SchemaRename.Parse"/> reads them.</summary>
    public IEnumerable<string> Renames => Vanished.Select(old => new SchemaRename(Table, old, Appeared).ToString());
}

/// <summary>What is known about renames.</summary>
public sealed record RenameAnswers
{
    /// <summary>Renames that are known.</summary>
    public IReadOnlyList<SchemaRename> Known { get; init; } = [];

    /// <summary>Whether everything else that appeared is new.</summary>
    public bool NothingElse { get; init; }

    /// <summary>Asks: gives the old name, or null where it is new. Null where nobody can be asked.</summary>
    /// <exception cref="RenameNotAnsweredException">Thrown by it where it turns out that nobody answers.</exception>
    public Func<RenameQuestion, string?>? Ask { get; init; }
}

/// <summary>Nobody answered a <see cref="RenameQuestion"/>.</summary>
public sealed class RenameNotAnsweredException : Exception
{
    /// <summary>Makes the exception.</summary>
    public RenameNotAnsweredException()
        : base("Nobody answered.")
    {
    }
}
