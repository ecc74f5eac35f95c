using Migrations.Core.Applying;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Scripting;

/// <summary>
/// A DDL statement as an SQL expression that gives, when the script runs, what of it is still to be done: each clause behind a question to <c>information_schema</c>.
/// The rules are those of the run's <see cref="Reconciler"/>, as far as they can be asked by name.
/// </summary>
/// <param name="server">The server that the script is for.</param>
/// <param name="modes">The modes that the statement is written in.</param>
internal sealed class GuardedDdl(ServerInfo server, SqlModes modes)
{
    private readonly CatalogCheck _check = new(modes);

    /// <summary>The expression.</summary>
    /// <param name="statement">The statement; not an <see cref="UnknownStatement"/>.</param>
    /// <param name="condition">Holds where the statement is to be done.</param>
    /// <param name="maybe">Holds where a run was interrupted in this very statement, so that it may be done; null where that needs not be asked.</param>
    public string Of(DdlStatement statement, string condition, string? maybe) => statement switch
    {
        CreateTableStatement create => Plain(create, create.OrReplace || create.Condition is not null ? null : Not(_check.Table(create.Table)), condition),
        CreateIndexStatement create => Create(create, condition),
        AlterTableStatement alter => Alter(alter, condition, maybe),
        DropStatement { Kind: DroppedKind.Index, OnTable: { } table } drop => Drop(drop, table, condition),
        DropStatement drop => ScriptText.If(condition, Text(WithIfExists(drop))),
        RenameTableStatement rename => Rename(rename, condition, maybe),
        CreateViewStatement create => Create(create, condition, maybe),
        _ => ScriptText.If(condition, Text(statement.Text)),
    };

    /// <summary>A <c>DROP</c> that is content where there is nothing to drop: what is gone is not there, as in a run.</summary>
    public static string WithIfExists(DropStatement drop)
    {
        if (drop.Condition is not null || drop.Kind == DroppedKind.Other) return drop.Text;
        var at = drop.Names[0].Span.Start - drop.Span.Start;
        return drop.Text.Substring(0, at) + "IF EXISTS " + drop.Text.Substring(at);
    }

    private string Create(CreateIndexStatement create, string condition)
    {
        if (create.OrReplace) return ScriptText.If(condition, Text(create.Text));
        if (create.Condition is not null && server.HasConditionalAlter) return ScriptText.If(condition, Text(create.Text));
        var isThere = create.Index.Name is { } name ? _check.Index(create.Table, name) : _check.Same(create.Table, create.Index);
        return ScriptText.If(And(condition, isThere is null ? null : Not(isThere)), Text(Without(create, create.Condition)));
    }

    private string Create(CreateViewStatement create, string condition, string? maybe)
    {
        if (create.OrReplace) return ScriptText.If(condition, Text(create.Text));
        var isThere = _check.View(new ObjectName(create.View.Database, create.View.Name, default));
        var guard = create.Condition is not null ? Not(isThere) : maybe is null ? null : $"NOT ({maybe} AND {isThere})";
        return ScriptText.If(And(condition, guard), Text(server.HasConditionalAlter ? create.Text : Without(create, create.Condition)));
    }

    private string Drop(DropStatement drop, ObjectName table, string condition) => drop.Condition is not null && server.HasConditionalAlter
        ? ScriptText.If(condition, Text(drop.Text))
        : ScriptText.If(And(condition, _check.Index(table, drop.Names[0].Name)), Text(Without(drop, drop.Condition)));

    private string Rename(RenameTableStatement rename, string condition, string? maybe)
    {
        if (rename.Condition is not null && server.HasConditionalAlter) return ScriptText.If(condition, Text(rename.Text));
        var guard = rename.Condition is not null
            ? string.Join(" AND ", rename.Renames.Select(pair => _check.Table(pair.From)))
            : maybe is null ? null : $"NOT ({maybe} AND {string.Join(" AND ", rename.Renames.Select(pair => $"{Not(_check.Table(pair.From))} AND {_check.Table(pair.To)}"))})";
        return ScriptText.If(And(condition, guard), Text(Without(rename, rename.Condition)));
    }

