using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Drizzle;

/// <summary>
/// The text of a type of the project's own (<c>customType</c>) can say more than a type: its character set and collation, <c>NOT NULL</c>, a default.
/// To the server these are the column's, and so they are here.
/// </summary>
internal static class DeclaredType
{
    /// <summary>The column with what its type's text says beside the type.</summary>
    public static Column Apply(Column column)
    {
        if (CanonicalType.Of(column.Type).Rest.Length == 0 && column.Type.IndexOf("COLLATE", StringComparison.OrdinalIgnoreCase) < 0) return column;
        var sql = $"CREATE TABLE t (c {column.Type})";
        CreateTableStatement? create;
        try
        {
            create = DdlParser.Parse(new SourceText("", sql), 0, sql.Length, SqlModes.None) as CreateTableStatement;
        }
        catch (MigrationException)
        {
            // Half a string or comment: the server is to say what is wrong with it.
            return column;
        }
        if (create is not { Elements: [ColumnElement { IsPrimaryKey: false, IsUnique: false, References: null, Checks.Count: 0, Column: var said }] }) return column;
        // What no property of a column says (SRID, INVISIBLE, BINARY) must not be lost: then only the character set and the collation are taken out of the text.
        if (!SaysAll(column.Type, said)) return Shortened(column);
        return column with
        {
            Type = said.Type,
            CharacterSet = said.CharacterSet,
            Collation = said.Collation,
            IsNullable = column.IsNullable && said.IsNullable,
            Default = column.Default ?? said.Default,
            OnUpdate = column.OnUpdate ?? said.OnUpdate,
            IsAutoIncrement = column.IsAutoIncrement || said.IsAutoIncrement,
            Generated = column.Generated ?? said.Generated,
            Comment = column.Comment ?? said.Comment,
        };
    }

    // Whether every word of the text stands in what would be written of the column.
    private static bool SaysAll(string text, Column said)
    {
        var written = new HashSet<string>(Words(SqlWriter.Column(said)).Select(word => word.Text), StringComparer.OrdinalIgnoreCase);
        return Words(text).All(word => written.Contains(word.Text) || word.Text.Equals("NULL", StringComparison.OrdinalIgnoreCase) || word.Text.Equals("CHARSET", StringComparison.OrdinalIgnoreCase));
    }

    private static Column Shortened(Column column)
    {
        var words = Words(column.Type);
        var rest = column.Type;
        string? set = null, collation = null;
        for (var i = words.Count - 2; i >= 0; i--)
        {
            var length = Is(words, i, "COLLATE") || Is(words, i, "CHARSET") ? 2 : Is(words, i, "CHARACTER") && Is(words, i + 1, "SET") && i + 2 < words.Count ? 3 : 0;
            if (length == 0) continue;
            var value = words[i + length - 1];
            if (Is(words, i, "COLLATE")) collation = SqlName.Unquote(value.Text);
            else set = SqlName.Unquote(value.Text);
            rest = rest.Remove(words[i].Start, value.End - words[i].Start);
        }
        return set is null && collation is null ? column : column with { Type = string.Join(" ", rest.Split([' '], StringSplitOptions.RemoveEmptyEntries)), CharacterSet = set, Collation = collation };
    }

    private static bool Is(IReadOnlyList<(string Text, int Start, int End)> words, int at, string word) => at < words.Count && words[at].Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static List<(string Text, int Start, int End)> Words(string text)
    {
        var words = new List<(string, int, int)>();
        var lexer = new SqlLexer(new SourceText("", text));
        for (var token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant()) words.Add((token.TextIn(text), token.Start, token.End));
        return words;
    }
}
