using Migrations.Model;

namespace Migrations;

/// <summary>Tells a schema that nobody can mean from one that is.</summary>
internal static class SchemaCheck
{
    /// <summary>Refuses a schema without tables and views: its tables are not exported, or are those of another dialect.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="project">The project it belongs to.</param>
    /// <param name="path">Its path as the caller gave it; null for that of the project.</param>
    /// <exception cref="MigrationException"><c>SchemaEmpty</c>.</exception>
    public static void ThrowIfEmpty(DatabaseSchema schema, MigrationProject? project, string? path = null)
    {
        if (schema.Tables.Count > 0 || schema.Views.Count > 0) return;
        path ??= string.Join(", ", project?.SchemaPath ?? []);
        throw new MigrationException(
            ErrorIds.SchemaEmpty, $"The schema '{path}' exports no table.",
            "Export every table (export const users = mysqlTable(…)), made by drizzle-orm/mysql-core.", target: path);
    }

    /// <summary>Says what of a schema could not be read although tables may be in it.</summary>
    /// <param name="cmdlet">Who says it.</param>
    /// <param name="schema">The schema.</param>
    public static void WarnOfUnread(MigrationCmdlet cmdlet, DatabaseSchema schema)
    {
        foreach (var unread in schema.Unread) cmdlet.WriteWarning(unread);
    }

    /// <summary>Says that a schema has no table, where that alone is no error: in a new project, say.</summary>
    /// <param name="cmdlet">Who says it.</param>
    /// <param name="schema">The schema.</param>
    public static void WarnIfEmpty(MigrationCmdlet cmdlet, DatabaseSchema schema)
    {
        if (schema.Tables.Count == 0 && schema.Views.Count == 0) cmdlet.WriteWarning("The schema exports no table of drizzle-orm/mysql-core.");
    }
}
