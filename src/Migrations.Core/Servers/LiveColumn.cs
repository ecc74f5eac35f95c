using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Servers;

/// <summary>A column built from its row of <c>information_schema.COLUMNS</c>.</summary>
internal static class LiveColumn
{
    public static Column Build(LiveRow row, ServerInfo server, HashSet<string> jsonColumns)
    {
        var name = row.Text("COLUMN_NAME")!;
        var dataType = row.Text("DATA_TYPE")!.ToLowerInvariant();
        var type = row.Text("COLUMN_TYPE")!;
        var isJson = server.Flavor == ServerFlavor.MariaDb && dataType == "longtext" && jsonColumns.Contains(name);
        // MariaDB: "varchar(20) /*M!100301 COMPRESSED*/"
        var comment = type.IndexOf("/*", StringComparison.Ordinal);
        if (comment >= 0 && dataType is not ("enum" or "set")) type = type.Substring(0, comment).TrimEnd();
        var extra = row.Text("EXTRA") ?? "";
        var expression = row.Text("GENERATION_EXPRESSION");
        var isStored = Has(extra, "STORED GENERATED") || Has(extra, "PERSISTENT");
        var isGenerated = expression is { Length: > 0 } && (isStored || Has(extra, "VIRTUAL"));
        return new Column
        {
            Name = name,
            Type = isJson ? "json" : type,
            IsNullable = row.Text("IS_NULLABLE") == "YES",
            Default = isGenerated ? null : server.Flavor == ServerFlavor.MariaDb ? MariaDbDefault(row) : MySqlDefault(row, dataType, extra, server),
            OnUpdate = OnUpdate(extra),
            IsAutoIncrement = Has(extra, "auto_increment"),
            Generated = isGenerated ? new GeneratedColumn(LiveExpression.Read(expression!, server), isStored) : null,
            CharacterSet = isJson ? null : row.Text("CHARACTER_SET_NAME"),
            Collation = isJson ? null : row.Text("COLLATION_NAME"),
            Comment = row.Text("COLUMN_COMMENT") is { Length: > 0 } text ? text : null,
        };
    }

    // MySQL: DEFAULT_GENERATED in EXTRA tells an expression from a literal, which stands there without quotes.
    private static ColumnDefault? MySqlDefault(LiveRow row, string dataType, string extra, ServerInfo server)
    {
        if (row.Text("COLUMN_DEFAULT") is not { } text) return null;
        var isTimestamp = text.StartsWith("CURRENT_TIMESTAMP", StringComparison.OrdinalIgnoreCase) && dataType is "timestamp" or "datetime";
        if (isTimestamp) return new ColumnDefault(text, IsExpression: true);
        if (Has(extra, "DEFAULT_GENERATED"))
        {
            var expression = LiveExpression.Read(text, server);
            return new ColumnDefault(expression.StartsWith("(", StringComparison.Ordinal) ? expression : $"({expression})", IsExpression: true);
        }
        var isBare = dataType is "tinyint" or "smallint" or "mediumint" or "int" or "bigint" or "decimal" or "float" or "double" or "bit" or "year"
            // BINARY and VARBINARY are shown as 0x6162.
            || (dataType is "binary" or "varbinary" && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase));
        return new ColumnDefault(isBare ? text : SqlWriter.Literal(text), IsExpression: false);
    }

    // MariaDB since 10.2.7: the default as SQL, the word NULL for a nullable column without one.
    private static ColumnDefault? MariaDbDefault(LiveRow row)
    {
        if (row.Text("COLUMN_DEFAULT") is not { } text || text.Equals("NULL", StringComparison.OrdinalIgnoreCase)) return null;
        var isLiteral = text.Length > 0 && (text[0] is '\'' or '-' or '.' || char.IsDigit(text[0]) || text.StartsWith("b'", StringComparison.OrdinalIgnoreCase));
        return new ColumnDefault(text, !isLiteral);
    }

    private static string? OnUpdate(string extra)
    {
        const string Words = "on update ";
        var at = extra.IndexOf(Words, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        var end = extra.IndexOf(' ', at + Words.Length);
        return end < 0 ? extra.Substring(at + Words.Length) : extra.Substring(at + Words.Length, end - at - Words.Length);
    }

    private static bool Has(string extra, string word) => extra.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
