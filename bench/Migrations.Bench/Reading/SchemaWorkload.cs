using System.Text;
using Migrations.Core.Baselines;
using Migrations.Core.Guarding;
using Migrations.Core.Journals;

namespace Migrations.Bench.Reading;

/// <summary>A generated project of a large application's size: 179 tables, 344 indexes, 84 foreign keys, about 2,900 columns in one file.</summary>
internal static class SchemaWorkload
{
    private const int Tables = 179;
    private const int Indexes = 344;
    private const int ForeignKeys = 84;

    /// <summary>Writes the project, its baseline made by the engine itself from the schema.</summary>
    public static string Generate(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var drizzle = Path.Combine(folder, "drizzle");
        Directory.CreateDirectory(Path.Combine(drizzle, "meta"));
        Directory.CreateDirectory(Path.Combine(drizzle, "bootstrap"));
        File.WriteAllText(Path.Combine(folder, "drizzle.config.ts"), "export default { schema: './drizzle/schema.ts', out: './drizzle', dialect: 'mysql' };\n");
        File.WriteAllText(Path.Combine(drizzle, "schema.ts"), Schema());
        File.WriteAllText(Path.Combine(drizzle, "0000_baseline.sql"), "-- the baseline\nCREATE TABLE IF NOT EXISTS `t0` (`id` int);\n");
        File.WriteAllText(Path.Combine(drizzle, "bootstrap", "0000_constraints.sql"), "-- foreign keys\n");
        File.WriteAllText(Path.Combine(drizzle, "meta", "_journal.json"), """{"version":"7","dialect":"mysql","entries":[{"idx":0,"version":"5","when":1,"tag":"0000_baseline","breakpoints":true}]}""");
        var project = JournaledProject.Open(folder).Project;
        var update = new ArtifactUpdate(project, SchemaSources.OfProject(project), UpdateMode.Regenerate);
        update.Baseline(preview: false);
        update.Bootstrap(preview: false);
        return folder;
    }

    private static string Schema()
    {
        var text = new StringBuilder("import { boolean, date, decimal, index, int, json, mysqlEnum, mysqlTable, text, timestamp, uniqueIndex, varchar } from 'drizzle-orm/mysql-core';\nimport { sql } from 'drizzle-orm';\n\n");
        text.Append("const states = ['draft', 'active', 'suspended', 'archived'] as const;\nexport type State = (typeof states)[number];\n\n");
        int indexes = 0, keys = 0;
        for (var i = 0; i < Tables; i++)
        {
            text.Append($"/** The table number {i} of the application. */\nexport const table{i} = mysqlTable('app_table_{i}', {{\n  id: int('id').autoincrement().primaryKey(),\n");
            if (i > 0 && keys < ForeignKeys && keys++ >= 0)
                text.Append($"  parentId: int('parent_id').references((): any => table{i - 1}.id, {{ onDelete: 'cascade' }}),\n");
            for (var c = 0; c < 2; c++)
            {
                text.Append($"  name{c}: varchar('name_{c}', {{ length: {64 + (c * 64)} }}).notNull(),\n  note{c}: text('note_{c}'),\n  amount{c}: decimal('amount_{c}', {{ precision: 12, scale: 3 }}).default('0.000').notNull(),\n");
                text.Append($"  flag{c}: boolean('flag_{c}').default(false).notNull(),\n  day{c}: date('day_{c}'),\n");
            }
            text.Append("  state: mysqlEnum('state', states).default('draft').notNull(),\n  settings: json('settings').$type<Record<string, unknown>>(),\n");
            text.Append("  createdAt: timestamp('created_at').defaultNow().notNull(),\n  updatedAt: timestamp('updated_at').defaultNow().onUpdateNow().notNull(),\n}, (t) => [\n");
            for (var x = 0; x < 2 && indexes < Indexes; x++, indexes++) text.Append($"  index('idx_app_{i}_{x}').on(t.name{x}, t.state),\n");
            text.Append($"  uniqueIndex('uq_app_{i}').on(t.name1, t.day0),\n]);\n\nexport type Table{i} = typeof table{i}.$inferSelect;\n\n");
        }
        return text.ToString();
    }
}
