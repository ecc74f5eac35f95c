using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Sql.Ddl;

/// <summary>Reads one statement as DDL. What it does not know is kept as an <see cref="UnknownStatement"/>; it throws nothing of its own.</summary>
/// <remarks>Grammar: the MySQL 9 manual's and MariaDB's "Data Definition Statements".</remarks>
public static class DdlParser
{
    /// <summary>Reads a statement of a script.</summary>
    /// <param name="statement">The statement.</param>
    public static DdlStatement Parse(ScriptStatement statement) => Parse(statement.Source, statement.Start, statement.End, statement.Modes);

    /// <summary>Reads a range of a source that holds one statement without its delimiter.</summary>
    /// <param name="source">The source.</param>
    /// <param name="start">The offset of the statement's first character.</param>
    /// <param name="end">The offset behind its last character.</param>
    /// <param name="modes">The modes it is written in.</param>
    public static DdlStatement Parse(SourceText source, int start, int end, SqlModes modes = SqlModes.None)
    {
        var span = new SqlSpan(start, end);
        try
        {
            var cursor = new SqlCursor(source, start, end, modes);
            return Known(cursor, span) ?? new UnknownStatement { Source = source, Span = span };
        }
        catch (SqlMismatchException)
        {
            return new UnknownStatement { Source = source, Span = span };
        }
    }

    /// <summary>Reads a text that holds one statement.</summary>
    /// <param name="sql">The statement.</param>
    public static DdlStatement Parse(string sql) => Parse(new SourceText("", sql), 0, sql.Length);

    private static DdlStatement? Known(SqlCursor cursor, SqlSpan span)
    {
        if (cursor.TryWord("CREATE")) return Create(cursor, span);
        if (cursor.IsWord("ALTER")) return AlterGrammar.Read(cursor, span);
        if (cursor.TryWord("DROP")) return Drop(cursor, span);
        if (cursor.TryWords("RENAME", "TABLE") || cursor.TryWords("RENAME", "TABLES")) return Rename(cursor, span);
        if (cursor.TryWord("TRUNCATE"))
        {
            cursor.TryWord("TABLE");
            return new TruncateStatement { Source = cursor.Source, Span = span, Table = cursor.ObjectName() };
        }
        return null;
    }

    private static DdlStatement? Create(SqlCursor cursor, SqlSpan span)
    {
        var replace = cursor.TryWords("OR", "REPLACE");
        var temporary = cursor.TryWord("TEMPORARY");
        if (cursor.TryWord("TABLE")) return CreateTableGrammar.Read(cursor, span, temporary, replace);
        if (CreateView(cursor, span, replace) is { } view) return view;
        cursor.TryWord("ONLINE");
        cursor.TryWord("OFFLINE");
        if (IndexGrammar.Kind(cursor) is not { } kind) return null;
        var condition = cursor.TakeIfNotExists();
        var nameAt = cursor.Current.Start;
        var index = new TableIndex { Name = cursor.Identifier(), Kind = kind, Parts = [], Location = cursor.Source.LocationAt(nameAt) };
        if (cursor.TryWord("USING") || cursor.TryWord("TYPE")) index = index with { Using = cursor.Identifier().ToLowerInvariant() };
        cursor.ExpectWord("ON");
        var table = cursor.ObjectName();
        index = IndexGrammar.Options(cursor, index with { Parts = IndexGrammar.Parts(cursor) });
        return new CreateIndexStatement { Source = cursor.Source, Span = span, Table = table, Index = index, OrReplace = replace, Condition = condition };
    }