    private string Alter(AlterTableStatement alter, string condition, string? maybe)
    {
        if (alter.Condition is not null && !server.HasConditionalAlter) condition = And(condition, _check.Table(alter.Table));
        if (maybe is not null && alter.Clauses.OfType<RenameToClause>().FirstOrDefault() is { } renamed)
            condition = And(condition, $"NOT ({maybe} AND {Not(_check.Table(alter.Table))} AND {_check.Table(renamed.To)})");
        var parts = new List<(string Sql, string? Guard)>();
        var tail = "";
        var freed = new HashSet<(TablePart, string)>(PartComparer.Instance);
        foreach (var clause in alter.Clauses)
        {
            if (clause is PartitionClause) tail += " " + TextOf(alter, clause);
            else if (clause is ExecutionClause) tail += ", " + TextOf(alter, clause);
            else parts.AddRange(Parts(alter, clause, maybe, freed));
        }
        if (parts.Count == 0) return ScriptText.If(condition, Text(alter.Text));
        if (parts.All(part => part.Guard is null)) return ScriptText.If(condition, Text(alter.With(_ => true, withoutConditions: !server.HasConditionalAlter)!));
        if (parts.Count == 1 && alter.Clauses.Count == 1 && alter.Clauses[0] is not AddColumnsClause { IsList: true })
            return ScriptText.If(And(condition, parts[0].Guard), Text(alter.With(_ => true, withoutConditions: !server.HasConditionalAlter)!));
        var beginning = Beginning(alter);
        var pieces = string.Join(",\n    ", parts.Select(part => part.Guard is null ? Text(part.Sql) : $"IF({part.Guard}, {Text(part.Sql)}, NULL)"));
        // NULL where no clause is left: CONCAT of it is NULL too.
        return $"COALESCE(IF({condition}, CONCAT({Text(beginning)}, NULLIF(CONCAT_WS(', ',\n    {pieces}), ''){(tail.Length == 0 ? "" : ", " + Text(tail))}), NULL), 'DO 0')";
    }

    private IEnumerable<(string Sql, string? Guard)> Parts(AlterTableStatement alter, AlterClause clause, string? maybe, HashSet<(TablePart, string)> freed)
    {
        if (clause is AddColumnsClause { IsList: true } list)
        {
            var text = alter.Source.Text;
            foreach (var column in list.Columns) yield return ("ADD COLUMN " + column.Span.TextIn(text), Not(_check.Column(alter.Table, column.Column.Name)));
            foreach (var other in list.Others) yield return ("ADD " + other.Span.TextIn(text), Guard(alter.Table, other));
            yield break;
        }
        var isLeftToServer = clause.Condition is not null && server.HasConditionalAlter;
        yield return (TextOf(alter, clause), isLeftToServer ? null : Guard(alter.Table, clause, maybe, freed));
        if (Freed(clause) is { } gone) freed.Add(gone);
    }

    private string? Guard(ObjectName table, TableElement element) => element switch
    {
        IndexElement { Index.Name: { } name } => Not(_check.Index(table, name)),
        IndexElement index => _check.Same(table, index.Index) is { } same ? Not(same) : null,
        PrimaryKeyElement => Not(_check.Index(table, "PRIMARY")),
        ForeignKeyElement { ForeignKey.Name: { } name } => Not(_check.ForeignKey(table, name)),
        ForeignKeyElement key => Not(_check.Same(table, key.ForeignKey)),
        CheckElement { Check.Name: { } name } => Not(_check.Check(table, name)),
        _ => null,
    };

