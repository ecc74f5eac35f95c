using Migrations.Core.Guarding;
using Migrations.Core.Schemas;
using Migrations.Core.Servers;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Authoring;

/// <summary>Writes the migration that takes the project, or its database, to <c>schema.ts</c>.</summary>
/// <param name="project">The project; its baseline is known.</param>
/// <param name="request">What the migration is to do.</param>
public sealed class MigrationAuthor(MigrationProject project, AuthoringRequest request)
{
    /// <summary>The side that the migration is written against.</summary>
    public AuthoringSide Side => request.Against
        ?? (project.BaselinePath is not null || !File.Exists(project.JournalPath) ? AuthoringSide.Baseline : SnapshotFiles.Newest(project) is not null ? AuthoringSide.Snapshot : AuthoringSide.Journal);

    /// <summary>The migration from what is there to the schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="session">The live database; needed where <see cref="Side"/> is one.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="MigrationException">
    /// <c>RenameUnresolved</c>, <c>RenameUnknown</c>, <c>NameTooLong</c>, <c>DestructiveChange</c>, <c>BaselineMissing</c>, <c>SnapshotMissing</c>, and what reading the files and the database throws.
    /// </exception>
    public AuthoredMigration FromSchema(DatabaseSchema schema, DatabaseSession? session, CancellationToken cancellation = default)
    {
        var source = Read(session, cancellation);
        var filter = new TableFilter(project.TablesFilter);
        var to = filter.Apply(Here(schema, source.Database));
        var from = filter.Apply(WithoutLongNames(source.Schema));
        var renames = RenameResolution.Of(from, to, request.Renames);
        var renamed = RenamePlan.Of(from, renames);
        var plan = DdlPlan.Between(renamed.Schema, to, request.AllowDestructive, source.Options, [.. renames.Select(rename => rename.To)]);
        var gone = renames.Where(rename => rename.Table is null).Select(rename => rename.From)
            .Concat(request.AllowDestructive ? GoneIn(renamed.Schema, to) : []);
        return new AuthoredMigration(project, request)
        {
            Statements = [.. renamed.Statements, .. plan.Statements],
            Kept = plan.Kept,
            Side = Side,
            Renames = renames,
            // What a run does with the files is sent to the same servers.
            Schema = schema with { Tables = [.. schema.Tables.Select(AcceptedForm.Columns)] },
            Gone = [.. gone],
        };
    }

    /// <summary>The migration that adds one column, whatever <c>schema.ts</c> says.</summary>
    /// <param name="column">The column: <c>table.column type …</c>.</param>
    /// <exception cref="MigrationException"><c>ColumnInvalid</c>; <c>TableNotFound</c>: the baseline has no such table.</exception>
    public AuthoredMigration FromColumn(string column)
    {
        var sql = ColumnSql(column);
        var alter = (AlterTableStatement)DdlParser.Parse(sql);
        var authored = new AuthoredMigration(project, request) { Statements = [sql + ";"], Column = alter };
        if (project.BaselinePath is null || !File.Exists(project.BaselinePath)) return authored;
        var before = SchemaSources.OfBaseline(project);
        var table = before.Tables.FirstOrDefault(candidate => Is(candidate.Name, alter.Table.Name)) ?? throw new MigrationException(
            ErrorIds.TableNotFound, $"The baseline has no table '{alter.Table.Name}'.", "Correct the table's name: -Column table.column type.", target: alter.Table.Name);
        var added = ((AddColumnsClause)alter.Clauses[0]).Columns[0].Column.Name;
        if (table.Columns.Any(there => Is(there.Name, added))) return authored with { Statements = [] };
        return authored with { Schema = SqlSchemaReader.Apply(before, [alter]) };
    }