    private static CreateViewStatement? CreateView(SqlCursor cursor, SqlSpan span, bool replace)
    {
        var start = cursor.Position;
        string? algorithm = null, security = null, check = null;
        while (!cursor.IsWord("VIEW"))
        {
            if (cursor.TryWord("ALGORITHM"))
            {
                cursor.TrySymbol('=');
                algorithm = cursor.Identifier().ToLowerInvariant();
            }
            else if (cursor.TryWord("DEFINER"))
            {
                cursor.TrySymbol('=');
                cursor.Name();
                if (cursor.Current.Kind == SqlTokenKind.Variable) cursor.Next(); // @host
                if (cursor.IsSymbol('(')) cursor.SkipOne();
            }
            else if (cursor.TryWords("SQL", "SECURITY")) security = cursor.Identifier().ToLowerInvariant();
            else
            {
                cursor.Position = start;
                return null;
            }
        }
        cursor.Next();
        var condition = cursor.TakeIfNotExists();
        var nameAt = cursor.Current.Start;
        var name = cursor.ObjectName();
        List<string> columns = cursor.IsSymbol('(') ? IndexGrammar.Columns(cursor) : [];
        cursor.ExpectWord("AS");
        var queryBegin = cursor.Current.Start;
        var queryEnd = queryBegin;
        while (!cursor.AtEnd)
        {
            if (cursor.IsWord("WITH") && WithCheck(cursor) is { } option)
            {
                check = option;
                break;
            }
            cursor.Next();
            queryEnd = cursor.EndOfLast;
        }
        if (queryEnd <= queryBegin) throw new SqlMismatchException();
        var query = new SqlSpan(queryBegin, queryEnd).TextIn(cursor.Text);
        return new CreateViewStatement
        {
            Source = cursor.Source,
            Span = span,
            OrReplace = replace,
            Condition = condition,
            View = new SchemaView
            {
                Database = name.Database,
                Name = name.Name,
                Definition = query,
                Algorithm = algorithm,
                SqlSecurity = security,
                CheckOption = check,
                Columns = [.. columns.Select(column => new Column { Name = column, Type = "" })],
                Location = cursor.Source.LocationAt(nameAt),
            },
        };
    }

    // WITH [CASCADED|LOCAL] CHECK OPTION at the very end; any other WITH is part of the query.
    private static string? WithCheck(SqlCursor cursor)
    {
        var option = cursor.IsWord("LOCAL", 1) ? "local" : "cascaded";
        var check = cursor.IsWord("LOCAL", 1) || cursor.IsWord("CASCADED", 1) ? 2 : 1;
        return cursor.IsWord("CHECK", check) && cursor.IsWord("OPTION", check + 1) && cursor.Peek(check + 2).Kind == SqlTokenKind.End ? option : null;
    }

    private static DropStatement? Drop(SqlCursor cursor, SqlSpan span)
    {
        var temporary = cursor.TryWord("TEMPORARY");
        cursor.TryWord("ONLINE");
        if (!cursor.AtIdentifier) return null;
        if (cursor.IsWord("PREPARE") || cursor.IsWord("SPATIAL") || cursor.IsWord("LOGFILE") || cursor.IsWord("UNDO")) return null;
        var kind = cursor.Identifier().ToUpperInvariant() switch
        {
            "TABLE" or "TABLES" => DroppedKind.Table,
            "VIEW" => DroppedKind.View,
            "INDEX" => DroppedKind.Index,
            "TRIGGER" => DroppedKind.Trigger,
            "PROCEDURE" => DroppedKind.Procedure,
            "FUNCTION" => DroppedKind.Function,
            "EVENT" => DroppedKind.Event,
            "DATABASE" or "SCHEMA" => DroppedKind.Database,
            _ => DroppedKind.Other,
        };
        var condition = cursor.TakeIfExists();
        var names = new List<ObjectName>();
        do
        {
            if (cursor.Current.Kind == SqlTokenKind.String) return null; // DROP USER 'a'@'b'
            names.Add(cursor.ObjectName());
        }
        while (cursor.TrySymbol(','));
        ObjectName? table = null;
        if (kind == DroppedKind.Index)
        {
            cursor.ExpectWord("ON");
            table = cursor.ObjectName();
        }
        return new DropStatement
        {
            Source = cursor.Source,
            Span = span,
            Kind = kind,
            Names = names,
            OnTable = table,
            IsTemporary = temporary,
            Condition = condition,
        };
    }

    private static RenameTableStatement Rename(SqlCursor cursor, SqlSpan span)
    {
        var condition = cursor.TakeIfExists();
        var renames = new List<TableRename>();
        do
        {
            var from = cursor.ObjectName();
            while (!cursor.AtEnd && !cursor.IsWord("TO")) cursor.Next(); // WAIT 5, NOWAIT
            cursor.ExpectWord("TO");
            renames.Add(new TableRename(from, cursor.ObjectName()));
        }
        while (cursor.TrySymbol(','));
        return new RenameTableStatement { Source = cursor.Source, Span = span, Renames = renames, Condition = condition };
    }
}
