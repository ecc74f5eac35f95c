using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting;

/// <summary>Names and statements in the words of findings.</summary>
internal static class Wording
{
    private const int Excerpt = 120;

    /// <summary>The beginning of a statement, on one line.</summary>
    public static string ExcerptOf(string statement)
    {
        var line = string.Join(" ", statement.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= Excerpt) return line;
        var end = char.IsHighSurrogate(line[Excerpt - 2]) ? Excerpt - 2 : Excerpt - 1;
        return line.Substring(0, end) + "…";
    }

    /// <summary>A name in backticks.</summary>
    public static string Quoted(string? name) => SqlName.Quote(name ?? "");

    /// <summary>A table's name in backticks.</summary>
    public static string Quoted(ObjectName name) => name.Database is null ? SqlName.Quote(name.Name) : SqlName.Quote(name.Database) + "." + SqlName.Quote(name.Name);

    /// <summary>A column with its table, and the type that it has.</summary>
    public static string Typed(Table table, Column column) => $"{Quoted(table.Name)}.{Quoted(column.Name)} is {column.Type}";
}
