using System.Globalization;
using System.Text;
using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>Definitions of columns that one server refuses whatever its state, and another way to write them takes, in that way. drizzle-kit writes each of them.</summary>
/// <remarks>Each was seen refused (MySQL 9.7: 1067, 1101, 1294; MariaDB 10.11: 1064), so nothing that a server would have taken is written otherwise.</remarks>
internal static class AcceptedWords
{
    /// <summary>The statement as the server takes it, and why; null where it takes it as written.</summary>
    public static (DdlStatement Statement, string Reason)? In(DdlStatement statement, ServerInfo server, SqlModes modes)
    {
        var edits = ColumnsOf(statement).SelectMany(column => Edits(column, statement.Source, server, modes)).OrderBy(edit => edit.Start).ThenBy(edit => edit.End).ToList();
        if (edits.Count == 0) return null;
        var source = statement.Source.Text;
        var text = new StringBuilder();
        var copied = statement.Span.Start;
        foreach (var edit in edits)
        {
            text.Append(source, copied, edit.Start - copied).Append(edit.Text);
            copied = edit.End;
        }
        var sql = text.Append(source, copied, statement.Span.End - copied).ToString();
        return (DdlParser.Parse(new SourceText("", sql), 0, sql.Length, modes), string.Join(" ", edits.Select(edit => edit.Reason).Distinct()));
    }

    private static IEnumerable<ColumnElement> ColumnsOf(DdlStatement statement) => statement switch
    {
        CreateTableStatement create => create.Elements.OfType<ColumnElement>(),
        AlterTableStatement alter => alter.Clauses.SelectMany(clause => clause switch
        {
            AddColumnsClause add => add.Columns,
            ModifyColumnClause modify => [modify.Column],
            ChangeColumnClause change => [change.Column],
            _ => (IEnumerable<ColumnElement>)[],
        }),
        _ => [],
    };

    private static IEnumerable<Edit> Edits(ColumnElement element, SourceText source, ServerInfo server, SqlModes modes)
    {
        var column = element.Column;
        var type = CanonicalType.Of(column.Type);
        var isMySql = server.Flavor == ServerFlavor.MySql;
        var isSerial = server.Flavor == ServerFlavor.MariaDb && type.IsSerial && column.IsAutoIncrement;
        var isFraction = isMySql && type.Name is "timestamp" or "datetime" && type.FractionalDigits > 0;
        var isLong = isMySql && server.Version >= new Version(8, 0, 13) && type.Name is "tinytext" or "text" or "mediumtext" or "longtext" or "tinyblob" or "blob" or "mediumblob" or "longblob" or "json";
        var isCalled = isMySql && server.Version >= new Version(8, 0, 13) && column.Default is { IsExpression: true };
        if (!isSerial && !isFraction && !isLong && !isCalled) yield break;

        var tokens = Tokens(element, source, modes);
        for (var i = 1; i < tokens.Count; i++)
        {
            var (token, word) = tokens[i];
            var before = tokens[i - 1].Word;
            if (isSerial && word == "AUTO_INCREMENT")
            {
                // With the blank before it.
                yield return new Edit(tokens[i - 1].Token.End, token.End, "", "MariaDB does not take AUTO_INCREMENT beside serial, which says it already.");
            }
            else if (isFraction && word is "CURRENT_TIMESTAMP" or "LOCALTIMESTAMP" or "LOCALTIME" && before is "DEFAULT" or "UPDATE" && (i + 1 == tokens.Count || tokens[i + 1].Word != "("))
            {
                var digits = type.FractionalDigits.ToString(CultureInfo.InvariantCulture);
                yield return new Edit(token.End, token.End, $"({digits})", $"MySQL takes {word} only with as many digits as the column has.");
            }
            else if (isFraction && word is "NOW" or "CURRENT_TIMESTAMP" or "LOCALTIMESTAMP" or "LOCALTIME" && before is "DEFAULT" or "UPDATE" && i + 2 < tokens.Count && tokens[i + 1].Word == "(" && tokens[i + 2].Word == ")")
            {
                yield return new Edit(tokens[i + 2].Token.Start, tokens[i + 2].Token.Start, type.FractionalDigits.ToString(CultureInfo.InvariantCulture), $"MySQL takes {word} only with as many digits as the column has.");
            }
            else if (isCalled && before == "DEFAULT" && token.Kind == SqlTokenKind.Word && word is not ("CURRENT_TIMESTAMP" or "LOCALTIMESTAMP" or "LOCALTIME" or "NOW")
                && i + 1 < tokens.Count && tokens[i + 1].Word == "(" && ClosingOf(tokens, i + 1) is { } close)
            {
                yield return new Edit(token.Start, token.Start, "(", "MySQL takes a function as a default only in parentheses.");
                yield return new Edit(close.End, close.End, ")", "MySQL takes a function as a default only in parentheses.");
            }
            else if (isLong && before == "DEFAULT" && token.Kind == SqlTokenKind.String)
            {
                yield return new Edit(token.Start, token.End, $"({token.TextIn(source.Text)})", $"MySQL takes a default of a {type.Name} column only in parentheses.");
            }
        }
    }

    private static SqlToken? ClosingOf(List<(SqlToken Token, string Word)> tokens, int open)
    {
        var depth = 0;
        for (var i = open; i < tokens.Count; i++)
        {
            depth += tokens[i].Word == "(" ? 1 : tokens[i].Word == ")" ? -1 : 0;
            if (depth == 0) return tokens[i].Token;
        }
        return null;
    }

    private static List<(SqlToken Token, string Word)> Tokens(ColumnElement element, SourceText source, SqlModes modes)
    {
        var tokens = new List<(SqlToken, string)>();
        var lexer = new SqlLexer(source, element.NameSpan.End, element.Span.End, modes);
        for (var token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant())
            tokens.Add((token, token.Kind is SqlTokenKind.Word or SqlTokenKind.Symbol ? token.TextIn(source.Text).ToUpperInvariant() : ""));
        return tokens;
    }

    private sealed record Edit(int Start, int End, string Text, string Reason);
}
