using Migrations.Model;

namespace Migrations.Core.Drizzle;

/// <summary>A table in a script.</summary>
/// <param name="Name">Its constant.</param>
/// <param name="Keys">The keys of its columns, by their names in the database.</param>
internal sealed record ScriptTable(string Name, IReadOnlyDictionary<string, string> Keys)
{
    /// <summary>The columns as its own callback refers to them.</summary>
    public IReadOnlyDictionary<string, string> References { get; } = Keys.ToDictionary(pair => pair.Key, pair => ScriptTables.Member("table", pair.Value), StringComparer.OrdinalIgnoreCase);

    /// <summary>A column as the table's own callback refers to it.</summary>
    public string Reference(string column) => References[column];
}

/// <summary>The names of a script's tables and columns, and how its tables refer to each other.</summary>
internal sealed class ScriptTables
{
    private readonly Dictionary<(string?, string), ScriptTable> _tables = [];
    private readonly Dictionary<(string?, string), string> _views = [];
    private readonly Dictionary<string, HashSet<string>> _reachable = new(StringComparer.Ordinal);

    public ScriptTables(DatabaseSchema schema, ScriptNames names)
    {
        var databases = schema.Tables.Select(table => table.Database).Concat(schema.Views.Select(view => view.Database)).OfType<string>().Distinct().ToList();
        Databases = databases.ToDictionary(database => database, database => names.Take(database, "Schema"));
        foreach (var table in schema.Tables)
        {
            var keys = ScriptNames.OfTable();
            _tables[(table.Database, table.Name)] = new ScriptTable(
                names.Take(table.Name, "Table"), table.Columns.ToDictionary(column => column.Name, column => keys.Take(column.Name, "Column"), StringComparer.OrdinalIgnoreCase));
        }
        foreach (var view in schema.Views) _views[(view.Database, view.Name)] = names.Take(view.Name, "View");
        var direct = schema.Tables.GroupBy(table => Of(table).Name).ToDictionary(
            tables => tables.Key, tables => tables.SelectMany(table => table.ForeignKeys).Select(Target).OfType<ScriptTable>().Select(target => target.Name).Distinct().ToList());
        foreach (var name in direct.Keys) _reachable.Add(name, ReachableFrom(name, direct));
    }

    /// <summary>The constants of the databases that the schema names.</summary>
    public IReadOnlyDictionary<string, string> Databases { get; }

    /// <summary>A table's names.</summary>
    public ScriptTable Of(Table table) => _tables[(table.Database, table.Name)];

    /// <summary>A view's constant.</summary>
    public string NameOf(SchemaView view) => _views[(view.Database, view.Name)];

    /// <summary>The table that a foreign key leads to; null where the schema has none.</summary>
    public ScriptTable? Target(ForeignKey key) => _tables.TryGetValue((key.ReferencedDatabase, key.ReferencedTable), out var target) ? target
        : _tables.FirstOrDefault(pair => pair.Key.Item1 == key.ReferencedDatabase && string.Equals(pair.Key.Item2, key.ReferencedTable, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Whether a foreign key can stand beside its column: drizzle gives it the name that it has.</summary>
    public bool IsOnColumn(Table table, ForeignKey key) =>
        key is { Columns.Count: 1, ReferencedColumns.Count: 1 } && Target(key) is { } target && target.Keys.ContainsKey(key.ReferencedColumns[0])
        && table.Columns.Any(column => string.Equals(column.Name, key.Columns[0], StringComparison.OrdinalIgnoreCase))
        && (key.Name is null || key.Name == DefaultName(table, key));

    /// <summary>Whether the table that a foreign key leads to leads back.</summary>
    public bool IsCircular(Table table, ForeignKey key) => Target(key) is { } target && (target == Of(table) || _reachable[target.Name].Contains(Of(table).Name));

    /// <summary>The name that drizzle gives a foreign key.</summary>
    public static string DefaultName(Table table, ForeignKey key) => $"{string.Join("_", [table.Name, .. key.Columns, key.ReferencedTable, .. key.ReferencedColumns])}_fk";

    /// <summary>A member of an object.</summary>
    public static string Member(string holder, string key) => $"{holder}.{key}";

    private static HashSet<string> ReachableFrom(string name, Dictionary<string, List<string>> direct)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var next = new Stack<string>(direct[name]);
        while (next.Count > 0)
        {
            var at = next.Pop();
            if (!reached.Add(at)) continue;
            foreach (var further in direct[at]) next.Push(further);
        }
        return reached;
    }
}
