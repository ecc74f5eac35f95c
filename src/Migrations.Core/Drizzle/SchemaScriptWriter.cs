using System.Text;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Drizzle;

/// <summary>Something of a schema that drizzle has no words for.</summary>
/// <param name="Table">The table or view.</param>
/// <param name="Name">The column, index or constraint; null for the table itself.</param>
/// <param name="What">What is not said, as SQL.</param>
public sealed record SchemaScriptGap(string Table, string? Name, string What);

/// <summary>A schema as TypeScript.</summary>
/// <param name="Text">The script, with LF.</param>
/// <param name="Gaps">What it does not say; each stands in it as a comment too.</param>
public sealed record SchemaScriptText(string Text, IReadOnlyList<SchemaScriptGap> Gaps);

/// <summary>Writes a schema as a script for drizzle-orm 0.45's <c>mysql-core</c>: what <see cref="SchemaScript"/> reads, the other way round.</summary>
/// <remarks>
/// Identifiers are in camel case and every column has its name in the database beside it, so the script does not depend on a <c>casing</c>. Types that drizzle
/// has no function for become a <c>customType</c>. Names that drizzle would give itself are left to it.
/// </remarks>
public sealed class SchemaScriptWriter
{
    private readonly DatabaseSchema _schema;
    private readonly string? _database;
    private readonly ScriptImports _imports = new();
    private readonly ScriptColumnTypes _types;
    private readonly ScriptDefaults _defaults;
    private readonly ScriptTables _tables;
    private readonly List<SchemaScriptGap> _gaps = [];

    private SchemaScriptWriter(DatabaseSchema schema, string? database)
    {
        _schema = schema;
        _database = database;
        var names = ScriptNames.OfModule(ScriptImports.Known);
        _tables = new ScriptTables(schema, names);
        _types = new ScriptColumnTypes(_imports, names);
        _defaults = new ScriptDefaults(_imports);
    }

    /// <summary>Writes a schema.</summary>
    /// <param name="schema">The schema, in the order of the script.</param>
    /// <param name="database">The database that a server's queries of views name before every table; null where there is none.</param>
    public static SchemaScriptText Write(DatabaseSchema schema, string? database = null)
    {
        if (schema is null) throw new ArgumentNullException(nameof(schema));
        return new SchemaScriptWriter(schema, database).Write();
    }

    private SchemaScriptText Write()
    {
        var body = new StringBuilder();
        foreach (var table in _schema.Tables) body.Append('\n').Append(Table(table));
        foreach (var view in _schema.Views) body.Append('\n').Append(View(view));
        var databases = new StringBuilder();
        foreach (var pair in _tables.Databases) databases.Append($"export const {pair.Value} = {_imports.Core("mysqlSchema")}({ScriptLiteral.String(pair.Key)});\n");
        var text = new StringBuilder(_imports.ToString());
        if (_types.Declarations.Length > 0) text.Append("\n// Types that drizzle has no function for.\n").Append(_types.Declarations);
        if (databases.Length > 0) text.Append('\n').Append(databases);
        return new SchemaScriptText(text.Append(body).ToString(), _gaps);
    }

