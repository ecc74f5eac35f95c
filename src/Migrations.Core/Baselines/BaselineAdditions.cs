using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Baselines;

/// <summary>Finds the place of tables that a baseline does not have yet.</summary>
internal sealed class BaselineAdditions(TextFile file, SqlScript script, IReadOnlyList<DdlStatement> statements, TextEdits edits, IReadOnlyCollection<string> gone)
{
    // With its number among the statements; additions keep their order behind one place.
    private readonly List<(string Name, int Number)> _tables =
        [.. statements.Select((statement, number) => (Create: statement as CreateTableStatement, number)).Where(item => item.Create is { IsTemporary: false } && !gone.Contains(item.Create.Table.Name, StringComparer.OrdinalIgnoreCase)).Select(item => (item.Create!.Table.Name, item.number))];

    /// <summary>Adds a table behind the one that comes before it: by name where the file is in the order of names, else in the schema's order.</summary>
    public (int Offset, BaselineChange Change) Add(Table table, IReadOnlyList<Table> all)
    {
        var sql = SqlWriter.CreateTable(table, ifNotExists: true, file.NewLine);
        var number = Predecessor(table, all);
        int offset;
        if (number >= 0)
        {
            var before = script.Statements[number];
            offset = EndOf(before);
            // A statement that ends without its delimiter gets one.
            if (before.FullEnd == before.End || file.Source.Text[before.FullEnd - 1] != ';') edits.Insert(before.End, ";");
            edits.Insert(offset, Separator(number) + sql);
        }
        else if (script.Statements.Count > 0)
        {
            offset = script.Statements[0].Start;
            edits.Insert(offset, sql + Separator(0));
        }
        else
        {
            offset = file.Source.Text.TrimEnd().Length;
            edits.Insert(offset, (offset == 0 ? "" : file.NewLine + file.NewLine) + sql + (offset == file.Source.Text.Length ? file.NewLine : ""));
        }
        return (offset, new BaselineChange
        {
            Kind = BaselineChangeKind.TableAdded,
            Table = table.Name,
            File = file.Path,
            Line = file.LineAt(offset),
            After = sql,
            Outcome = WriteOutcome.Planned,
        });
    }

    private int Predecessor(Table table, IReadOnlyList<Table> all)
    {
        if (_tables.Count == 0) return statements.Count - 1;
        var names = _tables.Select(item => item.Name).ToList();
        if (_tables.Count > 1 && names.SequenceEqual(names.OrderBy(name => name, StringComparer.Ordinal)))
            return _tables.Where(item => string.CompareOrdinal(item.Name, table.Name) < 0).Select(item => item.Number).DefaultIfEmpty(-1).Last();
        var before = all.TakeWhile(other => !Is(other.Name, table.Name)).Reverse().FirstOrDefault(other => names.Exists(name => Is(name, other.Name)));
        if (before is not null) return _tables.First(item => Is(item.Name, before.Name)).Number;
        // Nothing of the schema comes before it.
        return all.Any(other => names.Exists(name => Is(name, other.Name))) ? -1 : _tables[_tables.Count - 1].Number;
    }

    // Behind the delimiter and a comment on its line, before a breakpoint.
    private int EndOf(ScriptStatement statement)
    {
        var text = file.Source.Text;
        var lexer = new SqlLexer(file.Source, statement.FullEnd, text.Length, statement.Modes);
        var end = statement.FullEnd;
        while (true)
        {
            var token = lexer.Next();
            if (token.Kind == SqlTokenKind.Whitespace && token.TextIn(text).IndexOf('\n') < 0) continue;
            if (token.Kind is not (SqlTokenKind.LineComment or SqlTokenKind.BlockComment)) return end;
            end = token.End;
        }
    }

    // As its neighbours are parted.
    private string Separator(int number)
    {
        if (script.Statements.Any(statement => statement.Segment > 0)) return file.NewLine + SqlLexer.Breakpoint + file.NewLine;
        if (number + 1 >= script.Statements.Count) return file.NewLine + file.NewLine;
        var between = file.Source.Text.Substring(EndOf(script.Statements[number]), script.Statements[number + 1].Start - EndOf(script.Statements[number]));
        return string.IsNullOrWhiteSpace(between) && between.Length > 0 ? between : file.NewLine + file.NewLine;
    }

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
