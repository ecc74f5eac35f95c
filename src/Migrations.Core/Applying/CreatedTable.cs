using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Applying;

/// <summary>Which table a statement makes.</summary>
internal static class CreatedTable
{
    /// <summary>The name of the table that a <c>CREATE TABLE</c> of this database makes; null for every other statement.</summary>
    public static string? NameIn(ScriptStatement statement) =>
        DdlParser.Parse(statement) is CreateTableStatement { IsTemporary: false, Table.Database: null } create ? create.Table.Name : null;
}
