using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Applying;

/// <summary>What kind of thing a statement does, as far as repeating and recording it goes.</summary>
internal enum StatementNature
{
    /// <summary>It changes a schema and commits by itself.</summary>
    Schema,

    /// <summary>It reads or changes rows, and a transaction can hold it.</summary>
    Data,

    /// <summary>It changes only this session: <c>SET</c>, <c>USE</c>, <c>PREPARE</c>, temporary tables.</summary>
    Session,

    /// <summary><c>START TRANSACTION</c>, <c>BEGIN</c>.</summary>
    Begin,

    /// <summary><c>COMMIT</c>.</summary>
    Commit,

    /// <summary><c>COMMIT AND CHAIN</c>, <c>ROLLBACK AND CHAIN</c>: one transaction ends and another begins.</summary>
    Chain,

    /// <summary><c>ROLLBACK</c> of the whole transaction.</summary>
    Rollback,

    /// <summary><c>SAVEPOINT</c> and its kin: part of a transaction.</summary>
    Savepoint,

    /// <summary><c>LOCK TABLES</c>, <c>UNLOCK TABLES</c>.</summary>
    Lock,

    /// <summary><c>CALL</c>, <c>EXECUTE</c>, <c>XA</c>: what it does is not seen from here.</summary>
    Opaque,
}

/// <summary>A statement with its nature, read once.</summary>
internal sealed record KnownStatement(ScriptStatement Statement, DdlStatement Ddl, StatementNature Nature)
{
    /// <summary>Its number in its script, from 0.</summary>
    public int Ordinal => Statement.Ordinal;

    private readonly Lazy<IReadOnlyList<string>> _names = new(() => NamesOf(Statement));

    /// <summary>The DDL inside a <c>SET STATEMENT … FOR …</c>: it is sent with its settings, as written. Null for every other statement.</summary>
    public DdlStatement? InnerDdl => Nature == StatementNature.Schema && InnerOf(Statement) is { } inner && DdlParser.Parse(inner) is var ddl and not UnknownStatement ? ddl : null;

    /// <summary>The words that stand for identifiers and functions, in upper case: for asking whether it names something.</summary>
    public IReadOnlyList<string> Names => _names.Value;

    /// <summary>The database that it puts the session into (<c>USE</c>); null for every other statement.</summary>
    public string? UsedDatabase
    {
        get
        {
            if (Nature != StatementNature.Session || Statement.LeadingWords(1) != "USE") return null;
            var lexer = Statement.Lex();
            lexer.NextSignificant();
            return SqlName.Unquote(lexer.NextSignificant().TextIn(Statement.Source.Text));
        }
    }

    /// <summary>Whether it sets variables of the user's own (<c>SET @x = …</c>, <c>SELECT … INTO @x</c>).</summary>
    public bool SetsVariables => Nature is StatementNature.Session or StatementNature.Data && Names.Any(IsUserVariable);

    /// <summary>Whether it asks what the statement before it did: <c>ROW_COUNT()</c>, <c>FOUND_ROWS()</c>, <c>@@warning_count</c>, <c>@@error_count</c>.</summary>
    public bool AsksAboutTheLast => Names.Any(name => name is "ROW_COUNT" or "FOUND_ROWS" or "@@WARNING_COUNT" or "@@ERROR_COUNT" or "@@IDENTITY");

    /// <summary>The temporary table that it makes; null for every other statement.</summary>
    public string? TemporaryTable => Ddl is CreateTableStatement { IsTemporary: true } create ? create.Table.Name : null;

    /// <summary>Whether a variable is a user's own.</summary>
    public static bool IsUserVariable(string name) => name.Length > 1 && name[0] == '@' && name[1] != '@';

