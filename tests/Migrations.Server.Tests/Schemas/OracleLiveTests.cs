using System.Text.Json;
using Migrations.Core.Drizzle;
using Migrations.Core.Guarding;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;
using Migrations.TestServers;
using MySqlConnector;

namespace Migrations.Server.Tests.Schemas;

/// <summary>Zero false alarms: a database that drizzle-kit's export made is as the schema says, on every server.</summary>
public sealed class OracleLiveTests(ServerFleet fleet, Oracle oracle) : RunTestBase(fleet), IClassFixture<Oracle>
{
    /// <summary>Every schema on every server.</summary>
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var server in ServerOffer.All())
        {
            foreach (var file in Oracle.Files()) cases.Add(server.Name, file.Data);
        }
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_database_that_drizzle_kit_made_has_no_difference_from_the_schema(string server, string file)
    {
        var expected = oracle.Of(file);
        var schema = Read(oracle, file, expected);
        var database = NewDatabase(server);
        using var session = Open(database);
        List<OracleRefusal> listed = [.. OracleRefusals.All.Where(refusal => refusal.File == file && refusal.By(session.Server.Flavor))];

        if (OracleRefusals.Before.TryGetValue(file, out var before)) database.Execute(before);
        var (met, unlisted) = Make(database, StatementsOf(file, expected, schema), listed);
        var differences = new DriftGuard(schema, [], []).AgainstDatabase(session, TestContext.Current.CancellationToken);

        AssertSame([], unlisted);
        AssertSame([], listed.Except(met).Select(refusal => $"accepted by now: {refusal}"));
        AssertSame(listed.SelectMany(refusal => refusal.Differences), differences.Select(difference => $"{difference.Kind} {difference.Target}"));
    }

    /// <summary>Runs the statements, the listed refusals with their remedies.</summary>
    internal static (HashSet<OracleRefusal> Met, List<string> Unlisted) Make(TestDatabase database, IEnumerable<string> statements, IReadOnlyList<OracleRefusal> listed)
    {
        var met = new HashSet<OracleRefusal>();
        var unlisted = new List<string>();
        using var connection = database.Connect();
        var queue = new Queue<string>(statements);
        while (queue.TryDequeue(out var statement))
        {
            while (Run(connection, statement) is { } error)
            {
                var refusal = listed.FirstOrDefault(item => item.Error == error.Number && statement.Contains(item.Statement, StringComparison.Ordinal) && !met.Contains(item));
                if (refusal is null) unlisted.Add($"{error.Number} {error.Message}: {statement}");
                else met.Add(refusal);
                if (refusal is { Remedy.IsLater: true }) queue.Enqueue(statement);
                if (refusal?.Remedy.Replacement is not { } replacement) break;
                statement = statement.Replace(refusal.Statement, replacement, StringComparison.Ordinal);
            }
        }
        return (met, unlisted);
    }

    private static void AssertSame(IEnumerable<string> expected, IEnumerable<string> actual) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));

    private static MySqlException? Run(MySqlConnection connection, string statement)
    {
        try
        {
            using var command = new MySqlCommand(statement, connection);
            command.ExecuteNonQuery();
            return null;
        }
        catch (MySqlException error)
        {
            return error;
        }
    }

    internal static DatabaseSchema Read(Oracle oracle, string file, JsonElement expected) => SchemaScript.Read(
        new SchemaScriptRequest
        {
            Root = oracle.Schemas,
            Paths = [file],
            Casing = expected.TryGetProperty("casing", out var casing) && casing.GetString() == "snake_case" ? ColumnCasing.SnakeCase
                : casing.ValueKind == JsonValueKind.String ? ColumnCasing.CamelCase : ColumnCasing.AsWritten,
        },
        TestContext.Current.CancellationToken);

    // The command line's export; it knows no casing, for which its API is asked, and where it writes something else than the schema says there is only our own text.
    internal static IEnumerable<string> StatementsOf(string file, JsonElement expected, DatabaseSchema schema)
    {
        if (Oracle.Divergent.ContainsKey(file)) return DrizzleKitWriter.Write(schema).Select(statement => statement.Text);
        if (expected.TryGetProperty("casing", out _)) return expected.GetProperty("statements").EnumerateArray().Select(statement => statement.GetString()!);
        return SqlScript.Parse(new SourceText("export.sql", expected.GetProperty("export").GetString()!)).Statements.Select(statement => statement.Text);
    }
}
