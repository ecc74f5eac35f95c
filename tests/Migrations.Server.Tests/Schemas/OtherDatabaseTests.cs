using Migrations.Core.Drizzle;
using Migrations.Core.Guarding;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Schemas;

/// <summary>Tables that the schema puts into databases by name (<c>mysqlSchema</c>) are compared in those databases.</summary>
public sealed class OtherDatabaseTests(ServerFleet fleet) : RunTestBase(fleet)
{
    [Theory, EveryServer]
    public void A_table_of_another_database_is_compared_there_and_what_else_is_there_is_not(string server)
    {
        TestDatabase main = NewDatabase(server), other = NewDatabase(server);
        main.Execute("CREATE TABLE `local` (`id` int NOT NULL PRIMARY KEY, `remote` int)");
        Assert.Equal(["MissingForeignKey local.local_remote_remote_id_fk"], Differences(main, other.Name)); // nothing is to be seen there

        other.Execute("CREATE TABLE `not_ours` (`id` int); CREATE VIEW `not_ours_either` AS SELECT 1 AS `a`");
        Assert.Contains("MissingTable remote", Differences(main, other.Name));

        other.Execute("CREATE TABLE `remote` (`id` bigint NOT NULL PRIMARY KEY)");
        Assert.Equal(["ColumnType remote.id", "MissingForeignKey local.local_remote_remote_id_fk"], Differences(main, other.Name));

        other.Execute("ALTER TABLE `remote` MODIFY `id` int NOT NULL");
        main.Execute($"ALTER TABLE `local` ADD CONSTRAINT `local_remote_remote_id_fk` FOREIGN KEY (`remote`) REFERENCES `{other.Name}`.`remote` (`id`)");
        Assert.Empty(Differences(main, other.Name));
    }

    [Theory, EveryServer]
    public void The_connections_own_database_by_its_name_is_no_other(string server)
    {
        var main = NewDatabase(server);
        main.Execute("CREATE TABLE `remote` (`id` int NOT NULL PRIMARY KEY); CREATE TABLE `local` (`id` int NOT NULL PRIMARY KEY, `remote` int)");
        main.Execute("ALTER TABLE `local` ADD CONSTRAINT `local_remote_remote_id_fk` FOREIGN KEY (`remote`) REFERENCES `remote` (`id`)");
        Assert.Empty(Differences(main, main.Name));
        main.Execute("ALTER TABLE `remote` ADD `more` int");
        Assert.Equal(["ExtraColumn remote.more"], Differences(main, main.Name));
    }

    private IEnumerable<string> Differences(TestDatabase main, string other)
    {
        Project.Write("drizzle/schema.ts", $$"""
            import { int, mysqlSchema, mysqlTable } from "drizzle-orm/mysql-core";
            export const remote = mysqlSchema("{{other}}").table("remote", { id: int().primaryKey() });
            export const local = mysqlTable("local", { id: int().primaryKey(), remote: int().references(() => remote.id) });
            """);
        var schema = SchemaScript.Read(new SchemaScriptRequest { Root = Project.Root, Paths = ["drizzle/schema.ts"] }, TestContext.Current.CancellationToken);
        using var session = Open(main);
        return [.. new DriftGuard(schema, [], []).AgainstDatabase(session, TestContext.Current.CancellationToken)
            .Select(difference => $"{difference.Kind} {difference.Target}").Order(StringComparer.Ordinal)];
    }
}
