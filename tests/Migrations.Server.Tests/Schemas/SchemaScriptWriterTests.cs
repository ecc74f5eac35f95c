using System.Text.Json;
using Migrations.Core.Drizzle;
using Migrations.Core.Guarding;
using Migrations.Core.Schemas;
using Migrations.Core.Servers;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Schemas;

/// <summary>A database written as <c>schema.ts</c>, read again, is the same database: for all that the oracle's schemas hold, on every server.</summary>
public sealed class SchemaScriptWriterTests(ServerFleet fleet, Oracle oracle) : RunTestBase(fleet), IClassFixture<Oracle>
{
    public static TheoryData<string, string> Cases() => OracleLiveTests.Cases();

    [Theory, MemberData(nameof(Cases))]
    public void A_written_schema_has_no_difference_from_its_database(string server, string file)
    {
        using var session = Open(NewDatabase(server, file));
        var (live, written) = Write(session);
        // Collations are said in a custom type, and a written schema has none.
        Assert.DoesNotContain(written.Gaps, gap => !gap.What.StartsWith("COLLATE", StringComparison.Ordinal) || file != "custom-type-collation.ts");
        Assert.Equal("", Differences(written, session));
        var schema = ReadBack(written);
        Assert.Equal(live.Schema.Tables.Count, schema.Tables.Count);
        Assert.Equal(live.Schema.Views.Count, schema.Views.Count);
    }

    [Theory, EveryServer]
    public void What_drizzle_cannot_say_is_a_comment_and_everything_else_is_said(string server)
    {
        var database = NewDatabase(server);
        using var session = Open(database);
        var isMariaDb = session.Server.Flavor == ServerFlavor.MariaDb;
        Execute(database, WideSchema.Common + "\n" + (isMariaDb ? WideSchema.MariaDb : WideSchema.MySql));
        var (_, written) = Write(session);

        string[] gaps = ["keyed.ft", "keyed.sp", "texts.t17", "texts.t18", "texts.t29"];
        string[] warnings = ["ExtraIndex keyed.ft", "ExtraIndex keyed.sp"];
        Assert.Equal(
            gaps.Concat(isMariaDb ? ["only_mariadb.", "only_mariadb.f3"] : ["only_mysql.cne", "only_mysql.f3"]).Order(StringComparer.Ordinal),
            written.Gaps.Select(gap => $"{gap.Table}.{gap.Name}").Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            string.Join("\n", warnings.Concat(isMariaDb ? ["ExtraCheck only_mariadb", "ExtraIndex only_mariadb.f3"] : ["ExtraCheck only_mysql.cne", "ExtraIndex only_mysql.f3"])
                .Select(warning => "Warning " + warning).Order(StringComparer.Ordinal)),
            string.Join("\n", Differences(written, session).Split('\n').Select(line => line.Split(':')[0]).Order(StringComparer.Ordinal)));
        Assert.All(written.Gaps, gap => Assert.Contains("// Not in drizzle's words: " + (gap.Name is null ? "" : gap.Name + ": ") + gap.What, written.Text));
    }

    /// <summary>drizzle's own tools read what is written as we do: their export makes the same database.</summary>
    [Theory, EveryServer]
    public void Drizzle_kit_reads_a_written_schema_as_the_database_it_came_from(string server)
    {
        if (!oracle.IsAvailable) Assert.Skip("Node.js is not installed; the oracle cannot speak.");
        var folder = DrizzleTools.NewProjectFolder();
        try
        {
            var live = new Dictionary<string, LiveSchema>();
            foreach (var file in Oracle.Files().Select(file => file.Data))
            {
                using var session = Open(NewDatabase(server, file));
                var name = Path.GetFileNameWithoutExtension(file) + ".ts";
                (live[name], var written) = Write(session);
                File.WriteAllText(Path.Combine(folder, name), written.Text);
            }
            oracle.Run("node", "oracle.mjs", folder, Path.Combine(folder, "results"));

            var different = new List<string>();
            foreach (var pair in live)
            {
                using var result = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "results", pair.Key + ".json")));
                Assert.False(result.RootElement.TryGetProperty("kitError", out var error), $"{pair.Key}: {error}");
                var export = SqlSchemaReader.Read(new SourceText(pair.Key + ".sql", result.RootElement.GetProperty("export").GetString()!));
                different.AddRange(SchemaComparer.Compare(export, pair.Value.Schema, pair.Value.ComparisonOptions)
                    .Select(difference => $"{pair.Key} {difference.Kind} {difference.Target}: {difference.Expected} | {difference.Actual}"));
            }
            // drizzle-kit takes the values of an enum apart at commas and parentheses.
            different.RemoveAll(line => line.StartsWith("enum-punctuation.ts EnumValues", StringComparison.Ordinal));
            Assert.True(different.Count == 0, string.Join("\n", different));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private TestDatabase NewDatabase(string server, string file)
    {
        var expected = oracle.Of(file);
        var database = NewDatabase(server);
        using var session = Open(database);
        if (OracleRefusals.Before.TryGetValue(file, out var before)) database.Execute(before);
        OracleLiveTests.Make(
            database, OracleLiveTests.StatementsOf(file, expected, OracleLiveTests.Read(oracle, file, expected)),
            [.. OracleRefusals.All.Where(refusal => refusal.File == file && refusal.By(session.Server.Flavor))]);
        return database;
    }

    private static void Execute(TestDatabase database, string sql)
    {
        foreach (var statement in SqlScript.Parse(new SourceText("test.sql", sql)).Statements) database.Execute(statement.Text);
    }

    private static (LiveSchema Live, SchemaScriptText Written) Write(DatabaseSession session)
    {
        var live = session.ReadSchema(TestContext.Current.CancellationToken);
        return (live, SchemaScriptWriter.Write(live.Schema, live.Database));
    }

    private DatabaseSchema ReadBack(SchemaScriptText written)
    {
        Project.Write("drizzle/schema.ts", written.Text);
        return SchemaScript.Read(new SchemaScriptRequest { Root = Project.Root, Paths = ["drizzle/schema.ts"] }, TestContext.Current.CancellationToken);
    }

    private string Differences(SchemaScriptText written, DatabaseSession session) => string.Join(
        "\n", new DriftGuard(ReadBack(written), [], []).AgainstDatabase(session, TestContext.Current.CancellationToken)
            .Select(difference => $"{difference.Severity} {difference.Kind} {difference.Target}: {difference.Expected} | {difference.Actual}"));
}
