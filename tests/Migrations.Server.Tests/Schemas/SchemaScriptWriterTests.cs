using Migrations.Core.Drizzle;
using Migrations.Core.Guarding;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Schemas;

/// <summary>A database written as <c>schema.ts</c>, read again, is the same database: for all that the oracle's schemas hold, on every server.</summary>
public sealed class SchemaScriptWriterTests(ServerFleet fleet, Oracle oracle) : RunTestBase(fleet), IClassFixture<Oracle>
{
    public static TheoryData<string, string> Cases() => OracleLiveTests.Cases();

    [Theory, MemberData(nameof(Cases))]
    public void A_written_schema_has_no_difference_from_its_database(string server, string file)
    {
        var expected = oracle.Of(file);
        var database = NewDatabase(server);
        using var session = Open(database);
        if (OracleRefusals.Before.TryGetValue(file, out var before)) database.Execute(before);
        OracleLiveTests.Make(
            database, OracleLiveTests.StatementsOf(file, expected, OracleLiveTests.Read(oracle, file, expected)),
            [.. OracleRefusals.All.Where(refusal => refusal.File == file && refusal.By(session.Server.Flavor))]);
        var live = session.ReadSchema(TestContext.Current.CancellationToken);

        var written = SchemaScriptWriter.Write(live.Schema, live.Database);

        Project.Write("drizzle/schema.ts", written.Text);
        var schema = SchemaScript.Read(new SchemaScriptRequest { Root = Project.Root, Paths = ["drizzle/schema.ts"] }, TestContext.Current.CancellationToken);
        var differences = new DriftGuard(schema, [], []).AgainstDatabase(session, TestContext.Current.CancellationToken);
        Assert.True(differences.Count == 0, string.Join("\n", differences.Select(difference => $"{difference.Severity} {difference.Kind} {difference.Target}: {difference.Expected} | {difference.Actual}")) + "\n\n" + written.Text);
        Assert.Equal(live.Schema.Tables.Count, schema.Tables.Count);
        Assert.Equal(live.Schema.Views.Count, schema.Views.Count);
        Assert.Empty(written.Gaps);
    }
}
