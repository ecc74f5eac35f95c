using Migrations.Model;

namespace Migrations.Core.Authoring;

/// <summary>Finds what was renamed between two schemas. It never guesses: what nobody answers is an error.</summary>
internal sealed class RenameResolution
{
    private readonly DatabaseSchema _to;
    private readonly RenameAnswers _answers;
    private readonly List<SchemaRename> _renames = [];
    private readonly List<RenameQuestion> _open = [];
    private readonly HashSet<SchemaRename> _used = [];

    private RenameResolution(DatabaseSchema to, RenameAnswers answers)
    {
        _to = to;
        _answers = answers;
    }

    /// <summary>The renames that lead from one schema towards another: tables first, then columns by their tables' new names.</summary>
    /// <exception cref="MigrationException"><c>RenameUnresolved</c>; <c>RenameUnknown</c>: a known rename is of something that did not vanish, or to something that did not appear.</exception>
    public static IReadOnlyList<SchemaRename> Of(DatabaseSchema from, DatabaseSchema to, RenameAnswers answers)
    {
        var resolution = new RenameResolution(to, answers);
        resolution.Tables(from);
        from = RenamePlan.Of(from, resolution._renames).Schema;
        foreach (var table in to.Tables)
        {
            if (from.Tables.FirstOrDefault(candidate => Is(candidate.Name, table.Name)) is { } before) resolution.Columns(before, table);
        }
        resolution.ThrowIfOpen();
        return resolution._renames;
    }

    private void Tables(DatabaseSchema from)
    {
        var vanished = from.Tables.Select(table => table.Name).Where(name => !_to.Tables.Any(table => Is(table.Name, name))).ToList();
        var appeared = _to.Tables.Select(table => table.Name).Where(name => !from.Tables.Any(table => Is(table.Name, name))).ToList();
        Resolve(null, vanished, appeared, rename => rename.Table is null);
    }

    private void Columns(Table before, Table table)
    {
        var vanished = before.Columns.Select(column => column.Name).Where(name => !table.Columns.Any(column => Is(column.Name, name))).ToList();
        var appeared = table.Columns.Select(column => column.Name).Where(name => !before.Columns.Any(column => Is(column.Name, name))).ToList();
        var old = _renames.FirstOrDefault(rename => rename.Table is null && Is(rename.To, table.Name))?.From;
        Resolve(table.Name, vanished, appeared, rename => rename.Table is { } named && (Is(named, table.Name) || Is(named, old)));
    }

    private void Resolve(string? table, List<string> vanished, List<string> appeared, Func<SchemaRename, bool> isMeant)
    {
        foreach (var known in _answers.Known.Where(isMeant))
        {
            if (vanished.Find(name => Is(name, known.From)) is not { } from || appeared.Find(name => Is(name, known.To)) is not { } to) continue;
            _used.Add(known);
            _renames.Add(new SchemaRename(table, from, to));
            vanished.Remove(from);
            appeared.Remove(to);
        }
        if (_answers.NothingElse) return;
        foreach (var name in appeared)
        {
            if (vanished.Count == 0) return;
            var question = new RenameQuestion(table, name, [.. vanished]);
            if (_answers.Ask is null || _open.Count > 0)
            {
                _open.Add(question);
                continue;
            }
            try
            {
                if (_answers.Ask(question) is not { } old) continue;
                _renames.Add(new SchemaRename(table, old, name));
                vanished.Remove(old);
            }
            catch (RenameNotAnsweredException)
            {
                _open.Add(question);
            }
        }
    }

    private void ThrowIfOpen()
    {
        // An unused one may be a slip of the pen, and then what it was to save would be dropped.
        if (_answers.Known.FirstOrDefault(known => !_used.Contains(known)) is { } unused)
        {
            throw new MigrationException(
                ErrorIds.RenameUnknown,
                $"The rename '{unused}' matches nothing: {(unused.Table is null ? "a table" : "a column")} '{unused.From}' must have vanished from the schema, and '{unused.To}' must be new in it.",
                "Check the names; -Rename takes old_table=new_table and table.old_column=new_column.", target: unused.ToString());
        }
        if (_open.Count == 0) return;
        var lines = _open.Select(question => $"\n  {(question.Table is null ? question.Appeared : $"{question.Table}.{question.Appeared}")} is new; {string.Join(", ", question.Vanished)} vanished.");
        throw new MigrationException(
            ErrorIds.RenameUnresolved, $"It is not known whether something was renamed, and nobody could be asked:{string.Concat(lines)}\n",
            $"Say so with -Rename {_open[0].Renames.First()}; or say with -NoRename that everything that is new in the schema is new in the database too.", target: _open.ToArray());
    }

    private static bool Is(string? name, string? other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
