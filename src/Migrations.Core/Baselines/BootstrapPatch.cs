using Migrations.Core.Schemas;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Baselines;

/// <summary>The work on one bootstrap file: statements and clauses are changed, added and taken out; everything else keeps its bytes.</summary>
internal sealed class BootstrapPatch
{
    private readonly TextFile _file;
    private readonly SqlScript _script;
    private readonly IReadOnlyList<DdlStatement> _statements;
    private readonly bool _isIndexes;
    private readonly TextEdits _edits = new();
    private readonly List<(int Offset, BootstrapChange Change)> _changes = [];
    private readonly HashSet<(int Statement, AlterClause? Clause)> _removed = [];
    private readonly List<(string Table, string Name, string Sql, string? LongName)> _added = [];

    public BootstrapPatch(TextFile file, bool isIndexes)
    {
        _file = file;
        _isIndexes = isIndexes;
        _script = SqlScript.Parse(file.Source);
        _statements = [.. _script.Statements.Select(DdlParser.Parse)];
    }

    /// <summary>Brings the file to a schema.</summary>
    /// <param name="expected">The schema.</param>
    /// <param name="actual">What all the project's files make together.</param>
    /// <param name="gone">Tables whose statements are taken out.</param>
    public FileUpdate<BootstrapChange> Apply(DatabaseSchema expected, DatabaseSchema actual, IReadOnlyCollection<string> gone)
    {
        foreach (var source in expected.Tables.Where(table => table.Database is null))
        {
            var table = ShortNames.Of(source);
            if (actual.Tables.FirstOrDefault(candidate => Is(candidate.Name, table.Name)) is not { } there) continue;
            foreach (var difference in SchemaComparer.Compare(table, there)) Apply(source, table, difference);
        }
        foreach (var (number, entry) in Entries().Where(item => IsGone(item.Entry.Table)))
        {
            _removed.Add((number, entry.Clause));
            Report(Removed, entry.Table, entry.Name, entry.Start, entry.Text, null, null);
        }
        // Only now is it known what goes: an addition may not lean on a statement that is taken out.
        foreach (var (table, name, sql, longName) in _added) Add(table, name, sql, longName);
        TakeOut();
        foreach (var (entry, name) in Entries().Where(item => !IsGone(item.Entry.Table) && !expected.Tables.Any(table => Is(table.Name, item.Entry.Table))).Select(item => (item.Entry, item.Entry.Name)))
            Report(BootstrapChangeKind.NotInSchema, entry.Table, name, entry.Start, entry.Text, null, null, WriteOutcome.None);
        var text = _edits.ApplyTo(_file.Source.Text);
        if (_script.Statements.Count == 0 && text.Length > 0 && text[text.Length - 1] != '\n') text += _file.NewLine;
        return new FileUpdate<BootstrapChange>(_file, text, [.. _changes.OrderBy(item => item.Offset).Select(item => item.Change)]);

        bool IsGone(string table) => gone.Any(name => Is(name, table)) && !expected.Tables.Any(other => Is(other.Name, table));
    }

    /// <summary>Writes the file anew, its header comment kept.</summary>
    public FileUpdate<BootstrapChange> Rewrite(IReadOnlyList<BootstrapStatement> statements)
    {
        var left = statements.ToList();
        for (var i = 0; i < _statements.Count; i++)
        {
            var before = _statements[i];
            var entry = Entries().FirstOrDefault(item => item.Statement == i).Entry;
            var number = entry is null ? -1 : left.FindIndex(statement => Is(statement.Name, entry.Name) && Is(statement.Table.Name, entry.Table));
            var after = number < 0 ? null : left[number];
            if (number >= 0) left.RemoveAt(number);
            if (after?.Sql == before.Text + ";") continue;
            var kind = entry is null ? BootstrapChangeKind.StatementRemoved : after is null ? Removed : Changed;
            Report(kind, entry?.Table ?? "", entry?.Name, before.Span.Start, before.Text, after?.Sql, after is null ? null : ShortNames.LongNameOf(after.Table, after.Name));
        }
        var end = _file.Source.Text.Length;
        foreach (var statement in left)
            Report(Added, statement.Table.Name, statement.Name, end, null, statement.Sql, ShortNames.LongNameOf(statement.Table, statement.Name));
        var first = _script.Statements.Count == 0 ? end : _script.Statements[0].Start;
        var header = _file.Source.Text.Substring(0, first).TrimEnd();
        var text = header + (header.Length > 0 ? _file.NewLine + _file.NewLine : "") + string.Concat(statements.Select(statement => statement.Sql + _file.NewLine));
        return new FileUpdate<BootstrapChange>(_file, text, [.. _changes.Select(item => item.Change)]);
    }

