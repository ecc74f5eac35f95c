using Migrations.Core.Applying;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Scripting;

/// <summary>
/// The columns that the journal's tables once had and the wanted schema does not: on a database that is installed from the baseline they never were. A run learns from the
/// server's refusal that a data statement is about one of them; a script has to ask beforehand.
/// </summary>
internal sealed class GoneColumns
{
    private readonly Dictionary<string, HashSet<string>> _once = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Table> _wanted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Follows a journal.</summary>
    /// <param name="wanted">The schema that the installation ends with.</param>
    /// <param name="statements">The journal's statements.</param>
    public GoneColumns(DatabaseSchema wanted, IEnumerable<KnownStatement> statements)
    {
        foreach (var table in wanted.Tables.Where(table => table.Database is null)) _wanted[table.Name] = table;
        foreach (var statement in statements) Follow(statement.Ddl);
    }

    /// <summary>The gone columns that a data statement is about: it names one of them together with its table, and no wanted table that it names has such a column.</summary>
    public IReadOnlyList<(string Table, string Column)> NamedBy(KnownStatement statement)
    {
        if (statement.Nature != StatementNature.Data) return [];
        var names = new HashSet<string>(statement.Names, StringComparer.OrdinalIgnoreCase);
        return [.. from pair in _once
                   where names.Contains(pair.Key)
                   from column in pair.Value
                   where names.Contains(column) && !_wanted.Any(table => names.Contains(table.Key) && ClauseJudge.HasColumn(table.Value, column))
                   orderby pair.Key, column
                   select (pair.Key, column)];
    }

    private void Follow(DdlStatement statement)
    {
        switch (statement)
        {
            case CreateTableStatement { IsTemporary: false, Table.Database: null } create:
                foreach (var column in create.Elements.OfType<ColumnElement>()) Add(create.Table.Name, column.Column.Name);
                break;
            case AlterTableStatement { Table.Database: null } alter:
                foreach (var clause in alter.Clauses)
                {
                    if (clause is AddColumnsClause add) add.Columns.ToList().ForEach(column => Add(alter.Table.Name, column.Column.Name));
                    else if (clause is ChangeColumnClause change) Add(alter.Table.Name, change.OldName);
                    else if (clause is RenameColumnClause rename) Add(alter.Table.Name, rename.From);
                    else if (clause is DropPartClause { Part: TablePart.Column, Name: { } dropped }) Add(alter.Table.Name, dropped);
                }
                break;
        }
    }

    private void Add(string table, string column)
    {
        if (!_wanted.TryGetValue(table, out var wanted) || ClauseJudge.HasColumn(wanted, column)) return;
        if (!_once.TryGetValue(table, out var columns)) _once.Add(table, columns = new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        columns.Add(column);
    }
}
