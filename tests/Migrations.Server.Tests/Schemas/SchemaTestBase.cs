using Migrations.Core.Schemas;
using Migrations.Core.Servers;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Schemas;

/// <summary>A database of the test's own, made from a text, and the comparison of texts with it.</summary>
public abstract class SchemaTestBase(ServerFleet fleet) : IDisposable
{
    private readonly List<TestDatabase> _databases = [];

    protected TestDatabase NewDatabase(string server, string sql)
    {
        var database = fleet.Get(server).CreateDatabase("s");
        _databases.Add(database);
        Execute(database, sql);
        return database;
    }

    protected bool IsMariaDb(string server) => fleet.Get(server).IsMariaDb;

    protected static void Execute(TestDatabase database, string sql)
    {
        using var connection = database.Connect();
        foreach (var statement in SqlScript.Parse(new SourceText("test.sql", sql)).Statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement.Text;
            command.ExecuteNonQuery();
        }
    }

    protected static LiveSchema Read(TestDatabase database)
    {
        using var session = DatabaseSession.Open(ConnectionSettings.Parse(database.Url), TestContext.Current.CancellationToken);
        using var connection = database.Connect();
        return LiveSchemaReader.Read(connection, session.Server, TestContext.Current.CancellationToken);
    }

    protected static DatabaseSchema Schema(string sql) => SqlSchemaReader.Read(new SourceText("schema.sql", sql));

    protected static IReadOnlyList<SchemaDifference> Compare(string expected, TestDatabase database)
    {
        var live = Read(database);
        return SchemaComparer.Compare(Schema(expected), live.Schema, live.ComparisonOptions);
    }

    public void Dispose()
    {
        foreach (var database in _databases) database.Dispose();
        GC.SuppressFinalize(this);
    }
}
