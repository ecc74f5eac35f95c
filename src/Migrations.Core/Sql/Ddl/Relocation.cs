using System.Text;
using Migrations.Core.Sources;

namespace Migrations.Core.Sql.Ddl;

/// <summary>Writes a statement with the tables that it names put elsewhere; every other character stays.</summary>
internal static class Relocation
{
    /// <summary>The statement with other names of tables.</summary>
    /// <param name="statement">A statement about tables or indexes.</param>
    /// <param name="modes">The modes it is written in.</param>
    /// <param name="place">The SQL that stands for a table.</param>
    public static string Of(DdlStatement statement, SqlModes modes, Func<ObjectName, string> place)
    {
        // A referenced table without a database is one of the referring table's database, not of the session's.
        var home = statement switch
        {
            AlterTableStatement alter => alter.Table.Database,
            CreateTableStatement create => create.Table.Database,
            _ => null,
        };
        var names = Named(statement).Concat(Referenced(statement.Source, statement.Span, modes).Select(name => name.Database is null ? name with { Database = home } : name));
        return Replace(statement.Source.Text, statement.Span, names, place);
    }

    /// <summary>A part of a statement, such as the definition of a foreign key, with other names behind <c>REFERENCES</c>.</summary>
    public static string OfPart(SourceText source, SqlSpan span, SqlModes modes, Func<ObjectName, string> place) =>
        Replace(source.Text, span, Referenced(source, span, modes), place);

    private static string Replace(string source, SqlSpan span, IEnumerable<ObjectName> names, Func<ObjectName, string> place)
    {
        var text = new StringBuilder();
        var at = span.Start;
        foreach (var name in names.OrderBy(name => name.Span.Start))
        {
            text.Append(source, at, name.Span.Start - at).Append(place(name));
            at = name.Span.End;
        }
        return text.Append(source, at, span.End - at).ToString();
    }

    private static IEnumerable<ObjectName> Named(DdlStatement statement) => statement switch
    {
        AlterTableStatement alter => [alter.Table, .. alter.Clauses.OfType<RenameToClause>().Select(rename => rename.To)],
        CreateTableStatement create => create.Like is { } like ? [create.Table, like] : [create.Table],
        CreateIndexStatement index => [index.Table],
        DropStatement { Kind: DroppedKind.Index, OnTable: { } table } => [table],
        DropStatement { Kind: DroppedKind.Table } drop => drop.Names,
        RenameTableStatement rename => rename.Renames.SelectMany(pair => new[] { pair.From, pair.To }),
        TruncateStatement truncate => [truncate.Table],
        _ => [],
    };

    // REFERENCES is a reserved word: without quotes it is nothing else, wherever it stands.
    private static List<ObjectName> Referenced(SourceText source, SqlSpan span, SqlModes modes)
    {
        var names = new List<ObjectName>();
        var cursor = new SqlCursor(source, span.Start, span.End, modes);
        while (!cursor.AtEnd)
        {
            if (cursor.TryWord("REFERENCES") && cursor.AtIdentifier) names.Add(cursor.ObjectName());
            else cursor.Next();
        }
        return names;
    }
}
