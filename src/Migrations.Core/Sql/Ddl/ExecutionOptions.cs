using Migrations.Core.Sources;

namespace Migrations.Core.Sql.Ddl;

/// <summary>
/// <c>ALGORITHM</c> and <c>LOCK</c> of a statement that changes a table, taken out of it, so that others can be put in.
/// </summary>
internal sealed class ExecutionOptions
{
    private readonly DdlStatement _bare;

    private ExecutionOptions(DdlStatement bare, string? algorithm, string? @lock)
    {
        _bare = bare;
        Algorithm = algorithm is "default" ? null : algorithm;
        Lock = @lock is "default" ? null : @lock;
    }

    /// <summary>The algorithm that the statement asks for, in lower case; null for the server's choice.</summary>
    public string? Algorithm { get; }

    /// <summary>The lock that the statement asks for, in lower case; null for the server's choice.</summary>
    public string? Lock { get; }

    /// <summary>Takes the options out of <c>ALTER TABLE</c>, <c>CREATE INDEX</c> or <c>DROP INDEX</c>.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="modes">The modes it is written in.</param>
    /// <returns>Null where the statement is none of these, or changes nothing.</returns>
    public static ExecutionOptions? Of(DdlStatement statement, SqlModes modes) => statement switch
    {
        AlterTableStatement alter when alter.With(clause => clause is not ExecutionClause) is { } rest => new ExecutionOptions(
            Parse(rest, modes), alter.Clauses.OfType<ExecutionClause>().LastOrDefault(clause => clause.Algorithm is not null)?.Algorithm,
            alter.Clauses.OfType<ExecutionClause>().LastOrDefault(clause => clause.Lock is not null)?.Lock),
        CreateIndexStatement index => Behind(statement, index.Table.Span.End, modes),
        DropStatement { Kind: DroppedKind.Index, OnTable: { } table } => Behind(statement, table.Span.End, modes),
        _ => null,
    };

    /// <summary>The statement with an algorithm and a lock of the caller's.</summary>
    /// <param name="algorithm">The algorithm; null for none.</param>
    /// <param name="lock">The lock; null for none.</param>
    /// <param name="place">The SQL that stands for a table.</param>
    /// <param name="modes">The modes it is written in.</param>
    public string With(string? algorithm, string? @lock, Func<ObjectName, string> place, SqlModes modes)
    {
        var isAlter = _bare is AlterTableStatement;
        var options = string.Join(isAlter ? ", " : " ", new[] { algorithm is null ? null : "ALGORITHM=" + algorithm, @lock is null ? null : "LOCK=" + @lock }.Where(option => option is not null));
        if (options.Length == 0) return Relocation.Of(_bare, modes, place);
        if (_bare is not AlterTableStatement alter) return Relocation.Of(_bare, modes, place) + " " + options;
        // In front, for partitioning ends the list. It follows without a comma where it is the first clause.
        var separator = alter.Clauses[0] is PartitionClause first && IsPartitioning(first) ? " " : ", ";
        return Relocation.Of(alter, modes, name => ReferenceEquals(name, alter.Table) ? place(name) + " " + options + separator : place(name));

        bool IsPartitioning(PartitionClause clause)
        {
            var cursor = new SqlCursor(alter.Source, clause.Span.Start, clause.Span.End, modes);
            return (cursor.IsWord("PARTITION") && cursor.IsWord("BY", 1)) || cursor.IsWord("REMOVE");
        }
    }

    private static DdlStatement Parse(string sql, SqlModes modes) => DdlParser.Parse(new SourceText("", sql), 0, sql.Length, modes);

    // The options of an index stand behind its table, separated by nothing but blanks; what stands in parentheses is passed over.
    private static ExecutionOptions Behind(DdlStatement statement, int from, SqlModes modes)
    {
        string? algorithm = null, @lock = null;
        var source = statement.Source.Text;
        var text = source.Substring(statement.Span.Start, from - statement.Span.Start);
        var at = from;
        var cursor = new SqlCursor(statement.Source, from, statement.Span.End, modes);
        while (!cursor.AtEnd)
        {
            var start = cursor.Current.Start;
            var isAlgorithm = cursor.IsWord("ALGORITHM");
            if (!isAlgorithm && !cursor.IsWord("LOCK"))
            {
                cursor.SkipOne();
                continue;
            }
            cursor.Next();
            cursor.TrySymbol('=');
            if (!cursor.AtIdentifier) continue;
            var value = cursor.Identifier().ToLowerInvariant();
            if (isAlgorithm) algorithm = value;
            else @lock = value;
            text += source.Substring(at, start - at);
            at = cursor.EndOfLast;
        }
        text += source.Substring(at, statement.Span.End - at);
        return new ExecutionOptions(Parse(text.TrimEnd(), modes), algorithm, @lock);
    }
}
