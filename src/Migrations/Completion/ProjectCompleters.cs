using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Migrations;

/// <summary>Completes the tags of the project's migrations; each with its number, its time and what is amiss with it.</summary>
public class MigrationTagCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Of(wordToComplete, Completion.Ask("Get-Migration", fakeBoundParameters, [("Offline", true), .. Only]).Select(migration => new Candidate(Completion.Text(migration, "Tag"), About(migration))));

    /// <summary>What else is asked of the listing.</summary>
    private protected virtual (string Name, object Value)[] Only => [];

    private static string About(PSObject migration)
    {
        var parts = new List<string>();
        if (migration.Properties["Idx"].Value is int idx) parts.Add("No. " + idx.ToString(CultureInfo.InvariantCulture));
        if (migration.Properties["Created"].Value is DateTimeOffset created) parts.Add(created.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        // Without a database it is not known which are applied.
        if (Completion.Text(migration, "Status") is var status and not "Unknown") parts.Add(status);
        if (migration.Properties["IsBaseline"].Value is true) parts.Add("baseline");
        return string.Join(", ", parts);
    }
}

/// <summary>Completes the tags of the files that the journal does not name yet.</summary>
public sealed class UnjournaledTagCompleter : MigrationTagCompleter
{
    /// <inheritdoc/>
    private protected override (string Name, object Value)[] Only => [("Status", "Unjournaled")];
}

/// <summary>Completes the names of the schema's tables; behind a dot those of a table's columns.</summary>
public class TableNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        (string, object)[] source = fakeBoundParameters?["LiteralPath"] is { } file && commandName == "Get-SchemaTable" ? [("LiteralPath", file)] : [];
        var tables = Completion.Ask("Get-SchemaTable", fakeBoundParameters, source);
        return Completion.Of(wordToComplete, Candidates(tables, Completion.Begun(wordToComplete)));
    }

    /// <summary>What there is to write.</summary>
    private protected virtual IEnumerable<Candidate> Candidates(IReadOnlyList<PSObject> tables, string word) => tables.Select(table => new Candidate(Completion.Text(table, "Name"), About(table)));

    /// <summary>A table in a few words.</summary>
    private protected static string About(PSObject table) => $"{Count(table, "Columns", "column", "columns")}, {Count(table, "Indexes", "index", "indexes")}, {Count(table, "ForeignKeys", "foreign key", "foreign keys")}";

    /// <summary>The columns of a table.</summary>
    private protected static IEnumerable<PSObject> ColumnsOf(PSObject table) => ((IEnumerable)table.Properties["Columns"].Value).Cast<object>().Select(PSObject.AsPSObject);

    private static string Count(PSObject table, string list, string one, string many) => ((ICollection)table.Properties[list].Value).Count is var count && count == 1 ? $"1 {one}" : $"{count} {many}";
}

/// <summary>Completes what a comparison can leave out: tables, and behind a dot a table's columns and indexes.</summary>
public sealed class IgnoredNameCompleter : TableNameCompleter
{
    /// <inheritdoc/>
    private protected override IEnumerable<Candidate> Candidates(IReadOnlyList<PSObject> tables, string word)
    {
        if (word.IndexOf('.') < 0) return base.Candidates(tables, word);
        return tables.SelectMany(table => ColumnsOf(table).Concat(((IEnumerable)table.Properties["Indexes"].Value).Cast<object>().Select(PSObject.AsPSObject))
            .Where(part => Completion.Text(part, "Name").Length > 0).Select(part => new Candidate($"{Completion.Text(table, "Name")}.{Completion.Text(part, "Name")}", part.ToString())));
    }
}

/// <summary>Completes a column to add, <c>table.column type</c>, with those that <c>schema.ts</c> has.</summary>
public sealed class NewColumnCompleter : TableNameCompleter
{
    /// <inheritdoc/>
    private protected override IEnumerable<Candidate> Candidates(IReadOnlyList<PSObject> tables, string word)
    {
        if (word.IndexOf('.') < 0) return tables.Select(table => new Candidate(Completion.Text(table, "Name") + ".", About(table)));
        return tables.SelectMany(table => ColumnsOf(table).Select(column => new Candidate($"{Completion.Text(table, "Name")}.{column}", column.ToString(), $"{Completion.Text(table, "Name")}.{Completion.Text(column, "Name")}")));
    }
}

/// <summary>Completes renames, <c>old=new</c> and <c>table.old=new</c>, with what vanished from <c>schema.ts</c> beside what appeared in it.</summary>
public sealed class RenameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var differences = Completion.Ask("Test-SchemaDrift", fakeBoundParameters, ("Against", "Baseline"));
        var tables = from vanished in Of("ExtraTable") from appeared in Of("MissingTable") select new Candidate($"{Completion.Text(vanished, "Table")}={Completion.Text(appeared, "Table")}", "Rename the table; its rows stay.");
        var columns = from vanished in Of("ExtraColumn")
                      from appeared in Of("MissingColumn")
                      where Completion.Text(vanished, "Table") == Completion.Text(appeared, "Table")
                      select new Candidate($"{Completion.Text(vanished, "Target")}={Completion.Text(appeared, "Name")}", $"{Completion.Text(vanished, "Actual")} becomes {Completion.Text(appeared, "Expected")}; its data stay.");
        return Completion.Of(wordToComplete, tables.Concat(columns));

        IEnumerable<PSObject> Of(string kind) => differences.Where(difference => Completion.Text(difference, "Kind") == kind);
    }
}

/// <summary>Completes a database's URL with the variables of the environment that hold one; nothing of their values is shown.</summary>
public sealed class DatabaseUrlCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completion.Of(wordToComplete, Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => variable.Key is string name && name.All(c => char.IsLetterOrDigit(c) || c == '_') && (variable.Value as string)?.StartsWith("mysql://", StringComparison.OrdinalIgnoreCase) == true)
            .Select(variable => (string)variable.Key).OrderBy(name => name, StringComparer.Ordinal)
            .Select(name => new Candidate("$env:" + name, "A database's URL in the environment")));
}