    private string? Guard(ObjectName table, AlterClause clause, string? maybe, HashSet<(TablePart, string)> freed)
    {
        // What an earlier clause of the same statement takes away is there when the question is asked, and not when the clause is done.
        string? Missing(TablePart part, string name, string isThere) => freed.Contains((part, name)) || freed.Contains((TablePart.Constraint, name)) ? null : Not(isThere);
        switch (clause)
        {
            case AddColumnsClause add:
                return Missing(TablePart.Column, add.Columns[0].Column.Name, _check.Column(table, add.Columns[0].Column.Name));
            case AddIndexClause { Index.Name: { } name }:
                return Missing(TablePart.Index, name, _check.Index(table, name));
            case AddIndexClause add:
                return freed.Count == 0 && _check.Same(table, add.Index) is { } same ? Not(same) : null;
            case AddPrimaryKeyClause:
                return Missing(TablePart.PrimaryKey, "", _check.Index(table, "PRIMARY"));
            case AddForeignKeyClause { ForeignKey.Name: { } name }:
                return Missing(TablePart.ForeignKey, name, _check.ForeignKey(table, name));
            case AddForeignKeyClause add:
                return freed.Count == 0 ? Not(_check.Same(table, add.ForeignKey)) : null;
            case AddCheckClause { Check.Name: { } name }:
                return Missing(TablePart.Check, name, _check.Check(table, name));
            case DropPartClause drop:
                return drop.Part switch
                {
                    TablePart.Column => _check.Column(table, drop.Name!),
                    TablePart.PrimaryKey => _check.Index(table, "PRIMARY"),
                    TablePart.Index => _check.Index(table, drop.Name!),
                    TablePart.ForeignKey => _check.ForeignKey(table, drop.Name!),
                    TablePart.Check => _check.Check(table, drop.Name!),
                    _ => _check.Constraint(table, drop.Name!),
                };
            case ChangeColumnClause change:
                return Renamed(clause, change.OldName, change.Column.Column.Name, name => _check.Column(table, name), maybe);
            case RenameColumnClause rename:
                return Renamed(clause, rename.From, rename.To, name => _check.Column(table, name), maybe);
            case RenameIndexClause rename:
                return Renamed(clause, rename.From, rename.To, name => _check.Index(table, name), maybe);
            case ModifyColumnClause { Condition: not null } modify:
                return _check.Column(table, modify.Column.Column.Name);
            case AlterDefaultClause { Condition: not null } change:
                return _check.Column(table, change.Column);
            case AlterIndexVisibilityClause { Condition: not null } change:
                return _check.Index(table, change.Index);
            default:
                return null;
        }
    }

    private static string? Renamed(AlterClause clause, string from, string to, Func<string, string> isThere, string? maybe)
    {
        if (clause.Condition is not null) return isThere(from);
        return maybe is null || string.Equals(from, to, StringComparison.OrdinalIgnoreCase) ? null : $"NOT ({maybe} AND {Not(isThere(from))} AND {isThere(to)})";
    }

    private static (TablePart, string)? Freed(AlterClause clause) => clause switch
    {
        DropPartClause drop => (drop.Part, drop.Name ?? ""),
        ChangeColumnClause change => (TablePart.Column, change.OldName),
        RenameColumnClause rename => (TablePart.Column, rename.From),
        RenameIndexClause rename => (TablePart.Index, rename.From),
        _ => null,
    };

    private string Plain(DdlStatement statement, string? guard, string condition) => ScriptText.If(And(condition, guard), Text(statement.Text));

    // "ALTER TABLE `t` ", without the IF EXISTS that only some servers know.
    private string Beginning(AlterTableStatement alter)
    {
        var text = alter.Source.Text;
        var end = alter.Clauses[0].Span.Start;
        return alter.Condition is { } words && !server.HasConditionalAlter
            ? text.Substring(alter.Span.Start, words.Start - alter.Span.Start) + text.Substring(words.End, end - words.End).TrimStart()
            : text.Substring(alter.Span.Start, end - alter.Span.Start);
    }

    private string TextOf(AlterTableStatement alter, AlterClause clause) => alter.TextOf(clause, withoutConditions: !server.HasConditionalAlter);

    private string Without(DdlStatement statement, SqlSpan? words)
    {
        if (words is not { } gap || server.HasConditionalAlter) return statement.Text;
        var text = statement.Source.Text;
        return text.Substring(statement.Span.Start, gap.Start - statement.Span.Start) + text.Substring(gap.End, statement.Span.End - gap.End).TrimStart();
    }

    private string Text(string sql) => ClientText.Literal(ClientText.WithLineFeeds(sql, modes), modes);

    private static string Not(string condition) => "NOT " + condition;

    private static string And(string condition, string? other) => other is null ? condition : $"{condition} AND {other}";

    private sealed class PartComparer : IEqualityComparer<(TablePart Part, string Name)>
    {
        public static PartComparer Instance { get; } = new();

        public bool Equals((TablePart Part, string Name) x, (TablePart Part, string Name) y) => x.Part == y.Part && string.Equals(x.Name, y.Name, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((TablePart Part, string Name) key) => StringComparer.OrdinalIgnoreCase.GetHashCode(key.Name);
    }
}
