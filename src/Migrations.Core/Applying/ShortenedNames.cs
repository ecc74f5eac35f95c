using System.Text;
using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Applying;

/// <summary>Names of indexes and constraints that no server accepts, in their deterministic shorter form.</summary>
/// <remarks>Only these: a table or a column is named by the application too, and must not be renamed behind its back.</remarks>
internal static class ShortenedNames
{
    /// <summary>The statement with shorter names; null where none is too long.</summary>
    public static DdlStatement? In(DdlStatement statement, SqlModes modes)
    {
        var names = new HashSet<string>(NamesOf(statement).Where(LongNames.IsTooLong)!, StringComparer.Ordinal);
        if (names.Count == 0) return null;
        var source = statement.Source.Text;
        var text = new StringBuilder();
        var copied = statement.Span.Start;
        var lexer = new SqlLexer(statement.Source, statement.Span.Start, statement.Span.End, modes);
        for (var token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant())
        {
            if (token.Kind is not (SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier)) continue;
            var name = SqlName.Unquote(token.TextIn(source));
            if (!names.Contains(name)) continue;
            text.Append(source, copied, token.Start - copied).Append(SqlName.Quote(LongNames.Shorten(name)));
            copied = token.End;
        }
        var sql = text.Append(source, copied, statement.Span.End - copied).ToString();
        return DdlParser.Parse(new SourceText("", sql), 0, sql.Length, modes);
    }

    private static IEnumerable<string?> NamesOf(DdlStatement statement) => statement switch
    {
        CreateTableStatement create => create.Elements.SelectMany(NamesOf),
        CreateIndexStatement create => [create.Index.Name],
        AlterTableStatement alter => alter.Clauses.SelectMany(NamesOf),
        DropStatement { Kind: DroppedKind.Index } drop => drop.Names.Select(name => name.Name),
        _ => [],
    };

    private static IEnumerable<string?> NamesOf(TableElement element) => element switch
    {
        IndexElement index => [index.Index.Name],
        PrimaryKeyElement key => [key.PrimaryKey.Name],
        ForeignKeyElement key => [key.ForeignKey.Name],
        CheckElement check => [check.Check.Name],
        ColumnElement column => [column.References?.Name, .. column.Checks.Select(check => check.Name)],
        _ => [],
    };

    private static IEnumerable<string?> NamesOf(AlterClause clause) => clause switch
    {
        AddColumnsClause add => add.Columns.SelectMany(NamesOf).Concat(add.Others.SelectMany(NamesOf)),
        AddIndexClause add => [add.Index.Name],
        AddPrimaryKeyClause add => [add.PrimaryKey.Name],
        AddForeignKeyClause add => [add.ForeignKey.Name],
        AddCheckClause add => [add.Check.Name],
        DropPartClause { Part: not TablePart.Column } drop => [drop.Name],
        RenameIndexClause rename => [rename.From, rename.To],
        AlterIndexVisibilityClause alter => [alter.Index],
        AlterEnforcementClause alter => [alter.Name],
        _ => [],
    };
}
