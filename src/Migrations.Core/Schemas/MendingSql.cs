using System.Text;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Schemas;

/// <summary>The statements that take what is there to what is expected.</summary>
internal static class MendingSql
{
    /// <summary>The table, then its other indexes, then its foreign keys: one statement a line or block.</summary>
    public static string CreateTable(Table table)
    {
        table = ShortNames.Of(table);
        var text = new StringBuilder(SqlWriter.CreateTable(table, ifNotExists: false));
        foreach (var index in table.Indexes.Where(index => !SqlWriter.IsTableLine(index) && index.Name is not null))
            text.Append('\n').Append(SqlWriter.CreateIndex(table, index));
        foreach (var key in table.ForeignKeys) text.Append('\n').Append(SqlWriter.AddForeignKey(table, key));
        return text.ToString();
    }

    /// <summary>A column at its place: last where no column that is there follows it.</summary>
    public static string AddColumn(Table table, Column column, Func<Column, bool> isThere)
    {
        var columns = table.Columns.ToList();
        var number = columns.FindIndex(candidate => ReferenceEquals(candidate, column));
        var place = !columns.Skip(number + 1).Any(isThere) ? "" : number == 0 ? " FIRST" : $" AFTER {SqlName.Quote(columns[number - 1].Name)}";
        return $"ALTER TABLE {SqlWriter.TableName(table)} ADD COLUMN {SqlWriter.Column(column)}{place};";
    }

    /// <summary>Servers turn no virtual column into a stored or an ordinary one, nor back: the column is made anew, at its place.</summary>
    public static string ReplaceColumn(Table table, Column column) =>
        $"ALTER TABLE {SqlWriter.TableName(table)} DROP COLUMN {SqlName.Quote(column.Name)};\n{AddColumn(table, column, _ => true)}";

    public static bool NeedsReplacement(Column expected, Column actual) =>
        expected.Generated is null ? actual.Generated is { IsStored: false } : actual.Generated is null || actual.Generated.IsStored != expected.Generated.IsStored;

    /// <summary>The whole definition, for <c>MODIFY</c> forgets what it does not say: collation and comment stay as they are where nothing is expected of them.</summary>
    public static string ModifyColumn(Table table, Column expected, Column actual)
    {
        var sameFamily = CanonicalType.Of(expected.Type).IsText && CanonicalType.Of(actual.Type).IsText;
        var column = expected with
        {
            CharacterSet = expected.CharacterSet ?? (sameFamily && expected.Collation is null ? actual.CharacterSet : null),
            Collation = expected.Collation ?? (sameFamily && expected.CharacterSet is null ? actual.Collation : null),
            Comment = expected.Comment ?? actual.Comment,
            IsNullable = expected.IsNullable && !ColumnComparer.IsInKey(table.PrimaryKey, expected.Name),
        };
        return $"ALTER TABLE {SqlWriter.TableName(table)} MODIFY COLUMN {SqlWriter.Column(column)};";
    }

    /// <summary>Moves as few columns as are needed: those outside the longest run that is in order already.</summary>
    public static string Reorder(Table table, IReadOnlyList<Column> expected, IReadOnlyList<Column> actual)
    {
        var stay = LongestRun([.. expected.Select(column => Position(actual, column.Name))]);
        var moves = new List<string>();
        for (var i = 0; i < expected.Count; i++)
        {
            if (stay.Contains(i)) continue;
            var there = actual[Position(actual, expected[i].Name)];
            var modify = ModifyColumn(table, expected[i], there);
            var definition = modify.Substring(modify.IndexOf(" MODIFY COLUMN ", StringComparison.Ordinal) + 1).TrimEnd(';');
            moves.Add(definition + (i == 0 ? " FIRST" : $" AFTER {SqlName.Quote(expected[i - 1].Name)}"));
        }
        return $"ALTER TABLE {SqlWriter.TableName(table)} {string.Join(", ", moves)};";
    }

    public static string AddIndex(Table table, TableIndex index) =>
        index.IsConstraint && SqlWriter.IsTableLine(index) || index.Name is null
            ? $"ALTER TABLE {SqlWriter.TableName(table)} ADD {(SqlWriter.IsTableLine(index) ? SqlWriter.Unique(index) : SqlWriter.Index(index))};"
            : SqlWriter.CreateIndex(table, index);

    public static string ReplaceIndex(Table table, TableIndex there, TableIndex index, ServerInfo? server)
    {
        // MySQL takes DROP and ADD of an equal index in one statement for nothing to do, the visibility included.
        if (there.Name is { } shown && there == index with { Name = there.Name, IsInvisible = there.IsInvisible, Parts = there.Parts, Location = there.Location, IsConstraint = there.IsConstraint })
        {
            var word = server?.Flavor == ServerFlavor.MariaDb ? index.IsInvisible ? "IGNORED" : "NOT IGNORED" : index.IsInvisible ? "INVISIBLE" : "VISIBLE";
            if (there.IsInvisible != index.IsInvisible) return $"ALTER TABLE {SqlWriter.TableName(table)} ALTER INDEX {SqlName.Quote(shown)} {word};";
        }
        var drop = there.Name is { } name ? $"DROP INDEX {SqlName.Quote(name)}, " : "";
        return $"ALTER TABLE {SqlWriter.TableName(table)} {drop}ADD {SqlWriter.Index(index with { Name = there.Name ?? index.Name })};";
    }

    // Two statements: MySQL refuses to drop and add a foreign key of one name in one.
    public static string? ReplaceForeignKey(Table table, ForeignKey there, ForeignKey key) => there.Name is not { } name ? null
        : $"ALTER TABLE {SqlWriter.TableName(table)} DROP FOREIGN KEY {SqlName.Quote(name)};\n{SqlWriter.AddForeignKey(table, key with { Name = name })}";

    public static string AddCheck(Table table, CheckConstraint check) => $"ALTER TABLE {SqlWriter.TableName(table)} ADD {SqlWriter.Check(check)};";

    public static string? ReplaceCheck(Table table, CheckConstraint there, CheckConstraint check) => there.Name is not { } name ? null
        : $"ALTER TABLE {SqlWriter.TableName(table)} DROP CONSTRAINT {SqlName.Quote(name)};\n{AddCheck(table, check with { Name = name })}";

    private static int Position(IReadOnlyList<Column> columns, string name)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (string.Equals(columns[i].Name, name, StringComparison.OrdinalIgnoreCase)) return i;
        }
        return -1;
    }

    private static HashSet<int> LongestRun(IReadOnlyList<int> positions)
    {
        var length = new int[positions.Count];
        var before = new int[positions.Count];
        var last = -1;
        for (var i = 0; i < positions.Count; i++)
        {
            (length[i], before[i]) = (1, -1);
            for (var j = 0; j < i; j++)
            {
                if (positions[j] < positions[i] && length[j] + 1 > length[i]) (length[i], before[i]) = (length[j] + 1, j);
            }
            if (last < 0 || length[i] > length[last]) last = i;
        }
        var run = new HashSet<int>();
        for (; last >= 0; last = before[last]) run.Add(last);
        return run;
    }
}
