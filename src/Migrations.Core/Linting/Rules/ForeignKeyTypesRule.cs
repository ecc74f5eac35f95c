using Migrations.Core.Schemas;
using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>Foreign keys between columns that a server does not compare.</summary>
/// <remarks>Which types match was seen on MySQL 9.7 and MariaDB 10.11: lengths, precisions and CHAR or VARCHAR do not matter; size and sign of integers, character sets and collations do.</remarks>
internal sealed class ForeignKeyTypesRule() : LintRule(new MigrationRule(
    "foreign-key-types", FindingSeverity.Error, "A foreign key between columns of types that do not match."))
{
    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        foreach (var made in statement.ForeignKeys())
        {
            var key = made.ForeignKey;
            if (made.Table is not { } child || statement.After.Find(key.ReferencedDatabase, key.ReferencedTable) is not { } parent) continue;
            // Other engines pass foreign keys by.
            if (IsOther(child.Engine) || IsOther(parent.Engine)) continue;
            if (key.Columns.Count != key.ReferencedColumns.Count) continue;
            for (var i = 0; i < key.Columns.Count; i++)
            {
                if (ColumnOf(child, key.Columns[i]) is not { } from || ColumnOf(parent, key.ReferencedColumns[i]) is not { } to) continue;
                if (Difference(child, from, parent, to) is not { } difference) continue;
                yield return new Spot(
                    made.Span, $"{Wording.Typed(child, from)} and {Wording.Typed(parent, to)}: {difference}, and servers refuse the foreign key (MySQL 3780, MariaDB 1005).",
                    $"Give {Wording.Quoted(from.Name)} the type of the column that it references.");
                break;
            }
        }
    }

    private static bool IsOther(string? engine) => engine is not null && !SchemaState.Same(engine, "InnoDB");

    private static Column? ColumnOf(Table table, string name) => table.Columns.FirstOrDefault(column => SchemaState.Same(column.Name, name));

    private static string? Difference(Table child, Column from, Table parent, Column to)
    {
        var (one, other) = (Storage.TypeOf(from), Storage.TypeOf(to));
        if (FamilyOf(one) is not { } family || FamilyOf(other) is not { } otherFamily) return null;
        if (family != otherFamily) return "their types are of different kinds";
        if (one.IsInteger) return one.Name != other.Name ? "the integers differ in size" : one.IsUnsigned != other.IsUnsigned ? "only one is unsigned" : null;
        if (family != "text") return null;
        if (Storage.CharacterSetOf(child, from) is { } set && Storage.CharacterSetOf(parent, to) is { } otherSet && set != otherSet)
            return $"their character sets differ ({set} and {otherSet})";
        return Storage.CollationOf(child, from) is { } collation && Storage.CollationOf(parent, to) is { } otherCollation && collation != otherCollation
            ? $"their collations differ ({collation} and {otherCollation})" : null;
    }

    private static string? FamilyOf(CanonicalType type) => type switch
    {
        { IsInteger: true } => "integer",
        { Name: "char" or "varchar" } => "text",
        { Name: "decimal" } => "decimal",
        _ => null,
    };
}
