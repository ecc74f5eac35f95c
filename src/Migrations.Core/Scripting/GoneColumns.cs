using Migrations.Core.Applying;
using Migrations.Model;

namespace Migrations.Core.Scripting;

/// <summary>
/// The columns that the journal's tables once had and the wanted schema does not: on a database that is installed from the baseline they never were. A run learns from the
/// server's refusal that a data statement is about one of them; a script has to ask beforehand.
/// </summary>
internal sealed class GoneColumns
{
    private readonly Dictionary<string, Table> _wanted = new(StringComparer.OrdinalIgnoreCase);
    private readonly JournalPast _past;

    /// <summary>Follows a journal.</summary>
    /// <param name="wanted">The schema that the installation ends with.</param>
    /// <param name="statements">The journal's statements.</param>
    public GoneColumns(DatabaseSchema wanted, IEnumerable<KnownStatement> statements)
    {
        foreach (var table in wanted.Tables.Where(table => table.Database is null)) _wanted[table.Name] = table;
        _past = new JournalPast(statements);
    }

    /// <summary>The gone columns that a data statement is about: it names one of them together with its table, and no wanted table that it names has such a column.</summary>
    public IReadOnlyList<(string Table, string Column)> NamedBy(KnownStatement statement)
    {
        if (statement.Nature != StatementNature.Data) return [];
        var names = new HashSet<string>(statement.Names, StringComparer.OrdinalIgnoreCase);
        return [.. from table in _past.Tables
                   where names.Contains(table) && _wanted.ContainsKey(table)
                   from column in _past.ColumnsOf(table)
                   where names.Contains(column) && !_wanted.Any(wanted => names.Contains(wanted.Key) && ClauseJudge.HasColumn(wanted.Value, column))
                   orderby table, column
                   select (table, column)];
    }
}
