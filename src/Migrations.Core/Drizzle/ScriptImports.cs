namespace Migrations.Core.Drizzle;

/// <summary>What a script takes from drizzle's packages: only what it uses.</summary>
internal sealed class ScriptImports
{
    /// <summary>What <c>drizzle-orm/mysql-core</c> exports and this writer uses; no table may have such a name.</summary>
    public static readonly IReadOnlyList<string> Known =
    [
        "AnyMySqlColumn", "bigint", "binary", "boolean", "char", "check", "customType", "date", "datetime", "decimal", "double", "float", "foreignKey", "index", "int", "json", "longtext",
        "mediumint", "mediumtext", "mysqlEnum", "mysqlSchema", "mysqlTable", "mysqlView", "primaryKey", "real", "serial", "smallint", "sql", "table", "text", "time", "timestamp", "tinyint",
        "tinytext", "unique", "uniqueIndex", "varbinary", "varchar", "year",
    ];

    private readonly SortedSet<string> _core = new(StringComparer.OrdinalIgnoreCase);
    private bool _hasSql;

    /// <summary>A function of <c>drizzle-orm/mysql-core</c>.</summary>
    public string Core(string name)
    {
        _core.Add(name);
        return name;
    }

    /// <summary>A template of SQL.</summary>
    /// <param name="template">Its inside.</param>
    public string Sql(string template)
    {
        _hasSql = true;
        return $"sql`{template}`";
    }

    /// <summary>The statements.</summary>
    public override string ToString()
    {
        var names = _core.Select(name => name == "AnyMySqlColumn" ? "type AnyMySqlColumn" : name).ToList();
        var line = $"import {{ {string.Join(", ", names)} }} from \"drizzle-orm/mysql-core\";\n";
        if (line.Length > 121) line = $"import {{\n{string.Concat(names.Select(name => $"  {name},\n"))}}} from \"drizzle-orm/mysql-core\";\n";
        return (_hasSql ? "import { sql } from \"drizzle-orm\";\n" : "") + (names.Count > 0 ? line : "");
    }
}
