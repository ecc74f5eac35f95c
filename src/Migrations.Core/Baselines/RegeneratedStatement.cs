using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Baselines;

/// <summary>A statement of a baseline that is written as a whole.</summary>
/// <param name="Kind">Whether it makes a table or a view.</param>
/// <param name="Name">What it makes.</param>
/// <param name="Text">The statement with its <c>;</c>.</param>
internal sealed record RegeneratedStatement(string Kind, string Name, string Text)
{
    public static RegeneratedStatement Of(string sql)
    {
        sql = sql.Trim().TrimEnd(';').TrimEnd();
        switch (DdlParser.Parse(sql))
        {
            case CreateTableStatement { Condition: null } table:
                // Behind the word TABLE, wherever comments put it.
                return new RegeneratedStatement("table", table.Table.ToString(), sql.Insert(table.Table.Span.Start, "IF NOT EXISTS ") + ";");
            case CreateTableStatement table:
                return new RegeneratedStatement("table", table.Table.ToString(), sql + ";");
            case CreateViewStatement view:
                return new RegeneratedStatement("view", view.View.Name, sql + ";");
            default:
                throw new MigrationException(
                    ErrorIds.BaselineStatementUnknown, $"What the schema says of a table or view is no statement that can be understood, so no baseline can hold it:\n  {sql}\n",
                    "Correct the type or the expression in the schema: it goes into the SQL as it is written there.", target: sql);
        }
    }

    /// <summary>What writing these statements changes.</summary>
    public static IEnumerable<BaselineChange> Changes(TextFile file, IReadOnlyList<DdlStatement> before, IReadOnlyList<RegeneratedStatement> after)
    {
        var left = after.ToList();
        foreach (var statement in before)
        {
            var name = statement switch { CreateTableStatement table => table.Table.ToString(), CreateViewStatement view => view.View.Name, _ => null };
            var kind = statement is CreateTableStatement ? "table" : "view";
            var change = new BaselineChange
            {
                Kind = BaselineChangeKind.StatementRemoved,
                Table = name ?? "",
                File = file.Path,
                Line = file.LineAt(statement.Span.Start),
                Before = statement.Text,
                Outcome = WriteOutcome.Planned,
            };
            var number = name is null ? -1 : left.FindIndex(candidate => candidate.Kind == kind && candidate.Name == name);
            if (number < 0)
            {
                yield return name is null || kind == "view" ? change : change with { Kind = BaselineChangeKind.TableRemoved };
                continue;
            }
            var text = left[number].Text;
            left.RemoveAt(number);
            if (statement.Text.Replace("\r\n", "\n") + ";" != text.Replace("\r\n", "\n"))
                yield return change with { Kind = kind == "view" ? BaselineChangeKind.ViewChanged : BaselineChangeKind.TableRewritten, After = text };
        }
        var lastLine = file.LineAt(file.Source.Text.Length);
        foreach (var statement in left)
        {
            yield return new BaselineChange
            {
                Kind = statement.Kind == "view" ? BaselineChangeKind.ViewAdded : BaselineChangeKind.TableAdded,
                Table = statement.Name,
                File = file.Path,
                Line = lastLine,
                After = statement.Text,
                Outcome = WriteOutcome.Planned,
            };
        }
    }
}
