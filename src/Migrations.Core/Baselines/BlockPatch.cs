using Migrations.Core.Schemas;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Baselines;

/// <summary>Brings one <c>CREATE TABLE</c> to its expected table, definition by definition.</summary>
internal sealed class BlockPatch
{
    private readonly TextFile _file;
    private readonly CreateTableStatement _statement;
    private readonly Table _expected;
    private readonly TableBlock _block;
    private readonly List<BaselineChange> _changes = [];
    private readonly HashSet<TableBlock.Item> _touched = [];
    private readonly Dictionary<TableBlock.Item, string> _added = [];
    private readonly Dictionary<TableBlock.Item, int> _lines = [];

    private BlockPatch(TextFile file, CreateTableStatement statement, Table expected)
    {
        _file = file;
        _statement = statement;
        _expected = expected;
        _block = new TableBlock(statement, file.NewLine);
    }

    /// <summary>Makes the changes.</summary>
    /// <param name="file">The baseline.</param>
    /// <param name="statement">The table's statement in it; it must have a body.</param>
    /// <param name="expected">The table as it should be, with names that servers accept.</param>
    /// <param name="differences">The differences between it and all the project's files.</param>
    /// <returns>The statement's new text and the changes; none where the differences are other files' business.</returns>
    public static (string Text, IReadOnlyList<BaselineChange> Changes) Apply(
        TextFile file, CreateTableStatement statement, Table expected, IReadOnlyList<SchemaDifference> differences)
    {
        var patch = new BlockPatch(file, statement, expected);
        foreach (var difference in differences) patch.Apply(difference);
        return (patch._block.ToString(), patch._changes);
    }

    private void Apply(SchemaDifference difference)
    {
        switch (difference.Kind)
        {
            case SchemaDifferenceKind.MissingColumn:
                AddColumn(_expected.Columns.First(column => Is(column.Name, difference.Name)));
                break;
            case SchemaDifferenceKind.ExtraColumn:
                if (Find<ColumnElement>(element => Is(element.Column.Name, difference.Name)) is { } extra) Remove(extra, difference.Name);
                break;
            case SchemaDifferenceKind.ColumnType or SchemaDifferenceKind.EnumValues or SchemaDifferenceKind.ColumnNullability
                or SchemaDifferenceKind.ColumnDefault or SchemaDifferenceKind.ColumnOnUpdate or SchemaDifferenceKind.ColumnAutoIncrement
                or SchemaDifferenceKind.ColumnGenerated or SchemaDifferenceKind.ColumnCollation or SchemaDifferenceKind.ColumnComment:
                if (Find<ColumnElement>(element => Is(element.Column.Name, difference.Name)) is { } column) RewriteColumn(column);
                break;
            case SchemaDifferenceKind.MissingPrimaryKey or SchemaDifferenceKind.ExtraPrimaryKey or SchemaDifferenceKind.PrimaryKeyDefinition:
                ChangePrimaryKey();
                break;
            case SchemaDifferenceKind.MissingUnique or SchemaDifferenceKind.UniqueDefinition or SchemaDifferenceKind.ExtraUnique
                or SchemaDifferenceKind.MissingIndex or SchemaDifferenceKind.IndexDefinition or SchemaDifferenceKind.ExtraIndex:
                ChangeIndex(difference);
                break;
            case SchemaDifferenceKind.ForeignKeyDefinition or SchemaDifferenceKind.ExtraForeignKey:
                ChangeForeignKey(difference);
                break;
            case SchemaDifferenceKind.MissingCheck or SchemaDifferenceKind.CheckDefinition or SchemaDifferenceKind.ExtraCheck:
                ChangeCheck(difference);
                break;
        }
    }

    // Behind the nearest column that comes before it in the schema and is in the block; the order of the others stays.
    private void AddColumn(Column column)
    {
        TableBlock.Item? behind = null;
        foreach (var before in _expected.Columns.TakeWhile(other => !ReferenceEquals(other, column)))
            behind = FindItem(item => Is(NameOf(item), before.Name) && IsColumn(item)) ?? behind;
        Add(behind, SqlWriter.Column(column), column.Name);
    }

    private string? NameOf(TableBlock.Item item) => item.Element is ColumnElement column ? column.Column.Name : _added.TryGetValue(item, out var name) ? name : null;

    private bool IsColumn(TableBlock.Item item) => item.Element is ColumnElement || _added.ContainsKey(item);

    private void Add(TableBlock.Item? behind, string text, string? name)
    {
        var item = _block.Insert(behind, text);
        if (_expected.Columns.Any(column => Is(column.Name, name))) _added[item] = name!;
        // An addition behind an addition follows the same line of the file.
        var change = Change(BaselineChangeKind.LineAdded, behind?.Element, name, null, text);
        if (behind is not null && _lines.TryGetValue(behind, out var line)) change = change with { Line = line };
        _lines[item] = change.Line;
        _changes.Add(change);
    }

    private void AddLast(string text, string? name) => Add(_block.Items.LastOrDefault(), text, name);

