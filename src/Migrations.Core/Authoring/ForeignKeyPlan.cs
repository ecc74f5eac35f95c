using Migrations.Core.Schemas;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Authoring;

/// <summary>The foreign keys of tables that are there already: added, changed, and made anew around a column whose type or key changes.</summary>
internal sealed class ForeignKeyPlan
{
    private readonly DdlPlan _plan;
    private readonly IReadOnlyList<(Table From, Table To)> _pairs;
    private readonly ComparisonOptions _options;
    private readonly HashSet<(string Table, string Column)> _touched;

    public ForeignKeyPlan(DdlPlan plan, IReadOnlyList<(Table From, Table To)> pairs, ComparisonOptions options)
    {
        _plan = plan;
        _pairs = pairs;
        _options = options;
        _touched = [.. pairs.SelectMany(pair => TouchedColumns(pair.From, pair.To).Select(column => (Key(pair.To.Name), Key(column))))];
    }

    // Servers change no type under a foreign key (MySQL 3780, 1832; MariaDB 1832, 1833), and take no index from under it (1553).
    private IEnumerable<string> TouchedColumns(Table from, Table to)
    {
        foreach (var difference in SchemaComparer.Compare(to, from, _options))
        {
            var isColumn = difference.Kind is SchemaDifferenceKind.ColumnType or SchemaDifferenceKind.ColumnCollation;
            var isKey = difference.Kind == SchemaDifferenceKind.PrimaryKeyDefinition || (difference.Kind == SchemaDifferenceKind.ExtraPrimaryKey && _plan.AllowDestructive);
            var isIndex = difference.Kind is SchemaDifferenceKind.IndexDefinition or SchemaDifferenceKind.UniqueDefinition
                || (difference.Kind is SchemaDifferenceKind.ExtraIndex or SchemaDifferenceKind.ExtraUnique && _plan.AllowDestructive);
            if (isColumn) yield return difference.Name!;
            if (isKey && from.PrimaryKey?.Parts[0].Column is { } first) yield return first;
            if (!isIndex) continue;
            var before = from.Indexes.FirstOrDefault(index => Is(index.Name, difference.Name));
            var after = to.Indexes.FirstOrDefault(index => Is(index.Name, difference.Name));
            if (before?.Parts[0].Column is { } leading && !Is(leading, after?.Parts[0].Column)) yield return leading;
        }
    }

    public void Add()
    {
        foreach (var (from, to) in _pairs)
        {
            var free = from.ForeignKeys.ToList();
            foreach (var key in to.ForeignKeys)
            {
                // By its name, else by what it says: then it only has another name now.
                var there = free.Find(candidate => Is(candidate.Name, key.Name)) ?? free.Find(candidate => SchemaComparer.AreSame(key, candidate, _options) && !to.ForeignKeys.Any(other => Is(other.Name, candidate.Name)));
                if (there is not null) free.Remove(there);
                if (there is not null && Is(there.Name, key.Name) && SchemaComparer.AreSame(key, there, _options) && !IsTouched(to, key)) continue;
                // One without a name is found by the server's own, which no file knows.
                if (there is not null && there.Name is null && SchemaComparer.AreSame(key, there, _options) && !IsTouched(to, key)) continue;
                Drop(to, there);
                _plan.Add(DdlPhase.AddForeignKeys, SqlWriter.AddForeignKey(to, key));
            }
            foreach (var extra in free)
            {
                var isTouched = IsTouched(to, extra);
                if (_plan.AllowDestructive || isTouched) Drop(to, extra);
                if (_plan.AllowDestructive) continue;
                if (isTouched) _plan.Add(DdlPhase.AddForeignKeys, SqlWriter.AddForeignKey(to, extra));
                _plan.Keep($"the foreign key {to.Name}.{extra.Name ?? extra.Columns[0]}");
            }
        }
    }

    /// <summary>A table that is dropped goes last; where it refers to a column that changes before, its foreign key must go first.</summary>
    public void MakeWayOf(IEnumerable<Table> gone)
    {
        if (!_plan.AllowDestructive) return;
        foreach (var table in gone)
        {
            foreach (var key in table.ForeignKeys.Where(key => key.Name is not null && IsTouched(table, key)))
                _plan.Add(DdlPhase.DropForeignKeys, $"ALTER TABLE IF EXISTS {SqlWriter.TableName(table)} DROP FOREIGN KEY IF EXISTS {SqlName.Quote(key.Name!)};");
        }
    }

    private void Drop(Table table, ForeignKey? key)
    {
        // A name that is too long is in files only: no server took it.
        if (key?.Name is { } name && !LongNames.IsTooLong(name))
            _plan.Add(DdlPhase.DropForeignKeys, $"ALTER TABLE {SqlWriter.TableName(table)} DROP FOREIGN KEY IF EXISTS {SqlName.Quote(name)};");
    }

    private bool IsTouched(Table table, ForeignKey key) =>
        key.Columns.Any(column => _touched.Contains((Key(table.Name), Key(column)))) || key.ReferencedColumns.Any(column => _touched.Contains((Key(key.ReferencedTable), Key(column))));

    private static string Key(string name) => name.ToLowerInvariant();

    private static bool Is(string? name, string? other) => name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
