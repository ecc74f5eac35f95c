using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Scripting;

/// <summary>Asks <c>information_schema</c>, as SQL conditions, whether something is there.</summary>
/// <param name="modes">The modes that the conditions are read in.</param>
internal sealed class CatalogCheck(SqlModes modes)
{
    /// <summary>A table or view.</summary>
    public string Table(ObjectName table) => Exists("TABLES", "TABLE", table);

    /// <summary>A view.</summary>
    public string View(ObjectName view) => Exists("VIEWS", "TABLE", view);

    /// <summary>A column.</summary>
    public string Column(ObjectName table, string name) => Exists("COLUMNS", "TABLE", table, Equal("COLUMN_NAME", name));

    /// <summary>An index, or <c>PRIMARY</c>.</summary>
    public string Index(ObjectName table, string name) => Exists("STATISTICS", "TABLE", table, Equal("INDEX_NAME", name));

    /// <summary>A constraint of whatever kind.</summary>
    public string Constraint(ObjectName table, string name) => Exists("TABLE_CONSTRAINTS", "TABLE", table, Equal("CONSTRAINT_NAME", name));

    /// <summary>A foreign key.</summary>
    public string ForeignKey(ObjectName table, string name) => Exists("TABLE_CONSTRAINTS", "TABLE", table, Equal("CONSTRAINT_NAME", name), "CONSTRAINT_TYPE = 'FOREIGN KEY'");

    /// <summary>A check.</summary>
    public string Check(ObjectName table, string name) => Exists("TABLE_CONSTRAINTS", "TABLE", table, Equal("CONSTRAINT_NAME", name), "CONSTRAINT_TYPE = 'CHECK'");

    /// <summary>A trigger.</summary>
    public string Trigger(ObjectName trigger) => Exists("TRIGGERS", "TRIGGER", trigger);

    /// <summary>A procedure or function.</summary>
    public string Routine(ObjectName routine, string type) => Exists("ROUTINES", "ROUTINE", routine, $"ROUTINE_TYPE = '{type}'");

    /// <summary>An event.</summary>
    public string Event(ObjectName name) => Exists("EVENTS", "EVENT", name);

    /// <summary>An index that is the same but for its name; null where it cannot be told by its columns.</summary>
    public string? Same(ObjectName table, TableIndex index)
    {
        if (index.Parts.Any(part => part.Column is null)) return null;
        var kind = index.Kind switch
        {
            IndexKind.Unique => "MAX(NON_UNIQUE) = 0",
            IndexKind.FullText => "MAX(INDEX_TYPE) = 'FULLTEXT'",
            IndexKind.Spatial => "MAX(INDEX_TYPE) = 'SPATIAL'",
            _ => "MAX(NON_UNIQUE) = 1 AND MAX(INDEX_TYPE) NOT IN ('FULLTEXT', 'SPATIAL')",
        };
        return $"EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE {Place("TABLE", table)} AND INDEX_NAME <> 'PRIMARY' GROUP BY INDEX_NAME"
            + $" HAVING GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX) = {Names(index.Parts.Select(part => part.Column!))} AND {kind})";
    }

    /// <summary>A foreign key that is the same but for its name.</summary>
    public string Same(ObjectName table, ForeignKey key) =>
        $"EXISTS (SELECT 1 FROM information_schema.KEY_COLUMN_USAGE WHERE {Place("TABLE", table)} AND {Equal("REFERENCED_TABLE_NAME", key.ReferencedTable)} GROUP BY CONSTRAINT_NAME"
        + $" HAVING GROUP_CONCAT(COLUMN_NAME ORDER BY ORDINAL_POSITION) = {Names(key.Columns)} AND GROUP_CONCAT(REFERENCED_COLUMN_NAME ORDER BY ORDINAL_POSITION) = {Names(key.ReferencedColumns)})";

    private string Names(IEnumerable<string> names) => ClientText.Literal(string.Join(",", names), modes);

    private string Exists(string view, string prefix, ObjectName name, params string[] others) =>
        $"EXISTS (SELECT 1 FROM information_schema.{view} WHERE {string.Join(" AND ", new[] { Place(prefix, name) }.Concat(others))})";

    private string Place(string prefix, ObjectName name) =>
        $"{prefix}_SCHEMA = {(name.Database is null ? "DATABASE()" : ClientText.Literal(name.Database, modes))} AND {Equal(prefix + "_NAME", name.Name)}";

    private string Equal(string column, string name) => $"{column} = {ClientText.Literal(name, modes)}";
}