    /// <summary>Reads a script's statements.</summary>
    public static IReadOnlyList<KnownStatement> Read(SqlScript script)
    {
        var temporary = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. script.Statements.Select(statement => Read(statement, temporary))];
    }

    private static KnownStatement Read(ScriptStatement statement, HashSet<string> temporary)
    {
        var ddl = DdlParser.Parse(statement);
        var known = new KnownStatement(statement, ddl, NatureOf(statement, ddl));
        if (known.TemporaryTable is { } table) temporary.Add(table);
        // What only fills or changes a temporary table is gone with the session, as the table is.
        var touches = ddl switch
        {
            AlterTableStatement alter => temporary.Contains(alter.Table.Name),
            DropStatement drop => drop.IsTemporary || (drop.Kind == DroppedKind.Table && drop.Names.All(name => temporary.Contains(name.Name))),
            CreateIndexStatement create => temporary.Contains(create.Table.Name),
            TruncateStatement truncate => temporary.Contains(truncate.Table.Name),
            _ => known.Nature == StatementNature.Data && known.Target is { } target && temporary.Contains(target),
        };
        // From here on the name is a real table's again.
        if (ddl is DropStatement { Kind: DroppedKind.Table } dropped)
        {
            foreach (var name in dropped.Names) temporary.Remove(name.Name);
        }
        return touches ? known with { Nature = StatementNature.Session } : known;
    }

    /// <summary>The table that an <c>INSERT</c>, <c>REPLACE</c>, <c>UPDATE</c>, <c>DELETE</c> or <c>LOAD DATA</c> of one table writes to; null where that is not plain.</summary>
    public string? Target => NamesSeveral ? null : FirstName;

    // UPDATE a JOIN b SET …, UPDATE a, b SET …, DELETE a FROM a JOIN b, DELETE FROM a USING a JOIN b: which of them is written to is not plain.
    private bool NamesSeveral
    {
        get
        {
            var verb = Statement.LeadingWords(1);
            if (verb is not ("UPDATE" or "DELETE")) return false;
            var lexer = Statement.Lex();
            var text = Statement.Source.Text;
            var depth = 0;
            var hasFrom = verb == "UPDATE";
            var isFirst = true;
            for (var token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant())
            {
                var word = token.TextIn(text).ToUpperInvariant();
                if (token.Kind == SqlTokenKind.Symbol)
                {
                    depth += word == "(" ? 1 : word == ")" ? -1 : 0;
                    if (depth == 0 && word == ",") return true;
                    continue;
                }
                if (depth > 0 || token.Kind == SqlTokenKind.ExecutableOpen) continue;
                if (token.Kind == SqlTokenKind.Word)
                {
                    if (isFirst || word is "IGNORE" or "LOW_PRIORITY" or "QUICK")
                    {
                        isFirst = false;
                        continue;
                    }
                    if (word is "JOIN" or "STRAIGHT_JOIN" or "USING") return true;
                    if (word is "SET" or "WHERE" or "ORDER" or "LIMIT" or "RETURNING") return false;
                    if (word == "FROM")
                    {
                        hasFrom = true;
                        continue;
                    }
                }
                // A name between DELETE and FROM.
                if (!hasFrom) return true;
            }
            return false;
        }
    }

    private string? FirstName
    {
        get
        {
            var lexer = Statement.Lex();
            var text = Statement.Source.Text;
            var first = true;
            for (var token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant())
            {
                if (token.Kind is not (SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier))
                {
                    if (token.Kind == SqlTokenKind.ExecutableOpen) continue;
                    return null;
                }
                var word = token.TextIn(text);
                if (first)
                {
                    first = false;
                    if (word.ToUpperInvariant() is "INSERT" or "REPLACE" or "UPDATE" or "DELETE") continue;
                    return null;
                }
                if (token.Kind == SqlTokenKind.Word && word.ToUpperInvariant() is "INTO" or "IGNORE" or "LOW_PRIORITY" or "HIGH_PRIORITY" or "DELAYED" or "QUICK" or "FROM") continue;
                var next = lexer.NextSignificant();
                // One that is qualified may be in another database.
                return next.Kind == SqlTokenKind.Symbol && next.TextIn(text) == "." ? null : SqlName.Unquote(word);
            }
            return null;
        }
    }

    // MariaDB: SET STATEMENT setting = value, … FOR statement. The settings hold for that statement alone.
    private static ScriptStatement? InnerOf(ScriptStatement statement)
    {
        if (statement.LeadingWords(2) != "SET STATEMENT") return null;
        var lexer = statement.Lex();
        var depth = 0;
        for (var token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant())
        {
            if (token.Kind == SqlTokenKind.Symbol) depth += token.TextIn(statement.Source.Text) switch { "(" => 1, ")" => -1, _ => 0 };
            else if (depth == 0 && token.Kind == SqlTokenKind.Word && token.Is(statement.Source.Text, "FOR")) return statement.From(token.End);
        }
        return null;
    }

    private static StatementNature NatureOf(ScriptStatement statement, DdlStatement ddl)
    {
        if (InnerOf(statement) is { } inner) return NatureOf(inner, DdlParser.Parse(inner));
        if (ddl is CreateTableStatement { IsTemporary: true } or DropStatement { IsTemporary: true }) return StatementNature.Session;
        if (ddl is not UnknownStatement) return StatementNature.Schema;
        var words = statement.LeadingWords(3).Split(' ');
        return words[0] switch
        {
            "INSERT" or "UPDATE" or "DELETE" or "REPLACE" or "LOAD" or "WITH" or "SELECT" or "VALUES" or "TABLE" or "DO" or "SHOW" or "EXPLAIN" or "DESCRIBE" or "DESC" or "HELP"
                => StatementNature.Data,
            "SET" => words.Length > 1 && words[1] is "PASSWORD" or "DEFAULT" ? StatementNature.Schema : StatementNature.Session,
            "USE" or "PREPARE" or "DEALLOCATE" => StatementNature.Session,
            "DROP" when words.Length > 1 && words[1] == "PREPARE" => StatementNature.Session,
            // MariaDB's anonymous block: what it does stands in it, and is not read.
            "BEGIN" when words.Length > 1 && words[1] == "NOT" => StatementNature.Opaque,
            "BEGIN" or "START" => words.Length > 1 && words[1] is "SLAVE" or "REPLICA" or "GROUP_REPLICATION" ? StatementNature.Schema : StatementNature.Begin,
            "COMMIT" => Chains(statement) ? StatementNature.Chain : StatementNature.Commit,
            "ROLLBACK" => words.Contains("TO") ? StatementNature.Savepoint : Chains(statement) ? StatementNature.Chain : StatementNature.Rollback,
            "SAVEPOINT" or "RELEASE" => StatementNature.Savepoint,
            "LOCK" or "UNLOCK" => words.Length > 1 && words[1] is "TABLES" or "TABLE" ? StatementNature.Lock : StatementNature.Schema,
            "CALL" or "EXECUTE" or "XA" or "HANDLER" => StatementNature.Opaque,
            // A parenthesised SELECT, and nothing at all.
            "" => StatementNature.Data,
            _ => StatementNature.Schema,
        };
    }

    // COMMIT [WORK] AND [NO] CHAIN.
    private static bool Chains(ScriptStatement statement) => (statement.LeadingWords(5) + " ").Contains(" AND CHAIN ");

    private static IReadOnlyList<string> NamesOf(ScriptStatement statement)
    {
        var names = new List<string>();
        var text = statement.Source.Text;
        var lexer = statement.Lex();
        for (var token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant())
        {
            if (token.Kind == SqlTokenKind.QuotedIdentifier) names.Add(SqlName.Unquote(token.TextIn(text)).ToUpperInvariant());
            else if (token.Kind is SqlTokenKind.Word or SqlTokenKind.Variable) names.Add(token.TextIn(text).ToUpperInvariant());
        }
        return names;
    }
}
