using System.Globalization;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Migrations.Core.Scripts;
using Migrations.Model;

namespace Migrations.Core.Drizzle;

/// <summary>Makes the model of what the recorder's <c>readSchema</c> returned: arrays, with every value at a fixed place.</summary>
internal static class Recording
{
    private static readonly Regex Literal = new(
        @"^(?:[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|true|false|null|[xb]?'(?:[^'\\]|''|\\.)*'|0x[0-9a-f]+|[xb]?""(?:[^""\\]|""""|\\.)*"")$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private static readonly Regex ColumnPart = new(
        @"^`((?:[^`]|``)+)`(?:\s*\(\s*(\d+)\s*\))?(?:\s+(asc|desc))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Direction = new(@"\)\s+(asc|desc)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The schema of a recording.</summary>
    public static DatabaseSchema ToSchema(JsValue recording)
    {
        var parts = recording.AsArray();
        // drizzle-kit keeps tables by name: a second one of a name takes the first one's place.
        var tables = new List<Table>();
        var places = new Dictionary<(string?, string), int>();
        foreach (var item in parts[0].AsArray())
        {
            var table = ToTable(item.AsArray());
            if (places.TryGetValue((table.Database, table.Name), out var place))
            {
                tables[place] = table;
                continue;
            }

            places.Add((table.Database, table.Name), tables.Count);
            tables.Add(table);
        }

        return new DatabaseSchema { Tables = tables, Views = parts[1].AsArray().Select(item => ToView(item.AsArray())).ToList() };
    }

    private static Table ToTable(JsArray table)
    {
        var columns = table[2].AsArray().Select(item => ToColumn(item.AsArray())).ToList();
        // Of several primary keys drizzle-kit writes the first; the columns of all are NOT NULL.
        var keys = table[3].AsArray().Select(item => item.AsArray()).ToList();
        var keyColumns = new HashSet<string>(keys.SelectMany(key => Names(key[1])), StringComparer.Ordinal);
        for (var i = 0; i < columns.Count; i++)
            if (columns[i].IsNullable && keyColumns.Contains(columns[i].Name)) columns[i] = columns[i] with { IsNullable = false };

        var indexes = new List<TableIndex>();
        foreach (var item in table[4].AsArray())
        {
            var unique = item.AsArray();
            Add(indexes, new TableIndex
            {
                Name = Text(unique[0]),
                Kind = IndexKind.Unique,
                IsConstraint = true,
                Parts = Parts(unique[1]),
                Location = Location(unique[2]),
            });
        }

        foreach (var item in table[5].AsArray()) Add(indexes, ToIndex(item.AsArray()));
        return new Table
        {
            Name = table[0].ToString(),
            Database = Text(table[1]),
            Columns = columns,
            PrimaryKey = keys.Count == 0 ? null : new PrimaryKey { Name = Text(keys[0][0]), Parts = Parts(keys[0][1]), Location = Location(keys[0][2]) },
            Indexes = indexes,
            ForeignKeys = ByName(table[6].AsArray().Select(item => ToForeignKey(item.AsArray()))),
            Checks = table[7].AsArray().Select(item => item.AsArray())
                .Select(check => new CheckConstraint { Name = Text(check[0]), Expression = check[1].ToString(), Location = Location(check[2]) }).ToList(),
            Location = Location(table[8]),
        };
    }

    /// <summary>Indexes too are kept by name, and the last of a name wins.</summary>
    private static void Add(List<TableIndex> indexes, TableIndex index)
    {
        var place = indexes.FindIndex(other => other.Name == index.Name);
        if (place < 0) indexes.Add(index);
        else indexes[place] = index;
    }

    private static List<ForeignKey> ByName(IEnumerable<ForeignKey> keys)
    {
        var kept = new List<ForeignKey>();
        foreach (var key in keys)
        {
            var place = kept.FindIndex(other => other.Name == key.Name);
            if (place < 0) kept.Add(key);
            else kept[place] = key;
        }

        return kept;
    }

    private static Column ToColumn(JsArray column)
    {
        var text = Text(column[3]);
        var generated = Text(column[6]);
        return DeclaredType.Apply(new Column
        {
            Name = column[0].ToString(),
            Type = column[1].ToString(),
            IsNullable = !column[2].AsBoolean(),
            Default = text is null ? null : ToDefault(text),
            OnUpdate = column[4].AsBoolean() ? "CURRENT_TIMESTAMP" : null,
            IsAutoIncrement = column[5].AsBoolean(),
            Generated = generated is null ? null : new GeneratedColumn(generated, column[7].AsBoolean()),
            Location = Location(column[8]),
        });
    }

    /// <summary>A default of its text.</summary>
    internal static ColumnDefault ToDefault(string text) => new(text, !Literal.IsMatch(text.Trim()));

    private static TableIndex ToIndex(JsArray index) => new()
    {
        Name = Text(index[0]),
        Kind = index[1].AsBoolean() ? IndexKind.Unique : IndexKind.Plain,
        Parts = index[2].AsArray().Select(item => ToPart(item.AsArray())).ToList(),
        Using = Text(index[3]),
        Algorithm = Text(index[4]),
        Lock = Text(index[5]),
        Location = Location(index[6]),
    };

    private static IndexPart ToPart(JsArray part) => part[0].AsBoolean() ? ToPart(part[1].ToString()) : new IndexPart { Column = part[1].ToString() };

    /// <summary>A part of an index that is written as SQL: a column with its length or direction, or an expression.</summary>
    internal static IndexPart ToPart(string text)
    {
        text = text.Trim();
        var column = ColumnPart.Match(text);
        if (column.Success)
        {
            return new IndexPart
            {
                Column = column.Groups[1].Value.Replace("``", "`"),
                Length = column.Groups[2].Success ? int.Parse(column.Groups[2].Value, CultureInfo.InvariantCulture) : null,
                IsDescending = column.Groups[3].Value.Equals("desc", StringComparison.OrdinalIgnoreCase),
            };
        }

        var direction = Direction.Match(text);
        var isDescending = direction.Success && direction.Groups[1].Value.Equals("desc", StringComparison.OrdinalIgnoreCase);
        if (direction.Success) text = text.Substring(0, direction.Index + 1);
        return new IndexPart { Expression = WithoutBrackets(text), IsDescending = isDescending };
    }

    /// <summary>Takes off the brackets that MySQL wants around an indexed expression.</summary>
    private static string WithoutBrackets(string text)
    {
        if (text.Length < 2 || text[0] != '(' || text[text.Length - 1] != ')') return text;
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\'' or '"' or '`':
                    var end = text.IndexOf(text[i], i + 1);
                    if (end < 0) return text;
                    i = end;
                    break;
                case '(':
                    depth++;
                    break;
                case ')' when --depth == 0 && i < text.Length - 1:
                    return text;
            }
        }

        return text.Substring(1, text.Length - 2);
    }

    private static ForeignKey ToForeignKey(JsArray key) => new()
    {
        Name = Text(key[0]),
        Columns = Names(key[1]),
        ReferencedDatabase = Text(key[2]),
        ReferencedTable = key[3].ToString(),
        ReferencedColumns = Names(key[4]),
        OnDelete = Text(key[5]),
        OnUpdate = Text(key[6]),
        Location = Location(key[7]),
    };

    private static SchemaView ToView(JsArray view) => new()
    {
        Name = view[0].ToString(),
        Database = Text(view[1]),
        Definition = Text(view[2]),
        Algorithm = Text(view[3]),
        SqlSecurity = Text(view[4]),
        CheckOption = Text(view[5]),
        Columns = view[6].AsArray().Select(item => ToColumn(item.AsArray())).ToList(),
        IsExisting = view[7].AsBoolean(),
        Location = Location(view[8]),
    };

    private static List<IndexPart> Parts(JsValue names) => Names(names).Select(name => new IndexPart { Column = name }).ToList();

    private static List<string> Names(JsValue names) => names.AsArray().Select(name => name.ToString()).ToList();

    private static string? Text(JsValue value) => value.IsUndefined() || value.IsNull() ? null : value.ToString();

    private static SourceLocation? Location(JsValue value) => Text(value) is { } frame ? ScriptErrors.Parse(frame) : null;
}
