namespace Migrations.Core.Baselines;

/// <summary>What a new project's files begin with.</summary>
internal static class StartingTexts
{
    public const string Configuration = """
        import { defineConfig } from "drizzle-kit";

        export default defineConfig({
          dialect: "mysql",
          schema: "./drizzle/schema.ts",
          out: "./drizzle",
          // For drizzle-kit's own commands. The Migrations module takes DATABASE_URL from the environment or from .env, too.
          dbCredentials: { url: process.env.DATABASE_URL! },
        });

        """;

    public const string Schema = """
        import { int, mysqlTable, timestamp, varchar } from "drizzle-orm/mysql-core";

        // What the database should look like. After every change here:
        //   New-Migration add_something -Sql 'ALTER TABLE …' | Add-JournalEntry
        //   Update-Baseline; Update-BootstrapIndex; Test-SchemaDrift
        // Every column has its name in the database as the first argument.

        /** An example: change it before the first Invoke-Migration, and bring the baseline along with Update-Baseline. */
        export const users = mysqlTable("users", {
          id: int("id").autoincrement().primaryKey(),
          email: varchar("email", { length: 255 }).notNull().unique(),
          name: varchar("name", { length: 255 }),
          createdAt: timestamp("created_at").notNull().defaultNow(),
          updatedAt: timestamp("updated_at").notNull().defaultNow().onUpdateNow(),
        });

        """;

    public const string Baseline = """
        -- The baseline: every table of schema.ts, as CREATE TABLE IF NOT EXISTS, so that it is safe to run again.
        -- Indexes and foreign keys are in bootstrap/. Update-Baseline keeps this file true; Test-SchemaDrift compares it with schema.ts.
        """;

    public const string Indexes = """
        -- Indexes for a fresh installation (not journaled). Update-BootstrapIndex keeps this file true.
        """;

    public const string Constraints = """
        -- Foreign keys for a fresh installation (not journaled). Update-BootstrapIndex keeps this file true.
        """;

    public const string PulledSchema = """
        // Written from a live database by Initialize-MigrationProject. From here on this file is the truth: change it, and let migrations follow.
        """;
}
