using Migrations.Core.Drizzle;
using Migrations.Core.Tests.Scripts;

namespace Migrations.Core.Tests.Drizzle;

/// <summary>The order of the files, which tells what a schema is whose files share what they change.</summary>
public sealed class PathOrderTests
{
    // What ["…"].sort((a, b) => a.localeCompare(b, "en")) gives in Node.js 22.
    private static readonly string[] Sorted =
        ["_b", "-b", "1", "a", "A", "a_", "a-b", "a.ts", "a/", "a/b", "a1", "ab", "aB", "Ab", "abc", "f", "hotel_translate", "hotel.ts", "hotels", "Z"];

    [Fact]
    public void Names_sort_as_in_node()
    {
        Assert.Equal(Sorted, Sorted.Reverse().OrderBy(name => name, new PathOrder()));
        Assert.Equal(Sorted, Sorted.OrderBy(name => name, StringComparer.Ordinal).OrderBy(name => name, new PathOrder()));
        Assert.True(new PathOrder().Compare(@"db\a.ts", "db/b.ts") < 0);
    }

    [Fact]
    public void Files_of_a_glob_are_run_in_the_order_of_localeCompare()
    {
        string[] names = ["hotels", "hotel_translate", "Index", "hotel-a", "hotel", "_x", "a/hotel", "a_b", "ab"];
        var project = new ScriptProject([.. names.Select(name => ($"db/{name}.ts", Table(name)))]);
        using (project)
        {
            Assert.Equal(
                ["_x", "a_b", "a/hotel", "ab", "hotel_translate", "hotel-a", "hotel", "hotels", "Index"],
                project.Read("db/**/*.ts").Tables.Select(table => table.Name));
        }
    }

    [Fact]
    public void A_builder_that_two_files_of_a_circle_share_is_as_it_was_when_each_was_run()
    {
        using var project = new ScriptProject(
            ("shared.ts", "import { int } from 'drizzle-orm/mysql-core';\nexport const shared = int();"),
            ("db/order_items.ts", "import { mysqlTable } from 'drizzle-orm/mysql-core';\nimport { shared } from '../shared';\nexport const items = mysqlTable('items', { a: shared });"),
            ("db/orders.ts", "import { mysqlTable } from 'drizzle-orm/mysql-core';\nimport { shared } from '../shared';\nexport const orders = mysqlTable('orders', { a: shared.notNull() });"));
        var tables = project.Read("db/*.ts").Tables;
        Assert.True(tables.Single(table => table.Name == "items").Columns[0].IsNullable);
        Assert.False(tables.Single(table => table.Name == "orders").Columns[0].IsNullable);
    }

    private static string Table(string name) => $"import {{ int, mysqlTable }} from 'drizzle-orm/mysql-core';\nexport const t = mysqlTable('{name}', {{ id: int() }});";
}