    private string Table(Table table)
    {
        var script = _tables.Of(table);
        var notes = new List<string>();
        var columns = new StringBuilder();
        var uniques = table.Indexes.Where(index => IsOnColumn(index, table)).ToDictionary(index => index.Parts[0].Column!, StringComparer.OrdinalIgnoreCase);
        var references = table.ForeignKeys.Where(key => _tables.IsOnColumn(table, key)).GroupBy(key => key.Columns[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(keys => keys.Key, keys => keys.First(), StringComparer.OrdinalIgnoreCase);
        foreach (var column in table.Columns)
        {
            uniques.TryGetValue(column.Name, out var unique);
            references.TryGetValue(column.Name, out var reference);
            if (column.Comment is { } comment) columns.Append(ScriptLiteral.Comment(comment, "  "));
            columns.Append("  ").Append(script.Keys[column.Name]).Append(": ").Append(Column(table, column, unique, reference, notes)).Append(",\n");
        }
        var extras = Extras(table, script, uniques.Values, references.Values, notes);
        if (table.Engine is { } engine && !engine.Equals("InnoDB", StringComparison.OrdinalIgnoreCase)) Lose(table, null, $"ENGINE = {engine}", notes);

        var text = new StringBuilder();
        if (table.Comment is { } about) text.Append(ScriptLiteral.Comment(about, ""));
        foreach (var note in notes) text.Append("// Not in drizzle's words: ").Append(note.Replace("\r", " ").Replace("\n", " ")).Append('\n');
        var function = table.Database is { } database ? _tables.Databases[database] + ".table" : _imports.Core("mysqlTable");
        text.Append($"export const {script.Name} = {function}({ScriptLiteral.String(table.Name)}, {{\n{columns}}}");
        if (extras.Count > 0) text.Append($", (table) => [\n{string.Concat(extras.Select(extra => $"  {extra},\n"))}]");
        return text.Append(");\n").ToString();
    }

    private string Column(Table table, Column column, TableIndex? unique, ForeignKey? reference, List<string> notes)
    {
        var type = SqlTypeText.Parse(column.Type);
        var isKey = table.PrimaryKey is { Parts: [{ Length: null } only] } && Is(only.Column, column.Name);
        var isBoolean = !column.IsAutoIncrement && !isKey && (type.Name is "boolean" or "bool" || type is { Name: "tinyint", IsUnsigned: false, Numbers: [1] }) && IsTruth(column.Default);
        var text = new StringBuilder(_types.Call(column.Name, column.Type, type, isBoolean));
        if (column.IsAutoIncrement && type.Name != "serial")
        {
            if (ScriptColumnTypes.IsKnown(type)) text.Append(".autoincrement()");
            else Lose(table, column.Name, $"AUTO_INCREMENT of {column.Type}", notes);
        }
        if (isKey) text.Append(".primaryKey()");
        else if (!column.IsNullable && type.Name != "serial") text.Append(".notNull()");
        text.Append(_defaults.Calls(column, type, isBoolean, out var lost));
        if (lost is not null) Lose(table, column.Name, lost, notes);
        if (column.Generated is { } generated)
            text.Append($".generatedAlwaysAs({_imports.Sql(ScriptExpression.Template(ScriptExpression.WithoutBrackets(generated.Expression)))}, {{ mode: \"{(generated.IsStored ? "stored" : "virtual")}\" }})");
        if (unique is not null) text.Append(unique.Name == $"{table.Name}_{column.Name}_unique" ? ".unique()" : $".unique({ScriptLiteral.String(unique.Name!)})");
        if (reference is not null) text.Append(Reference(table, reference));
        if (column.Collation is { } collation && table.Collation is { } usual && collation != usual) Lose(table, column.Name, $"COLLATE {collation}", notes);
        return text.ToString();
    }

    private string Reference(Table table, ForeignKey key)
    {
        var target = _tables.Target(key)!;
        // TypeScript cannot find out the type of a table that leads back to itself.
        var type = _tables.IsCircular(table, key) ? $": {_imports.Core("AnyMySqlColumn")}" : "";
        var actions = new[] { ("onDelete", Action(key.OnDelete)), ("onUpdate", Action(key.OnUpdate)) }.Where(action => action.Item2 is not null)
            .Select(action => $"{action.Item1}: \"{action.Item2}\"").ToList();
        var options = actions.Count == 0 ? "" : $", {{ {string.Join(", ", actions)} }}";
        return $".references((){type} => {ScriptTables.Member(target.Name, target.Keys[key.ReferencedColumns[0]])}{options})";
    }

    private List<string> Extras(Table table, ScriptTable script, IEnumerable<TableIndex> onColumns, IEnumerable<ForeignKey> references, List<string> notes)
    {
        var extras = new List<string>();
        if (table.PrimaryKey is { } primary)
        {
            if (primary.Parts.Any(part => part.Length is not null || part.Column is null)) Lose(table, "PRIMARY", "PRIMARY KEY " + SqlWriter.Parts(primary.Parts), notes);
            if (primary.Parts.Count > 1 || primary.Parts[0].Length is not null)
                extras.Add($"{_imports.Core("primaryKey")}({{ columns: [{string.Join(", ", primary.Parts.Where(part => part.Column is not null).Select(part => script.Reference(part.Column!)))}] }})");
        }
        foreach (var index in table.Indexes.Except(onColumns))
        {
            // A foreign key makes an index of its own name where it needs one.
            var isOfForeignKey = index.Kind == IndexKind.Plain && table.ForeignKeys.Any(key => key.Name == index.Name && key.Columns.SequenceEqual(index.Parts.Select(part => part.Column ?? ""), StringComparer.OrdinalIgnoreCase));
            if (isOfForeignKey) continue;
            if (index.Kind is IndexKind.FullText or IndexKind.Spatial || index.IsInvisible) Lose(table, index.Name, SqlWriter.Index(index), notes);
            else extras.Add(Index(table, script, index));
        }
        foreach (var key in table.ForeignKeys.Except(references))
        {
            if (_tables.Target(key) is { } target && key.ReferencedColumns.Count > 0 && key.ReferencedColumns.All(target.Keys.ContainsKey)) extras.Add(ForeignKey(table, script, key, target));
            else Lose(table, key.Name, SqlWriter.ForeignKey(key), notes);
        }
        foreach (var check in table.Checks)
        {
            if (check.Name is { } name && check.IsEnforced)
                extras.Add($"{_imports.Core("check")}({ScriptLiteral.String(name)}, {_imports.Sql(ScriptExpression.Template(ScriptExpression.WithoutBrackets(check.Expression), script.References, table.Name))})");
            else Lose(table, check.Name, SqlWriter.Check(check), notes);
        }
        return extras;
    }

    private string Index(Table table, ScriptTable script, TableIndex index)
    {
        var isPlain = index.Parts.All(part => part is { Column: not null, Length: null, IsDescending: false });
        var function = index.Kind == IndexKind.Plain ? "index" : isPlain && index.Using is null or "btree" ? "unique" : "uniqueIndex";
        var parts = index.Parts.Select(part =>
        {
            var direction = part.IsDescending ? " desc" : "";
            if (part.Column is not { } column) return _imports.Sql(ScriptExpression.Template(ScriptExpression.InBrackets(part.Expression!), script.References, table.Name) + direction);
            var reference = script.Reference(column);
            if (part.Length is null && !part.IsDescending) return reference;
            return _imports.Sql($"${{{reference}}}{(part.Length is { } length ? $"({length})" : "")}{direction}");
        });
        var name = index.Name ?? string.Join("_", [table.Name, .. index.Parts.Select(part => part.Column ?? "expression"), "idx"]);
        var method = index.Using is { } used && function != "unique" ? $".using(\"{used.ToLowerInvariant()}\")" : "";
        return $"{_imports.Core(function)}({ScriptLiteral.String(name)}).on({string.Join(", ", parts)}){method}";
    }

    private string ForeignKey(Table table, ScriptTable script, ForeignKey key, ScriptTable target)
    {
        var columns = string.Join(", ", key.Columns.Select(script.Reference));
        var foreign = string.Join(", ", key.ReferencedColumns.Select(column => target == script ? script.Reference(column) : ScriptTables.Member(target.Name, target.Keys[column])));
        var name = key.Name is null || key.Name == ScriptTables.DefaultName(table, key) ? "" : $"name: {ScriptLiteral.String(key.Name)}, ";
        return $"{_imports.Core("foreignKey")}({{ {name}columns: [{columns}], foreignColumns: [{foreign}] }})"
            + (Action(key.OnDelete) is { } onDelete ? $".onDelete(\"{onDelete}\")" : "") + (Action(key.OnUpdate) is { } onUpdate ? $".onUpdate(\"{onUpdate}\")" : "");
    }

    private string View(SchemaView view)
    {
        var keys = ScriptNames.OfTable();
        var columns = view.Columns.Select(column =>
        {
            var type = SqlTypeText.Parse(column.Type);
            return $"  {keys.Take(column.Name, "Column")}: {_types.Call(column.Name, column.Type, type, isBoolean: true)}{(column.IsNullable ? "" : ".notNull()")},\n";
        });
        var function = view.Database is { } database ? _tables.Databases[database] + ".view" : _imports.Core("mysqlView");
        var text = new StringBuilder($"export const {_tables.NameOf(view)} = {function}({ScriptLiteral.String(view.Name)}, {{{(view.Columns.Count == 0 ? "" : "\n" + string.Concat(columns))}}})");
        if (view.Definition is not { } definition || view.IsExisting) return text.Append(".existing();\n").ToString();
        if (view.Algorithm is { } algorithm and not "undefined") text.Append($".algorithm(\"{algorithm}\")");
        if (view.SqlSecurity is { } security and not "definer") text.Append($".sqlSecurity(\"{security}\")");
        if (view.CheckOption is { } option) text.Append($".withCheckOption(\"{option}\")");
        return text.Append($".as({_imports.Sql(ScriptExpression.Template(definition, database: _database))});\n").ToString();
    }

    private void Lose(Table table, string? name, string what, List<string> notes)
    {
        _gaps.Add(new SchemaScriptGap(table.Name, name, what));
        notes.Add(name is null ? what : $"{name}: {what}");
    }

    // One column's own unique constraint reads best beside it.
    private static bool IsOnColumn(TableIndex index, Table table) =>
        index is { Kind: IndexKind.Unique, IsInvisible: false, Name: not null, Using: null or "btree", Parts: [{ Column: { } column, Length: null, IsDescending: false }] }
        && table.Indexes.First(other => other.Kind == IndexKind.Unique && !other.IsInvisible && other.Parts is [{ Length: null, IsDescending: false } only] && Is(only.Column, column)) == index;

    private static bool IsTruth(ColumnDefault? value) => value is null || (ScriptExpression.StringValue(value.Sql) ?? value.Sql).ToLowerInvariant() is "0" or "1" or "null" or "true" or "false";

    // RESTRICT, NO ACTION and nothing are one thing to InnoDB, and servers show one for the other.
    private static string? Action(string? action) => action is null or "no action" or "restrict" ? null : action;

    private static bool Is(string? name, string? other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
