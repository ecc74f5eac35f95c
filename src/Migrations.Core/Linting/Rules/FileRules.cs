using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>Files that drizzle reads as something else.</summary>
internal sealed class FileEncodingRule() : LintRule(new MigrationRule(
    "file-not-utf8", FindingSeverity.Error, "A migration file that is not UTF-8."))
{
    private const string Fix = "Save it as UTF-8 (in most editors: Save with encoding).";

    public override IEnumerable<Spot> Check(LintedMigration migration)
    {
        if (migration.Text.IsUtf16) yield return new Spot(default, "The file is UTF-16, which this module reads; drizzle reads every file as UTF-8, and hashes it so.", Fix);
        if (migration.Text.Broken is { } broken && broken.Is(ErrorIds.FileNotUtf8)) yield return new Spot(default, broken.What, Fix) { Elsewhere = broken.Location };
    }
}

/// <summary>Files that cannot be cut into statements.</summary>
internal sealed class UnreadableSqlRule() : LintRule(new MigrationRule(
    "unreadable-sql", FindingSeverity.Error, "A migration file that cannot be read or cut into statements."))
{
    public override IEnumerable<Spot> Check(LintedMigration migration)
    {
        if (migration.Text.Broken is { } broken && !broken.Is(ErrorIds.FileNotUtf8)) yield return new Spot(default, broken.What, broken.Advice) { Elsewhere = broken.Location };
    }
}

/// <summary>Migrations that were changed after they were applied.</summary>
internal sealed class EditedMigrationRule() : LintRule(new MigrationRule(
    "edited-migration", FindingSeverity.Error, "A migration that was changed after the database had applied it.", RuleNeed.Database))
{
    public override IEnumerable<Spot> Check(LintedMigration migration)
    {
        if (migration.Status != MigrationStatus.Modified) yield break;
        yield return new Spot(
            default, $"The database has applied {migration.Tag} with another text: what was changed since never reaches it, and Invoke-Migration stops there.",
            "Take the change back (version control has the text that was applied), and put what it was meant to do into a new migration.");
    }
}

/// <summary>Files that no run applies.</summary>
internal sealed class UnjournaledMigrationRule() : LintRule(new MigrationRule(
    "unjournaled-migration", FindingSeverity.Warning, "A .sql file of the migrations folder that the journal does not name, so that no run applies it."))
{
    public override IEnumerable<Spot> Check(LintedMigration migration)
    {
        if (migration.Text.Entry is not null || migration.IsBootstrap) yield break;
        yield return new Spot(new SqlSpan(0, 0), $"The journal does not name {migration.Tag}: no run ever applies it.", $"Run Add-JournalEntry {migration.Tag}, or move the file out of the folder.");
    }
}

/// <summary>Entries whose files are gone.</summary>
internal sealed class MissingFileRule() : LintRule(new MigrationRule(
    "missing-file", FindingSeverity.Error, "A journal entry without its file."))
{
    public override IEnumerable<Spot> Check(LintedMigration migration)
    {
        if (migration.Text.HasFile) yield break;
        yield return new Spot(default, $"The journal names {migration.Tag}, and there is no file {migration.Tag}.sql.", "Get the file back from version control, or take the entry out of the journal.")
        {
            Elsewhere = migration.Text.Entry?.Location,
        };
    }
}

/// <summary>Entries that drizzle's own migrator passes over.</summary>
internal sealed class JournalOrderRule() : LintRule(new MigrationRule(
    "journal-order", FindingSeverity.Warning, "A journal entry whose time is not later than that of every entry before it, so that drizzle's own migrator passes over it."))
{
    public override IEnumerable<Spot> Check(LintedMigration migration)
    {
        if (migration.Text.Entry is not { } entry) yield break;
        var latest = migration.Context.Project.Journal.Entries.TakeWhile(earlier => earlier.Tag != entry.Tag).OrderByDescending(earlier => earlier.When).FirstOrDefault();
        if (latest is null || latest.When < entry.When) yield break;
        yield return new Spot(
            default, $"The \"when\" of {entry.Tag} ({entry.When}) is not later than that of {latest.Tag} ({latest.When}), which stands before it: drizzle's own migrator never applies it where {latest.Tag} is applied.",
            $"Where no database has it yet, set \"when\" to {latest.When + 1} or later.")
        { Elsewhere = entry.Location };
    }
}
