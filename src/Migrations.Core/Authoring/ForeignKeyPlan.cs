using Migrations.Core.Schemas;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Authoring;

/// <summary>The foreign keys of tables that are there already: added, changed, and made anew around a column whose type changes.</summary>
internal sealed class ForeignKeyPlan
{
    private readonly DdlPlan _plan;
    private readonly IReadOnlyList<(Table From, Table To)> _pairs;
    private readonly ComparisonOptions _options;
    private readonly HashSet<(string Table, string Column)> _retyped;

    public ForeignKeyPlan(DdlPlan plan, IReadOnlyList<(Table From, Table To)> pairs, ComparisonOptions options)
    {
        _plan = plan;
        _pairs = pairs;
        _options = options;
        _retyped = [.. pairs.SelectMany(pair => SchemaComparer.Compare(pair.To, pair.From, options)
            .Where(difference => difference.Kind is SchemaDifferenceKind.ColumnType or SchemaDifferenceKind.ColumnCollation)
            .Select(difference => (Key(pair.To.Name), Key(difference.Name!))))];
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
                if (there is not null && Is(there.Name, key.Name) && SchemaComparer.AreSame(key, there, _options) && !IsRetyped(to, key)) continue;
                // One without a name is found by the server's own, which no file knows.
                if (there is not null && there.Name is null && SchemaComparer.AreSame(key, there, _options) && !IsRetyped(to, key)) continue;
                Drop(to, there);
                _plan.Add(DdlPhase.AddForeignKeys, SqlWriter.AddForeignKey(to, key));
            }
            foreach (var extra in free)
            {
                var isRetyped = IsRetyped(to, extra);
                if (_plan.AllowDestructive || isRetyped) Drop(to, extra);
                if (_plan.AllowDestructive) continue;
                if (isRetyped) _plan.Add(DdlPhase.AddForeignKeys, SqlWriter.AddForeignKey(to, extra));
                _plan.Keep($"the foreign key {to.Name}.{extra.Name ?? extra.Columns[0]}");
            }
        }
    }

    private void Drop(Table table, ForeignKey? key)
    {
        // A name that is too long is in files only: no server took it.
        if (key?.Name is { } name && !LongNames.IsTooLong(name))
            _plan.Add(DdlPhase.DropForeignKeys, $"ALTER TABLE {SqlWriter.TableName(table)} DROP FOREIGN KEY IF EXISTS {SqlName.Quote(name)};");
    }

    // Servers change no type under a foreign key (MySQL 3780, 1832; MariaDB 1832, 1833).
    private bool IsRetyped(Table table, ForeignKey key) =>
        key.Columns.Any(column => _retyped.Contains((Key(table.Name), Key(column)))) || key.ReferencedColumns.Any(column => _retyped.Contains((Key(key.ReferencedTable), Key(column))));

    private static string Key(string name) => name.ToLowerInvariant();

    private static bool Is(string? name, string? other) => name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