    private BootstrapChangeKind Added => _isIndexes ? BootstrapChangeKind.IndexAdded : BootstrapChangeKind.ForeignKeyAdded;

    private BootstrapChangeKind Changed => _isIndexes ? BootstrapChangeKind.IndexChanged : BootstrapChangeKind.ForeignKeyChanged;

    private BootstrapChangeKind Removed => _isIndexes ? BootstrapChangeKind.IndexRemoved : BootstrapChangeKind.ForeignKeyRemoved;

    private void Apply(Table source, Table table, SchemaDifference difference)
    {
        var isIndex = difference.Kind is SchemaDifferenceKind.MissingIndex or SchemaDifferenceKind.IndexDefinition or SchemaDifferenceKind.ExtraIndex
            or SchemaDifferenceKind.MissingUnique or SchemaDifferenceKind.UniqueDefinition or SchemaDifferenceKind.ExtraUnique;
        var isForeignKey = difference.Kind is SchemaDifferenceKind.MissingForeignKey or SchemaDifferenceKind.ForeignKeyDefinition or SchemaDifferenceKind.ExtraForeignKey;
        if (_isIndexes ? !isIndex : !isForeignKey) return;
        var index = table.Indexes.FirstOrDefault(candidate => Is(candidate.Name, difference.Name));
        var key = table.ForeignKeys.FirstOrDefault(candidate => Is(candidate.Name ?? candidate.Columns[0], difference.Name));
        var sql = _isIndexes ? index?.Name is null ? null : SqlWriter.CreateIndex(table, index, ifNotExists: true) : key is null ? null : SqlWriter.AddForeignKey(table, key);
        var clause = _isIndexes ? index is null ? null : "ADD " + SqlWriter.Index(index) : key is null ? null : "ADD " + SqlWriter.ForeignKey(key);
        var longName = ShortNames.LongNameOf(source, difference.Name);
        switch (difference.Kind)
        {
            // A unique constraint stands in its table's statement, in the baseline.
            case SchemaDifferenceKind.MissingIndex or SchemaDifferenceKind.MissingUnique when index is not null && SqlWriter.IsTableLine(index):
                break;
            case SchemaDifferenceKind.MissingIndex or SchemaDifferenceKind.MissingUnique or SchemaDifferenceKind.MissingForeignKey:
                // The statement may be there under the long name: then this is a change of it.
                if (sql is null) break;
                if (longName is not null && Find(table.Name, longName) is { } named) Change(named, sql, clause!, difference.Name!, longName);
                else _added.Add((table.Name, difference.Name!, sql, longName));
                break;
            case SchemaDifferenceKind.ExtraIndex or SchemaDifferenceKind.ExtraUnique or SchemaDifferenceKind.ExtraForeignKey:
                if (LongNames.IsTooLong(difference.Name) && (source.Indexes.Any(other => Is(other.Name, difference.Name)) || source.ForeignKeys.Any(other => Is(other.Name, difference.Name)))) break;
                if (Find(table.Name, difference.Name) is { } extra)
                {
                    _removed.Add((extra.Statement, extra.Entry.Clause));
                    Report(Removed, table.Name, difference.Name, extra.Entry.Start, extra.Entry.Text, null, null);
                }
                break;
            default:
                if (sql is not null && Find(table.Name, difference.Name) is { } there) Change(there, sql, clause!, difference.Name!, longName);
                break;
        }
    }

    // A statement for this alone is written anew; of a longer ALTER TABLE only the clause is.
    private void Change((int Statement, Entry Entry) there, string sql, string clause, string name, string? longName)
    {
        var text = there.Entry.Clause is null ? sql.TrimEnd(';') : clause;
        _edits.Replace(there.Entry.Start, there.Entry.End, text);
        Report(Changed, there.Entry.Table, name, there.Entry.Start, there.Entry.Text, text, longName);
    }

