namespace Migrations.Core.Sql;

/// <summary>Identifiers between SQL text and their names.</summary>
public static class SqlName
{
    /// <summary>The name in backticks.</summary>
    public static string Quote(string name) => "`" + name.Replace("`", "``") + "`";

    /// <summary>The name that an identifier token stands for.</summary>
    public static string Unquote(string identifier)
    {
        if (identifier.Length < 2) return identifier;
        var quote = identifier[0];
        if (quote is not ('`' or '"') || identifier[identifier.Length - 1] != quote) return identifier;
        return identifier.Substring(1, identifier.Length - 2).Replace(new string(quote, 2), quote.ToString());
    }
}