    // The keys that the definition itself declares stay with it, as long as the table should have them.
    private void RewriteColumn(TableBlock.Item item)
    {
        if (!_touched.Add(item)) return;
        var element = (ColumnElement)item.Element!;
        var column = _expected.Columns.First(candidate => Is(candidate.Name, element.Column.Name));
        var key = element.IsPrimaryKey && _expected.PrimaryKey?.Parts is [{ Column: { } only }] && Is(only, column.Name) ? " PRIMARY KEY" : "";
        Replace(item, SqlWriter.Column(column) + key, column.Name);
    }

    private void ChangePrimaryKey()
    {
        // While a column is in the key, its NOT NULL is the key's; once it leaves, the difference would show at the next look only.
        foreach (var item in _block.Items.Where(item => item.Element is ColumnElement { Column.IsNullable: false }).ToList())
        {
            var expected = _expected.Columns.FirstOrDefault(column => Is(column.Name, NameOf(item)));
            if (expected is { IsNullable: true } && !ColumnComparer.IsInKey(_expected.PrimaryKey, expected.Name) && !CanonicalType.Of(expected.Type).IsSerial) RewriteColumn(item);
        }
        if (Find<PrimaryKeyElement>(_ => true) is { } line)
        {
            if (_expected.PrimaryKey is { } changed) Replace(line, SqlWriter.PrimaryKey(_expected, changed), null);
            else Remove(line, null);
            return;
        }
        foreach (var item in _block.Items.Where(item => item.Element is ColumnElement { IsPrimaryKey: true }).ToList())
        {
            if (_expected.Columns.Any(column => Is(column.Name, NameOf(item))) && _touched.Add(item))
                Replace(item, SqlWriter.Column(_expected.Columns.First(column => Is(column.Name, NameOf(item)))), NameOf(item));
        }
        if (_expected.PrimaryKey is { } key) Add(_block.Items.LastOrDefault(IsColumn), SqlWriter.PrimaryKey(_expected, key), null);
    }

    private void ChangeIndex(SchemaDifference difference)
    {
        var expected = _expected.Indexes.FirstOrDefault(index => Is(index.Name, difference.Name));
        var line = Find<IndexElement>(element => Is(element.Index.Name ?? element.Index.Parts.FirstOrDefault()?.Column, difference.Name));
        var isExtra = difference.Kind is SchemaDifferenceKind.ExtraIndex or SchemaDifferenceKind.ExtraUnique;
        if (line is not null && (isExtra || expected is null)) Remove(line, difference.Name);
        else if (line is not null) Replace(line, SqlWriter.IsTableLine(expected!) ? SqlWriter.Unique(expected!) : SqlWriter.Index(expected!), difference.Name);
        else if (isExtra && Find<ColumnElement>(element => element.IsUnique && Is(element.Column.Name, difference.Name)) is { } column) RewriteColumn(column);
        else if (difference.Kind == SchemaDifferenceKind.MissingUnique && expected is not null && SqlWriter.IsTableLine(expected))
            AddLast(SqlWriter.Unique(expected), difference.Name);
    }

    private void ChangeForeignKey(SchemaDifference difference)
    {
        var expected = _expected.ForeignKeys.FirstOrDefault(key => Is(key.Name, difference.Name));
        var line = Find<ForeignKeyElement>(element => Is(element.ForeignKey.Name ?? element.ForeignKey.Columns[0], difference.Name));
        if (line is null) return;
        if (difference.Kind == SchemaDifferenceKind.ExtraForeignKey || expected is null) Remove(line, difference.Name);
        else Replace(line, SqlWriter.ForeignKey(expected), difference.Name);
    }

    private void ChangeCheck(SchemaDifference difference)
    {
        var expected = _expected.Checks.FirstOrDefault(check => Is(check.Name, difference.Name));
        var line = difference.Name is null
            ? Find<CheckElement>(element => element.Check.Name is null && SqlWriter.Check(element.Check) == difference.Actual)
            : Find<CheckElement>(element => Is(element.Check.Name, difference.Name));
        if (difference.Kind == SchemaDifferenceKind.MissingCheck && expected is not null) AddLast(SqlWriter.Check(expected), difference.Name);
        else if (line is not null && difference.Kind == SchemaDifferenceKind.ExtraCheck) Remove(line, difference.Name);
        else if (line is not null && expected is not null) Replace(line, SqlWriter.Check(expected), difference.Name);
    }

    private void Replace(TableBlock.Item item, string text, string? name)
    {
        if (item.Text == text) return;
        _changes.Add(Change(BaselineChangeKind.LineChanged, item.Element, name, item.Text, text));
        _block.Replace(item, text);
    }

    private void Remove(TableBlock.Item item, string? name)
    {
        _changes.Add(Change(BaselineChangeKind.LineRemoved, item.Element, name, item.Text, null));
        _block.Remove(item);
    }

    private BaselineChange Change(BaselineChangeKind kind, TableElement? at, string? name, string? before, string? after) => new()
    {
        Kind = kind,
        Table = _expected.Name,
        Name = name,
        File = _file.Path,
        Line = _file.LineAt(at?.Span.Start ?? _statement.Span.Start),
        Before = before,
        After = after,
        Outcome = WriteOutcome.Planned,
    };

    private TableBlock.Item? Find<T>(Func<T, bool> which)
        where T : TableElement => FindItem(item => item.Element is T element && which(element));

    private TableBlock.Item? FindItem(Func<TableBlock.Item, bool> which) => _block.Items.FirstOrDefault(which);

    private static bool Is(string? name, string? other) => name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
