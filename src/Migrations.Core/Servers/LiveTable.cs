using Migrations.Model;

namespace Migrations.Core.Servers;

/// <summary>A table built from its rows of the information schema.</summary>
internal static class LiveTable
{
    public static Table Build(LiveRow row, LiveCatalog catalog, ServerInfo server)
    {
        var key = LiveKey.Of(row);
        List<CheckConstraint> checks = [.. catalog.Checks[key].Select(check => Check(check, server))];
        // MariaDB's json is longtext with a check json_valid(`c`): a column-level one, named like the column, where the type was written as json.
        var json = new HashSet<string>(checks.Select(JsonColumn).OfType<string>(), StringComparer.OrdinalIgnoreCase);
        List<Column> columns = [.. catalog.Columns[key].Select(column => LiveColumn.Build(column, server, json))];
        var isMade = catalog.Checks[key].ToLookup(check => check.Text("CONSTRAINT_NAME"), check => check.Text("LEVEL"));
        checks.RemoveAll(check => JsonColumn(check) is { } column && string.Equals(check.Name, column, StringComparison.OrdinalIgnoreCase)
            && isMade[check.Name].All(level => level is null or "Column"));
        // A check in a MariaDB column's own definition has no name of its own: the server shows the column's.
        for (var i = 0; i < checks.Count; i++)
        {
            if (isMade[checks[i].Name].Contains("Column")) checks[i] = checks[i] with { Name = null };
        }
        List<TableIndex> indexes = [.. catalog.Statistics[key].GroupBy(part => part.Text("INDEX_NAME")!, StringComparer.Ordinal).Select(parts => Index(parts, server))];
        var primary = indexes.Find(index => index.Name == "PRIMARY");
        return new Table
        {
            Database = key.Database == catalog.Database ? null : key.Database,
            Name = key.Table,
            Columns = columns,
            PrimaryKey = primary is null ? null : new PrimaryKey { Name = "PRIMARY", Parts = primary.Parts },
            Indexes = [.. indexes.Where(index => index.Name != "PRIMARY")],
            ForeignKeys = [.. ForeignKeys(catalog, key)],
            Checks = checks,
            Engine = row.Text("ENGINE"),
            Collation = row.Text("TABLE_COLLATION"),
            CharacterSet = row.Text("TABLE_COLLATION")?.Split('_')[0],
            Comment = row.Text("TABLE_COMMENT") is { Length: > 0 } comment ? comment : null,
        };
    }

    private static CheckConstraint Check(LiveRow row, ServerInfo server) => new()
    {
        Name = row.Text("CONSTRAINT_NAME"),
        Expression = LiveExpression.Read(row.Text("CHECK_CLAUSE")!, server),
        IsEnforced = row.Text("ENFORCED") is null or "YES",
    };

    private static string? JsonColumn(CheckConstraint check)
    {
        const string Opening = "json_valid(`";
        var clause = check.Expression;
        if (!clause.StartsWith(Opening, StringComparison.OrdinalIgnoreCase) || !clause.EndsWith("`)", StringComparison.Ordinal)) return null;
        var name = clause.Substring(Opening.Length, clause.Length - Opening.Length - 2);
        // Two names: a longer expression that only begins and ends so.
        return name.Replace("``", "").Contains("`") ? null : name.Replace("``", "`");
    }

    private static TableIndex Index(IEnumerable<LiveRow> rows, ServerInfo server)
    {
        var parts = rows.ToList();
        var first = parts[0];
        var type = first.Text("INDEX_TYPE")!;
        var kind = type switch
        {
            "FULLTEXT" => IndexKind.FullText,
            "SPATIAL" => IndexKind.Spatial,
            _ => first.Number("NON_UNIQUE") == 0 ? IndexKind.Unique : IndexKind.Plain,
        };
        return new TableIndex
        {
            Name = first.Text("INDEX_NAME"),
            Kind = kind,
            IsConstraint = kind == IndexKind.Unique,
            Parts = [.. parts.Select(part => Part(part, kind, server))],
            Using = type == "HASH" ? "hash" : null,
            IsInvisible = first.Text("IS_VISIBLE") == "NO" || first.Text("IGNORED") == "YES",
            Comment = first.Text("INDEX_COMMENT") is { Length: > 0 } comment ? comment : null,
        };
    }

    private static IndexPart Part(LiveRow row, IndexKind kind, ServerInfo server)
    {
        var expression = row.Text("EXPRESSION");
        return new IndexPart
        {
            Column = expression is null ? row.Text("COLUMN_NAME") : null,
            Expression = expression is null ? null : LiveExpression.Read(expression, server),
            // A spatial index shows 32 there, which nobody wrote.
            Length = kind == IndexKind.Spatial ? null : row.NumberOrNull("SUB_PART"),
            IsDescending = row.Text("COLLATION") == "D",
        };
    }

    private static IEnumerable<ForeignKey> ForeignKeys(LiveCatalog catalog, LiveKey key)
    {
        var rules = catalog.References[key].ToDictionary(row => row.Text("CONSTRAINT_NAME")!, StringComparer.Ordinal);
        foreach (var rows in catalog.KeyColumns[key].GroupBy(row => row.Text("CONSTRAINT_NAME")!, StringComparer.Ordinal))
        {
            var first = rows.First();
            rules.TryGetValue(rows.Key, out var rule);
            yield return new ForeignKey
            {
                Name = rows.Key,
                Columns = [.. rows.Select(row => row.Text("COLUMN_NAME")!)],
                ReferencedDatabase = first.Text("REFERENCED_TABLE_SCHEMA") == key.Database ? null : first.Text("REFERENCED_TABLE_SCHEMA"),
                ReferencedTable = first.Text("REFERENCED_TABLE_NAME")!,
                ReferencedColumns = [.. rows.Select(row => row.Text("REFERENCED_COLUMN_NAME")!)],
                OnDelete = rule?.Text("DELETE_RULE")?.ToLowerInvariant(),
                OnUpdate = rule?.Text("UPDATE_RULE")?.ToLowerInvariant(),
            };
        }
    }
}
