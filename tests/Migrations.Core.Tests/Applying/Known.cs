using Migrations.Core.Applying;
using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Tests.Applying;

/// <summary>What the engine reads from a text, without a file or a server.</summary>
internal static class Known
{
    public static IReadOnlyList<KnownStatement> Statements(string sql, SqlModes modes = SqlModes.None) => KnownStatement.Read(SqlScript.Parse(new SourceText("x.sql", sql), modes));

    public static DdlStatement Ddl(string sql, SqlModes modes = SqlModes.None) => Assert.Single(Statements(sql, modes)).Ddl;

    public static Table Table(string sql) => Assert.Single(SqlSchemaReader.Read(new SourceText("x.sql", sql)).Tables);
}
