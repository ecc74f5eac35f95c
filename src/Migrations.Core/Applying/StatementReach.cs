using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Applying;

/// <summary>
/// Whether a statement reaches beyond the database that it is run in: another database, the server's settings, accounts. What a prepared statement or a
/// routine does is not seen from its text.
/// </summary>
internal static class StatementReach
{
    private static readonly HashSet<string> OfTheServer = new(StringComparer.Ordinal)
    {
        "START SLAVE", "START REPLICA", "CREATE DATABASE", "CREATE SCHEMA", "DROP DATABASE", "DROP SCHEMA", "CREATE USER", "ALTER USER", "DROP USER", "RENAME USER", "CREATE ROLE", "DROP ROLE", "CREATE SERVER", "DROP SERVER", "ALTER SERVER",
        "CREATE TABLESPACE", "DROP TABLESPACE", "ALTER TABLESPACE", "ALTER INSTANCE", "SET GLOBAL", "SET PERSIST", "SET PERSIST_ONLY", "SET PASSWORD", "SET ROLE", "SET DEFAULT", "INSTALL PLUGIN", "INSTALL COMPONENT", "INSTALL SONAME",
        "UNINSTALL PLUGIN", "UNINSTALL COMPONENT", "UNINSTALL SONAME",
    };

    private static readonly HashSet<string> OfTheServerAlone = new(StringComparer.Ordinal)
    {
        "USE", "GRANT", "REVOKE", "FLUSH", "RESET", "PURGE", "SHUTDOWN", "RESTART", "KILL", "CHANGE", "STOP", "CLONE", "IMPORT",
    };

    /// <summary>Whether it does.</summary>
    public static bool IsBeyond(KnownStatement statement)
    {
        var words = statement.Statement.LeadingWords(2);
        if (OfTheServer.Contains(words) || OfTheServerAlone.Contains(words.Split(' ')[0])) return true;
        if (words is "ALTER DATABASE" or "ALTER SCHEMA" && statement.Statement.LeadingWords(3).Split(' ').ElementAtOrDefault(2) is not ("CHARACTER" or "CHARSET" or "DEFAULT" or "COLLATE" or "ENCRYPTION" or "READ")) return true;
        if (statement.Names.Any(name => name.StartsWith("@@GLOBAL.", StringComparison.Ordinal) || name.StartsWith("@@PERSIST", StringComparison.Ordinal)) && words.StartsWith("SET", StringComparison.Ordinal)) return true;
        return statement.Ddl switch
        {
            UnknownStatement => NamesAnother(statement.Statement),
            CreateViewStatement create => create.View.Database is not null,
            DropStatement { Kind: DroppedKind.Database or DroppedKind.Other } => true,
            DropStatement drop => drop.OnTable?.Database is not null || drop.Names.Any(name => name.Database is not null),
            TruncateStatement truncate => truncate.Table.Database is not null,
            CreateTableStatement create when create.Elements.OfType<ForeignKeyElement>().Any(key => key.ForeignKey.ReferencedDatabase is not null) || create.Like?.Database is not null => true,
            AlterTableStatement alter when alter.Clauses.OfType<AddForeignKeyClause>().Any(key => key.ForeignKey.ReferencedDatabase is not null) => true,
            _ => StatementSight.TablesOf(statement.Ddl).Any(table => table.Database is not null),
        };
    }

    // A name with a dot behind a word that a table's, a routine's or a trigger's name follows.
    private static bool NamesAnother(ScriptStatement statement)
    {
        var text = statement.Source.Text;
        var writes = statement.LeadingWords(1) is "UPDATE" or "DELETE";
        var lexer = statement.Lex();
        var (before, last) = ("", "");
        var expects = false;
        for (var token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant())
        {
            if (token.Kind == SqlTokenKind.ExecutableOpen) continue;
            var word = token.Kind == SqlTokenKind.Word ? token.TextIn(text).ToUpperInvariant() : "";
            if (expects && word is "IF" or "NOT" or "EXISTS" or "IGNORE" or "LOW_PRIORITY" or "DELAYED" or "HIGH_PRIORITY" or "QUICK" or "TABLE") continue;
            if (expects && token.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier)
            {
                expects = false;
                var name = SqlName.Unquote(token.TextIn(text));
                var next = lexer.NextSignificant();
                if (next.Kind == SqlTokenKind.End) return false;
                if (next.TextIn(text) == "." && !name.Equals("information_schema", StringComparison.OrdinalIgnoreCase)) return true;
                (before, last) = ("", next.Kind == SqlTokenKind.Word ? next.TextIn(text).ToUpperInvariant() : "");
                expects = IsBeforeName(last, before, writes);
                continue;
            }
            (before, last) = (last, word);
            expects = IsBeforeName(last, before, writes);
        }
        return false;
    }

    private static bool IsBeforeName(string word, string before, bool writes) => word switch
    {
        "INTO" or "TABLE" or "TABLES" or "TRIGGER" or "PROCEDURE" or "FUNCTION" or "EVENT" or "CALL" or "VIEW" or "TRUNCATE" => true,
        // ON DUPLICATE KEY UPDATE t.c = …, FOR UPDATE, ON UPDATE CASCADE.
        "UPDATE" => before is not ("KEY" or "FOR" or "ON"),
        "FROM" or "JOIN" => writes,
        _ => false,
    };
}
