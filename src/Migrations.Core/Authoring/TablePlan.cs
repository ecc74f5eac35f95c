using Migrations.Core.Schemas;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Authoring;

/// <summary>The columns, keys, indexes and checks of a table that is there already.</summary>
internal sealed class TablePlan
{
    private readonly DdlPlan _plan;
    private readonly Table _from;
    private readonly Table _to;
    private readonly ComparisonOptions _options;
    private readonly string _alter;
    private readonly ILookup<string, SchemaDifferenceKind> _columns;
    private readonly HashSet<SchemaDifferenceKind> _ofTable;
    // What must be said in one statement with the primary key: a server keeps an AUTO_INCREMENT column in a key at every moment (1075).
    private readonly List<string> _keyClauses = [];

    public TablePlan(DdlPlan plan, Table from, Table to, ComparisonOptions options)
    {
        _plan = plan;
        _from = from;
        _to = to;
        _options = options;
        _alter = $"ALTER TABLE {SqlWriter.TableName(to)} ";
        var differences = SchemaComparer.Compare(to, from, options);
        _columns = differences.Where(difference => IsOfColumn(difference.Kind)).ToLookup(difference => difference.Name!, difference => difference.Kind, StringComparer.OrdinalIgnoreCase);
        _ofTable = [.. differences.Select(difference => difference.Kind)];
    }

    public void Add()
    {
        AddColumns();
        ChangeColumns();
        ChangePrimaryKey();
        ChangeIndexes();
        DropColumns();
        ChangeChecks();
    }

    private bool ChangesPrimaryKey =>
        _ofTable.Contains(SchemaDifferenceKind.MissingPrimaryKey) || _ofTable.Contains(SchemaDifferenceKind.PrimaryKeyDefinition)
        || (_ofTable.Contains(SchemaDifferenceKind.ExtraPrimaryKey) && _plan.AllowDestructive);

    private bool IsKept(PrimaryKey? key, string column) => !ChangesPrimaryKey && ColumnComparer.IsInKey(key, column);

    private void AddColumns()
    {
        var there = new HashSet<string>(_from.Columns.Select(column => column.Name), StringComparer.OrdinalIgnoreCase);
        var missing = _to.Columns.Where(column => _columns[column.Name].Contains(SchemaDifferenceKind.MissingColumn)).ToList();
        // A generated column may be made of ones that come behind it.
        foreach (var column in missing.OrderBy(column => column.Generated is not null)) // stable
        {
            var clause = $"ADD COLUMN IF NOT EXISTS {SqlWriter.Column(AcceptedForm.Of(column))}{Place(column, there)}";
            there.Add(column.Name);
            if (!column.IsAutoIncrement || CanonicalType.Of(column.Type).IsSerial) _plan.Add(DdlPhase.AddColumns, _alter + clause + ";");
            else if (ChangesPrimaryKey) _keyClauses.Add(clause);
            else _plan.Add(DdlPhase.AddColumns, _alter + string.Join(", ", [clause, .. KeysOf(column)]) + ";");
        }
    }

    // At the place that the schema gives it, behind the nearest column that is there by then.
    private string Place(Column column, HashSet<string> there)
    {
        var number = _to.Columns.TakeWhile(other => !ReferenceEquals(other, column)).Count();
        if (!_to.Columns.Skip(number + 1).Any(other => there.Contains(other.Name))) return "";
        var before = _to.Columns.Take(number).LastOrDefault(other => there.Contains(other.Name));
        return before is null ? " FIRST" : $" AFTER {SqlName.Quote(before.Name)}";
    }

    private IEnumerable<string> KeysOf(Column column) => _to.Indexes
        .Where(index => index.Parts.Count > 0 && Is(index.Parts[0].Column, column.Name) && index.Name is not null && !_from.Indexes.Any(other => Is(other.Name, index.Name)))
        .Take(1).Select(index => "ADD " + IfNotExists(index));

    private static string IfNotExists(TableIndex index)
    {
        var text = SqlWriter.Index(index);
        var at = text.IndexOf("INDEX ", StringComparison.Ordinal) + "INDEX ".Length;
        return text.Insert(at, "IF NOT EXISTS ");
    }

