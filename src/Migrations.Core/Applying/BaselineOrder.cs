using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Applying;

/// <summary>
/// Where an edited baseline is run again on an installed database. It says how everything is once the pending migrations are applied, so it comes behind
/// them: before them it would make a table that one of them makes with its indexes, or that one of them gets by renaming. Only where a pending migration
/// needs a table that nothing but the baseline makes, the baseline keeps its place in the journal.
/// </summary>
internal static class BaselineOrder
{
    /// <summary>Puts a pending baseline behind the other migrations, where nothing speaks against it.</summary>
    /// <param name="migrations">The pending migrations in journal order.</param>
    /// <param name="catalog">The tables as they are.</param>
    public static void Arrange(List<PlannedMigration> migrations, Catalog catalog)
    {
        var place = migrations.FindIndex(migration => migration.Entry.IsBaseline);
        if (place < 0 || place == migrations.Count - 1) return;
        var baseline = migrations[place];
        var missing = new HashSet<string>(
            baseline.Statements.SelectMany(statement => MadeBy(statement.Ddl)).Where(name => catalog.Find(name, TableParts.None) is null).Select(name => name.Name), StringComparer.OrdinalIgnoreCase);
        foreach (var statement in migrations.Where(migration => migration != baseline).SelectMany(migration => migration.Statements))
        {
            foreach (var made in MadeBy(statement.Ddl)) missing.Remove(made.Name);
            if (missing.Count > 0 && statement.Names.Any(missing.Contains)) return;
        }
        migrations.RemoveAt(place);
        migrations.Add(baseline);
    }

    /// <summary>The tables that a statement makes, or gives a new name.</summary>
    public static IEnumerable<ObjectName> MadeBy(DdlStatement statement) => statement switch
    {
        CreateTableStatement { IsTemporary: false } create => [create.Table],
        RenameTableStatement rename => rename.Renames.Select(pair => pair.To),
        AlterTableStatement alter => alter.Clauses.OfType<RenameToClause>().Select(rename => rename.To),
        _ => [],
    };
}
