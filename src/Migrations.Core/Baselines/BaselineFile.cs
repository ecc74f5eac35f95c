using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Baselines;

/// <summary>The baseline: <c>CREATE TABLE IF NOT EXISTS</c> for every table, with whatever its keepers wrote around them.</summary>
public sealed class BaselineFile
{
    private readonly TextFile _file;
    private readonly SqlScript _script;
    private readonly IReadOnlyList<DdlStatement> _statements;

    private BaselineFile(TextFile file)
    {
        _file = file;
        _script = SqlScript.Parse(file.Source);
        _statements = [.. _script.Statements.Select(DdlParser.Parse)];
    }

    /// <summary>The schema that the file describes by itself.</summary>
    public DatabaseSchema Schema => SqlSchemaReader.Apply(new DatabaseSchema(), _statements);

    /// <summary>Reads a baseline.</summary>
    /// <exception cref="MigrationException"><c>FileNotUtf8</c>, <c>SqlUnterminated</c>, <c>SqlDelimiterMissing</c>.</exception>
    public static BaselineFile Parse(string path, byte[] bytes) => new(TextFile.Decode(path, bytes));

    /// <summary>
    /// Brings the file to a schema by changing only what differs: lines of tables, tables that are missing, views. Indexes and foreign keys
    /// that have statements of their own belong to the bootstrap files and are not added here.
    /// </summary>
    /// <param name="expected">The schema.</param>
    /// <param name="bootstrap">The project's bootstrap files, so that what they hold is not missed here.</param>
    public FileUpdate<BaselineChange> Patch(DatabaseSchema expected, params SourceText[] bootstrap) => Patch(expected, [], bootstrap);

    /// <summary>The same, and takes out what the file says of tables and views that are gone.</summary>
    /// <param name="expected">The schema.</param>
    /// <param name="gone">The names of tables and views; what the schema has is never taken out.</param>
    /// <param name="bootstrap">The project's bootstrap files.</param>
    public FileUpdate<BaselineChange> Patch(DatabaseSchema expected, IReadOnlyCollection<string> gone, IReadOnlyList<SourceText> bootstrap)
    {
        var edits = new TextEdits();
        var changes = new List<BaselineChange>();
        // Order in the file: at the end by offset.
        var placed = new List<(int Offset, BaselineChange Change)>();
        var actual = SqlSchemaReader.Apply(Schema, bootstrap.SelectMany(source => SqlScript.Parse(source).Statements).Select(DdlParser.Parse));
        var additions = new BaselineAdditions(_file, _script, _statements, edits, gone);
        foreach (var source in expected.Tables)
        {
            var table = ShortNames.Of(source);
            if (Find(table) is not { } statement)
            {
                // drizzle-kit's export leaves the tables of a named database out.
                if (table.Database is not null) continue;
                placed.Add(additions.Add(table, expected.Tables));
                continue;
            }
            if (actual.Tables.FirstOrDefault(candidate => Same(candidate, table)) is not { } there || statement.Body is null) continue;
            var differences = SchemaComparer.Compare(table, there);
            if (differences.Count == 0) continue;
            var (text, made) = BlockPatch.Apply(_file, statement, table, differences);
            if (made.Count == 0) continue;
            if (Remains(text, table, bootstrap, made))
            {
                // The block's own writing resists (several statements make the table, or a definition of an unknown kind): the whole block in drizzle-kit's form.
                text = Rewritten(statement, table);
                made = [Change(BaselineChangeKind.TableRewritten, table.Name, statement.Span.Start) with { Before = statement.Text, After = text }];
            }
            edits.Replace(statement.Span.Start, statement.Span.End, text);
            placed.AddRange(made.Select(change => (statement.Span.Start, change with { LongName = ShortNames.LongNameOf(source, change.Name) })));
        }
        placed.AddRange(Views(expected, edits));
        placed.AddRange(TakeOut(expected, gone, edits));
        placed.AddRange(NotInSchema(expected).Where(item => !gone.Contains(item.Change.Table, StringComparer.OrdinalIgnoreCase)));
        changes.AddRange(placed.OrderBy(item => item.Offset).Select(item => item.Change));
        var after = edits.ApplyTo(_file.Source.Text);
        if (gone.Count > 0 && !after.EndsWith("\n", StringComparison.Ordinal) && _file.Source.Text.EndsWith("\n", StringComparison.Ordinal)) after += _file.NewLine;
        return new FileUpdate<BaselineChange>(_file, after, changes);
    }

    /// <summary>Writes the whole file anew: its header comment, then the given statements. Everything else in the file goes, and is reported.</summary>
    /// <param name="statements">
    /// The <c>CREATE TABLE</c> statements (and views, where there are any) in drizzle-kit's form; <c>IF NOT EXISTS</c> and the closing <c>;</c> are put in where they lack.
    /// </param>
    public FileUpdate<BaselineChange> Regenerate(IReadOnlyList<string> statements)
    {
        var after = statements.Select(RegeneratedStatement.Of).ToList();
        var breakpoint = _script.Statements.Any(statement => statement.Segment > 0) ? SqlLexer.Breakpoint + _file.NewLine : _file.NewLine;
        var body = string.Join(_file.NewLine + breakpoint, after.Select(statement => statement.Text.Replace("\r\n", "\n").Replace("\n", _file.NewLine)));
        var header = Header();
        var text = header + (header.Length > 0 ? _file.NewLine + _file.NewLine : "") + body + _file.NewLine;
        return new FileUpdate<BaselineChange>(_file, text, [.. RegeneratedStatement.Changes(_file, _statements, after)]);
    }