    private AuthoringSource Read(DatabaseSession? session, CancellationToken cancellation)
    {
        switch (Side)
        {
            case AuthoringSide.Database:
                var live = (session ?? throw new ArgumentNullException(nameof(session))).ReadSchema(cancellation);
                // Its own tables are nobody's to drop, the history and what runs keep beside it.
                var own = live.Schema.Tables.Where(table => !table.Name.StartsWith(project.HistoryTable, StringComparison.OrdinalIgnoreCase));
                return new AuthoringSource(Side, live.Schema with { Tables = [.. own] }, live.ComparisonOptions, live.Database);
            case AuthoringSide.Snapshot:
                var newest = SnapshotFiles.Newest(project) ?? throw new MigrationException(
                    ErrorIds.SnapshotMissing, $"There is no snapshot in '{Path.GetDirectoryName(project.JournalPath)}'.",
                    "Write the migration against the baseline (-Against Baseline), the journal (-Against Journal) or a database (-Against Database).", target: project.Root);
                var schema = SnapshotFiles.Read(newest).Schema;
                // drizzle-kit keeps the long names; what servers have are the short ones.
                return new AuthoringSource(Side, schema with { Tables = [.. schema.Tables.Select(ShortNames.Of)] }, new ComparisonOptions());
            case AuthoringSide.Journal:
                return new AuthoringSource(Side, SchemaSources.OfJournal(project), new ComparisonOptions());
            default:
                return new AuthoringSource(Side, SchemaSources.OfBaseline(project), new ComparisonOptions());
        }
    }

    // Of another database than the connection's own nothing is migrated: drizzle-kit does not either.
    private static DatabaseSchema Here(DatabaseSchema schema, string? database)
    {
        bool IsHere(string? named) => named is null || (database is not null && Is(named, database));
        return schema with
        {
            Tables = [.. schema.Tables.Where(table => IsHere(table.Database)).Select(table => table with { Database = null })],
            Views = [.. schema.Views.Where(view => IsHere(view.Database)).Select(view => view with { Database = null })],
        };
    }

    // What has a name that no server accepts is in a file only, and still to be made.
    private static DatabaseSchema WithoutLongNames(DatabaseSchema schema) => schema with
    {
        Tables = [.. schema.Tables.Where(table => table.Database is null).Select(table => table with
        {
            Indexes = [.. table.Indexes.Where(index => !LongNames.IsTooLong(index.Name))],
            ForeignKeys = [.. table.ForeignKeys.Where(key => !LongNames.IsTooLong(key.Name))],
            Checks = [.. table.Checks.Where(check => !LongNames.IsTooLong(check.Name))],
        })],
        Views = [.. schema.Views.Where(view => view.Database is null)],
    };

    private static IEnumerable<string> GoneIn(DatabaseSchema from, DatabaseSchema to) =>
        from.Tables.Select(table => table.Name).Where(name => !to.Tables.Any(table => Is(table.Name, name)))
            .Concat(from.Views.Select(view => view.Name).Where(name => !to.Views.Any(view => Is(view.Name, name))));

    private static string ColumnSql(string column)
    {
        var dot = column.IndexOf('.');
        var table = dot < 0 ? "" : SqlName.Unquote(column.Substring(0, dot).Trim());
        var rest = column.Substring(dot + 1).Trim().TrimEnd(';').TrimEnd();
        var end = rest.Length > 0 && rest[0] == '`' ? rest.IndexOf('`', 1) + 1 : rest.TakeWhile(c => !char.IsWhiteSpace(c)).Count();
        if (table.Length > 0 && end > 0 && end < rest.Length)
        {
            var sql = $"ALTER TABLE {SqlName.Quote(table)} ADD COLUMN IF NOT EXISTS {SqlName.Quote(SqlName.Unquote(rest.Substring(0, end)))} {rest.Substring(end).Trim()}";
            if (IsOneColumn(sql)) return sql;
        }
        throw new MigrationException(
            ErrorIds.ColumnInvalid, $"'{column}' is no definition of one column.",
            "Write it as -Column 'my_table.my_column varchar(255) NOT NULL DEFAULT ''x'''.", target: column);
    }

    private static bool IsOneColumn(string sql)
    {
        try
        {
            return SqlScript.Parse(new SourceText("-Column", sql)).Statements.Count == 1
                && DdlParser.Parse(sql) is AlterTableStatement { Clauses: [AddColumnsClause { Columns.Count: 1, Others.Count: 0, IsList: false }] };
        }
        catch (MigrationException)
        {
            // A quote without its end, say.
            return false;
        }
    }

    private static bool Is(string? name, string? other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