    // Behind the last statement of the same table; where its statements are all taken out, in the place of the first of them; else at the end.
    private void Add(string table, string name, string sql, string? longName)
    {
        var text = _file.Source.Text;
        var ofTable = Entries().Where(item => Is(item.Entry.Table, table)).Select(item => item.Statement).ToList();
        if (ofTable.Count == 0) ofTable = [.. Enumerable.Range(0, _script.Statements.Count)];
        var last = ofTable.Where(statement => !IsTakenOut(statement)).DefaultIfEmpty(-1).Max();
        int offset;
        if (last < 0 && ofTable.Count > 0)
        {
            offset = WholeOf(ofTable.Min()).Start;
            _edits.Insert(offset, sql + _file.NewLine);
        }
        else if (last >= 0)
        {
            var before = _script.Statements[last];
            offset = before.FullEnd;
            if (offset == before.End || text[offset - 1] != ';') _edits.Insert(before.End, ";");
            // Comments on its line stay with it.
            var lexer = new SqlLexer(_file.Source, offset, text.Length, before.Modes);
            for (var token = lexer.Next(); token.Kind is SqlTokenKind.LineComment or SqlTokenKind.BlockComment
                || (token.Kind == SqlTokenKind.Whitespace && token.TextIn(text).IndexOf('\n') < 0); token = lexer.Next()) offset = token.End;
            _edits.Insert(offset, _file.NewLine + sql);
        }
        else
        {
            offset = text.TrimEnd().Length;
            var isFirst = !_changes.Exists(item => item.Change.After is not null);
            _edits.Insert(offset, (!isFirst ? _file.NewLine : offset == 0 ? "" : _file.NewLine + _file.NewLine) + sql);
        }
        Report(Added, table, name, offset, null, sql, longName);
    }

    private void TakeOut()
    {
        foreach (var number in _removed.Select(item => item.Statement).Distinct())
        {
            var statement = _script.Statements[number];
            if (Left(number) is { } left)
            {
                _edits.Replace(statement.Start, statement.End, left);
                continue;
            }
            var (start, end) = WholeOf(number);
            _edits.Replace(start, end, "");
        }
    }

    private bool IsTakenOut(int statement) => _removed.Any(item => item.Statement == statement) && Left(statement) is null;

    // What is left of a statement whose clauses are taken out; null where nothing is.
    private string? Left(int statement)
    {
        var removed = _removed.Where(item => item.Statement == statement).ToList();
        return _statements[statement] is AlterTableStatement alter && removed.All(item => item.Clause is not null)
            ? alter.With(clause => !removed.Any(item => ReferenceEquals(item.Clause, clause))) : null;
    }

    private (int Start, int End) WholeOf(int number) => StatementRange.Of(_file.Source.Text, _script.Statements[number]);

    private (int Statement, Entry Entry)? Find(string table, string? name)
    {
        foreach (var item in Entries())
        {
            if (Is(item.Entry.Table, table) && Is(item.Entry.Name, name)) return item;
        }
        return null;
    }

    private IEnumerable<(int Statement, Entry Entry)> Entries()
    {
        for (var i = 0; i < _statements.Count; i++)
        {
            var statement = _statements[i];
            if (statement is CreateIndexStatement create)
                yield return (i, new Entry(create.Table.Name, create.Index.Name, statement.Span.Start, statement.Span.End, statement.Text, null));
            if (statement is not AlterTableStatement alter) continue;
            foreach (var clause in alter.Clauses)
            {
                var name = clause switch
                {
                    AddIndexClause index => index.Index.Name ?? index.Index.Parts.FirstOrDefault()?.Column,
                    AddForeignKeyClause key => key.ForeignKey.Name ?? key.ForeignKey.Columns[0],
                    _ => null,
                };
                if (name is null) continue;
                // An ALTER TABLE ADD INDEX in the indexes file is changed as a clause too.
                var text = alter.TextOf(clause);
                yield return (i, new Entry(alter.Table.Name, name, clause.Span.Start, clause.Span.End, text, clause));
            }
        }
    }

    private void Report(BootstrapChangeKind kind, string table, string? name, int offset, string? before, string? after, string? longName, WriteOutcome outcome = WriteOutcome.Planned) =>
        _changes.Add((offset, new BootstrapChange
        {
            Kind = kind,
            Table = table,
            Name = name,
            File = _file.Path,
            Line = _file.LineAt(offset),
            Before = before,
            After = after,
            LongName = longName,
            Outcome = outcome,
        }));

    private static bool Is(string? name, string? other) => name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private sealed record Entry(string Table, string? Name, int Start, int End, string Text, AlterClause? Clause);
}
