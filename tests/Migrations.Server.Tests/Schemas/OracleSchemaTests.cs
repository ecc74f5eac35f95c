using Migrations.Core.Drizzle;
using Migrations.Core.Schemas;
using Migrations.Model;
using Migrations.TestServers;
using MySqlConnector;

namespace Migrations.Server.Tests.Schemas;

/// <summary>A database made from the export of each oracle schema shows no Error against that schema.</summary>
public class OracleSchemaTests(ServerFleet fleet) : SchemaTestBase(fleet)
{
    // What a server refuses of drizzle-kit's export, the error, and the nearest form that it accepts (null: left out, with the differences that this leaves).
    private static readonly (string File, bool? IsMariaDb, int Error, string Find, string? Replacement)[] Refused =
    [
        ("casing-camel.ts", true, 1064, "CREATE INDEX `first_index`", null),
        ("casing-snake.ts", true, 1064, "CREATE INDEX `first_index`", null),
        ("custom-type.ts", true, 4161, "\n\t`c` vector,\n\t`d` vector(3)", null),
        ("default-sql.ts", true, 1901, "(uuid_to_bin(uuid(), 1))", null),
        ("float-double-real.ts", null, 1064, "real(10)", "real"),
        ("foreign-key-table.ts", false, 6125, "ADD CONSTRAINT", null),
        ("generated.ts", true, 1064, " NOT NULL", ""),
        ("index-expression.ts", true, 1064, "(", null),
        ("mysql-schema.ts", true, 1005, "`remote`(`id`)", null),
        ("mysql-schema.ts", false, 1824, "`remote`(`id`)", null),
        ("serial.ts", true, 1064, "serial AUTO_INCREMENT", null),
        ("serial.ts", false, 1075, "serial AUTO_INCREMENT", null),
        ("text-family.ts", false, 1101, "DEFAULT 'it''s'", "DEFAULT ('it''s')"),
        ("view-query.ts", true, 1064, "(with ", null),
        ("view-query.ts", null, 1146, "`v_some`", null),
    ];

    [Theory, EveryServer]
    public void A_database_made_from_the_export_is_as_the_schema(string server)
    {
        var root = OracleFolder();
        var problems = new List<string>();
        foreach (var path in Directory.GetFiles(Path.Combine(root, "schemas")).Where(path => Path.GetExtension(path) is ".ts" or ".mts" or ".js" or ".mjs" or ".cjs").Order(StringComparer.Ordinal))
        {
            var file = Path.GetFileName(path);
            var schema = SchemaScript.Read(new SchemaScriptRequest { Paths = [path], Root = root }, TestContext.Current.CancellationToken);
            var database = NewDatabase(server, "");
            var leftOut = new HashSet<string>(StringComparer.Ordinal);
            using (var connection = database.Connect())
            {
                foreach (var statement in DrizzleKitWriter.Write(schema))
                {
                    if (leftOut.Contains(statement.Owner) && statement.Kind != DrizzleKitStatementKind.View) continue;
                    if (Run(connection, statement.Text) is not { } refusal) continue;
                    var known = Refused.FirstOrDefault(item =>
                        item.File == file && item.IsMariaDb is var only && (only is null || only == IsMariaDb(server)) && item.Error == refusal.Number && statement.Text.Contains(item.Find, StringComparison.Ordinal));
                    if (known.File is null) problems.Add($"{file}: {refusal.Number} {refusal.Message}: {statement.Text}");
                    else if (known.Replacement is null) leftOut.Add(statement.Kind is DrizzleKitStatementKind.Table or DrizzleKitStatementKind.View ? statement.Owner : $"{statement.Owner}.{statement.Name}");
                    else if (Run(connection, Nearest(statement.Text, known.Find, known.Replacement)) is { } still) problems.Add($"{file}: nearest form: {still.Message}: {statement.Text}");
                }
            }
            var live = Read(database);
            problems.AddRange(SchemaComparer.Compare(schema, live.Schema, live.ComparisonOptions)
                .Where(difference => difference.Severity == DifferenceSeverity.Error && !leftOut.Contains(difference.Table) && !leftOut.Contains(difference.Target))
                .Select(difference => $"{file}: {difference.Message}"));
        }
        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    // A generated column loses its NOT NULL only where it is generated.
    private static string Nearest(string sql, string find, string replacement) => string.Join("\n", sql.Split('\n').Select(line =>
        find == " NOT NULL" && !line.Contains("GENERATED", StringComparison.Ordinal) ? line : line.Replace(find, replacement, StringComparison.Ordinal)));

    private static MySqlException? Run(MySqlConnection connection, string sql)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
            return null;
        }
        catch (MySqlException refusal)
        {
            return refusal;
        }
    }

    private static string OracleFolder()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(Path.Combine(folder, "tests", "oracle", "schemas"))) return Path.Combine(folder, "tests", "oracle");
        }
        throw new DirectoryNotFoundException("tests/oracle/schemas");
    }
}