    private void ChangeColumns()
    {
        foreach (var column in _to.Columns)
        {
            var there = _from.Columns.FirstOrDefault(candidate => Is(candidate.Name, column.Name));
            var kinds = _columns[column.Name].Where(kind => kind != SchemaDifferenceKind.MissingColumn).ToList();
            // What leaves the key stays NOT NULL on a server unless it is said, and it can be said only with the key.
            var leavesKey = ChangesPrimaryKey && column.IsNullable && !CanonicalType.Of(column.Type).IsSerial
                && ColumnComparer.IsInKey(_from.PrimaryKey, column.Name) && !ColumnComparer.IsInKey(_to.PrimaryKey, column.Name);
            if (there is null || (kinds.Count == 0 && !leavesKey)) continue;
            if (MendingSql.NeedsReplacement(column, there) || (column.Generated is not null && there.Generated is null))
            {
                Replace(column, there);
                continue;
            }
            var modify = Modify(column, there);
            if (leavesKey || (ChangesPrimaryKey && kinds.Contains(SchemaDifferenceKind.ColumnAutoIncrement))) _keyClauses.Add(modify);
            else if (kinds.Contains(SchemaDifferenceKind.ColumnAutoIncrement) && column.IsAutoIncrement && !ColumnComparer.IsInKey(_to.PrimaryKey, column.Name))
                _plan.Add(DdlPhase.ChangeColumns, _alter + string.Join(", ", [modify, .. KeysOf(column)]) + ";");
            // An index that fits the new type alone changes with it: a TEXT, say, needs a length there.
            else if (kinds.Contains(SchemaDifferenceKind.ColumnType) && ReplacedIndexes().Where(pair => pair.To.Parts.Concat(pair.From.Parts).Any(part => Is(part.Column, column.Name))).ToList() is { Count: > 0 } indexes)
                _plan.Add(DdlPhase.ChangeColumns, _alter + string.Join(", ", [modify, .. indexes.SelectMany(pair => Clauses(pair.From, pair.To))]) + ";");
            else _plan.Add(DdlPhase.ChangeColumns, _alter + modify + ";");
        }
    }

    private string Modify(Column column, Column there)
    {
        var sql = MendingSql.ModifyColumn(_to, AcceptedForm.OfChanged(column), there);
        return sql.Substring(_alter.Length).TrimEnd(';');
    }

    // No server turns one into the other. What is generated can be generated again; anything else would be lost.
    private void Replace(Column column, Column there)
    {
        if (!_plan.AllowDestructive && (there.Generated is null || column.Generated is null))
        {
            throw new MigrationException(
                ErrorIds.DestructiveChange,
                $"The column {_to.Name}.{column.Name} can only become {(column.Generated is null ? "an ordinary" : "a generated")} one by being dropped and made anew, and its values are lost then.",
                "Give it another name, and let the old column stay; or allow it with -AllowDestructive.", column.Location ?? _to.Location, $"{_to.Name}.{column.Name}");
        }
        var after = new HashSet<string>(_to.Columns.Where(other => other != column).Select(other => other.Name), StringComparer.OrdinalIgnoreCase);
        _plan.Add(DdlPhase.ChangeColumns, $"{_alter}DROP COLUMN IF EXISTS {SqlName.Quote(column.Name)};");
        _plan.Add(DdlPhase.ChangeColumns, $"{_alter}ADD COLUMN IF NOT EXISTS {SqlWriter.Column(AcceptedForm.Of(column))}{Place(column, after)};");
    }

    private void ChangePrimaryKey()
    {
        if (_ofTable.Contains(SchemaDifferenceKind.ExtraPrimaryKey) && !_plan.AllowDestructive) _plan.Keep($"the primary key of {_to.Name}");
        if (!ChangesPrimaryKey) return;
        foreach (var extra in Extra().Where(column => column.IsAutoIncrement || CanonicalType.Of(column.Type).IsSerial))
            _keyClauses.Add("MODIFY COLUMN " + SqlWriter.Column(Relaxed(extra)));
        if (_from.PrimaryKey is not null) _keyClauses.Add("DROP PRIMARY KEY");
        if (_to.PrimaryKey is { } key) _keyClauses.Add($"ADD PRIMARY KEY {(_from.PrimaryKey is null ? "IF NOT EXISTS " : "")}{SqlWriter.Parts(key.Parts)}");
        _plan.Add(DdlPhase.ChangeKeys, _alter + string.Join(", ", _keyClauses) + ";");
    }

    private IEnumerable<Column> Extra() => _from.Columns.Where(column => _columns[column.Name].Contains(SchemaDifferenceKind.ExtraColumn));

    private static Column Relaxed(Column column)
    {
        var type = CanonicalType.Of(column.Type);
        return AcceptedForm.Of(type.IsSerial ? column with { Type = "bigint unsigned" } : column) with { IsAutoIncrement = false, IsNullable = true };
    }

    private void DropColumns()
    {
        // One that is generated may be made of another.
        foreach (var column in Extra().OrderBy(column => column.Generated is null))
        {
            _plan.Drop(DdlPhase.DropColumns, $"the column {_to.Name}.{column.Name} {column.Type}", $"{_alter}DROP COLUMN IF EXISTS {SqlName.Quote(column.Name)};");
            if (_plan.AllowDestructive || !BlocksInserts(column)) continue;
            // The application no longer names it in its inserts.
            _plan.Add(DdlPhase.DropColumns, $"{_alter}MODIFY COLUMN {SqlWriter.Column(Relaxed(column))};");
        }
    }