    // All that stands before the first statement: comments.
    private string Header()
    {
        var end = _script.Statements.Count == 0 ? _file.Source.Text.Length : _script.Statements[0].Start;
        return _file.Source.Text.Substring(0, end).TrimEnd();
    }

    private bool Remains(string block, Table table, IReadOnlyList<SourceText> bootstrap, IReadOnlyList<BaselineChange> made)
    {
        if (DdlParser.Parse(block) is not CreateTableStatement) return true;
        var own = Find(table);
        var others = _statements.Where(statement => !ReferenceEquals(own, statement));
        var after = SqlSchemaReader.Apply(
            new DatabaseSchema(),
            [DdlParser.Parse(block), .. others, .. bootstrap.SelectMany(source => SqlScript.Parse(source).Statements).Select(DdlParser.Parse)]).Tables.FirstOrDefault(candidate => Same(candidate, table));
        if (after is null) return true;
        var left = SchemaComparer.Compare(table, after);
        return left.Any(difference => difference.Severity == DifferenceSeverity.Error && made.Any(change => change.Name == difference.Name));
    }

    private string Rewritten(CreateTableStatement statement, Table table) =>
        SqlWriter.CreateTable(table, statement.Condition is not null, _file.NewLine).TrimEnd(';');

    private IEnumerable<(int Offset, BaselineChange Change)> Views(DatabaseSchema expected, TextEdits edits)
    {
        foreach (var view in expected.Views.Where(view => !view.IsExisting && view.Definition is not null))
        {
            var sql = SqlWriter.CreateView(view).Replace("\n", _file.NewLine);
            var there = _statements.OfType<CreateViewStatement>().FirstOrDefault(statement => Is(statement.View.Name, view.Name));
            if (there is null)
            {
                var end = _file.Source.Text.TrimEnd().Length;
                edits.Insert(end, (end == 0 ? "" : _file.NewLine + _file.NewLine) + sql);
                yield return (end, Change(BaselineChangeKind.ViewAdded, view.Name, end) with { After = sql });
            }
            else if (SchemaComparer.Compare(new DatabaseSchema { Views = [view] }, new DatabaseSchema { Views = [there.View] }).Count > 0)
            {
                edits.Replace(there.Span.Start, there.Span.End, sql.TrimEnd(';'));
                yield return (there.Span.Start, Change(BaselineChangeKind.ViewChanged, view.Name, there.Span.Start) with { Before = there.Text, After = sql });
            }
        }
    }

    private IEnumerable<(int Offset, BaselineChange Change)> TakeOut(DatabaseSchema expected, IReadOnlyCollection<string> gone, TextEdits edits)
    {
        for (var i = 0; i < _statements.Count; i++)
        {
            var statement = _statements[i];
            var (kind, name) = statement switch
            {
                CreateTableStatement { IsTemporary: false } table => (BaselineChangeKind.TableRemoved, table.Table.Name),
                CreateViewStatement view => (BaselineChangeKind.StatementRemoved, view.View.Name),
                CreateIndexStatement index => (BaselineChangeKind.StatementRemoved, index.Table.Name),
                AlterTableStatement alter => (BaselineChangeKind.StatementRemoved, alter.Table.Name),
                _ => default,
            };
            if (name is null || !gone.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            if (expected.Tables.Any(table => Is(table.Name, name)) || expected.Views.Any(view => Is(view.Name, name))) continue;
            var (start, end) = StatementRange.WithSeparator(_file.Source.Text, _script.Statements[i]);
            edits.Replace(start, end, "");
            yield return (statement.Span.Start, Change(kind, name, statement.Span.Start) with { Before = statement.Text });
        }
    }

    private IEnumerable<(int Offset, BaselineChange Change)> NotInSchema(DatabaseSchema expected) =>
        from statement in _statements.OfType<CreateTableStatement>()
        where !statement.IsTemporary && !expected.Tables.Any(table => Is(table.Name, statement.Table.Name))
        select (statement.Span.Start, Change(BaselineChangeKind.NotInSchema, statement.Table.Name, statement.Span.Start) with { Before = statement.Text, Outcome = WriteOutcome.None });

    private BaselineChange Change(BaselineChangeKind kind, string table, int offset) =>
        new() { Kind = kind, Table = table, File = _file.Path, Line = _file.LineAt(offset), Outcome = WriteOutcome.Planned };

    private CreateTableStatement? Find(Table table) =>
        _statements.OfType<CreateTableStatement>().FirstOrDefault(statement => !statement.IsTemporary && statement.Table.Name == table.Name && Is(statement.Table.Database ?? "", table.Database ?? ""));

    private static bool Same(Table table, Table other) => table.Name == other.Name && Is(table.Database ?? "", other.Database ?? "");

    private static bool Is(string? name, string? other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