    private bool BlocksInserts(Column column) =>
        (!column.IsNullable || ColumnComparer.IsInKey(_from.PrimaryKey, column.Name)) && column.Default is null && column.Generated is null && !IsKept(_from.PrimaryKey, column.Name)
        && !column.IsAutoIncrement && !CanonicalType.Of(column.Type).IsSerial;

    private IEnumerable<(TableIndex From, TableIndex To)> ReplacedIndexes() =>
        from index in _to.Indexes
        let there = _from.Indexes.FirstOrDefault(candidate => Is(candidate.Name, index.Name))
        where there is not null && !SchemaComparer.AreSame(index, _to, there, _options)
        select (there, index);

    private static IEnumerable<string> Clauses(TableIndex from, TableIndex to) => [$"DROP INDEX {SqlName.Quote(from.Name!)}", "ADD " + SqlWriter.Index(to with { Name = from.Name })];

    private void ChangeIndexes()
    {
        // In one statement: a foreign key may need one of the two at every moment.
        foreach (var (from, to) in ReplacedIndexes()) _plan.Add(DdlPhase.ChangeIndexes, _alter + string.Join(", ", Clauses(from, to)) + ";");

        var free = _from.Indexes.Where(index => !_to.Indexes.Any(other => Is(other.Name, index.Name))).ToList();
        foreach (var index in _to.Indexes.Where(index => !_from.Indexes.Any(other => Is(other.Name, index.Name))))
        {
            var same = free.Find(candidate => SchemaComparer.AreSame(index, _to, candidate, _options));
            if (same is not null) free.Remove(same);
            if (index.Name is null)
            {
                if (same is null) _plan.Add(DdlPhase.ChangeIndexes, MendingSql.AddIndex(_to, index));
            }
            else if (same?.Name is { } old && !LongNames.IsTooLong(old))
            {
                _plan.Add(DdlPhase.ChangeIndexes, $"{_alter}RENAME INDEX IF EXISTS {SqlName.Quote(old)} TO {SqlName.Quote(index.Name)};");
            }
            else
            {
                _plan.Add(DdlPhase.ChangeIndexes, SqlWriter.CreateIndex(_to, index, ifNotExists: true));
            }
        }
        foreach (var extra in free.Where(IsExtra))
            _plan.Drop(DdlPhase.ChangeIndexes, $"the index {_to.Name}.{extra.Name ?? extra.Parts[0].Column}", $"DROP INDEX IF EXISTS {SqlName.Quote(extra.Name ?? extra.Parts[0].Column!)} ON {SqlWriter.TableName(_to)};");
    }

    // The comparison knows which indexes come of a foreign key or of SERIAL by themselves.
    private bool IsExtra(TableIndex index) => SchemaComparer.Compare(_to, _from, _options).Any(difference =>
        difference.Kind is SchemaDifferenceKind.ExtraIndex or SchemaDifferenceKind.ExtraUnique && Is(difference.Name, index.Name ?? index.Parts.FirstOrDefault()?.Column));

    private void ChangeChecks()
    {
        var free = _from.Checks.ToList();
        foreach (var check in _to.Checks)
        {
            var there = free.Find(candidate => Is(candidate.Name, check.Name)) ?? free.Find(candidate => SchemaComparer.AreSame(check, candidate) && !_to.Checks.Any(other => Is(other.Name, candidate.Name)));
            if (there is not null) free.Remove(there);
            if (there is not null && (there.Name is null || Is(there.Name, check.Name)) && SchemaComparer.AreSame(check, there)) continue;
            if (there?.Name is { } old && !LongNames.IsTooLong(old)) _plan.Add(DdlPhase.DropChecks, $"{_alter}DROP CONSTRAINT IF EXISTS {SqlName.Quote(old)};");
            _plan.Add(DdlPhase.AddChecks, _alter + "ADD " + SqlWriter.Check(check) + ";");
        }
        if (!_ofTable.Contains(SchemaDifferenceKind.ExtraCheck)) return;
        foreach (var extra in free.Where(extra => extra.Name is not null))
            _plan.Drop(DdlPhase.DropChecks, $"the check {_to.Name}.{extra.Name}", $"{_alter}DROP CONSTRAINT IF EXISTS {SqlName.Quote(extra.Name!)};");
    }

    private static bool IsOfColumn(SchemaDifferenceKind kind) => kind is SchemaDifferenceKind.MissingColumn or SchemaDifferenceKind.ExtraColumn
        or SchemaDifferenceKind.ColumnType or SchemaDifferenceKind.EnumValues or SchemaDifferenceKind.ColumnNullability or SchemaDifferenceKind.ColumnDefault
        or SchemaDifferenceKind.ColumnOnUpdate or SchemaDifferenceKind.ColumnAutoIncrement or SchemaDifferenceKind.ColumnGenerated
        or SchemaDifferenceKind.ColumnCollation or SchemaDifferenceKind.ColumnComment;

    private static bool Is(string? name, string? other) => name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
