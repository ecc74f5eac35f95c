using System.Text;

namespace Migrations.Module.Tests;

/// <summary>A project whose schema, baseline and bootstrap indexes agree: two tables, one index, one foreign key in the baseline.</summary>
public static class GuardedProject
{
    public const string BaselineTag = "0000_baseline";

    public const string Schema = """
        import { index, int, mysqlTable, varchar } from 'drizzle-orm/mysql-core';

        export const users = mysqlTable('users', {
          id: int('id').autoincrement().primaryKey(),
          email: varchar('email', { length: 255 }).notNull(),
        });

        export const posts = mysqlTable('posts', {
          id: int('id').autoincrement().primaryKey(),
          userId: int('user_id').notNull(),
        }, (table) => [index('posts_user_idx').on(table.userId)]);

        """;

    public const string Baseline = """
        -- Every table, as schema.ts has it.
        -- Keep this header.

        CREATE TABLE IF NOT EXISTS `users` (
          `id`     int NOT NULL AUTO_INCREMENT,  -- aligned by hand
          `email`  varchar(255) NOT NULL,
          PRIMARY KEY (`id`)
        );

        /* Posts
           of users */
        CREATE TABLE IF NOT EXISTS `posts` (
          `id` int NOT NULL AUTO_INCREMENT,
          `user_id` int NOT NULL,
          PRIMARY KEY (`id`)
        );

        """;

    public const string Indexes = "-- Indexes.\nCREATE INDEX IF NOT EXISTS `posts_user_idx` ON `posts` (`user_id`);\n";

    public const string IndexesFile = "drizzle/bootstrap/0000_indexes.sql";

    public const string ConstraintsFile = "drizzle/bootstrap/0000_constraints.sql";

    public static ProjectFolder Guarded(this ProjectFolder project)
    {
        project.Add(BaselineTag, Baseline).Write("drizzle/schema.ts", Schema);
        project.Write(IndexesFile, Indexes);
        return project;
    }

    /// <summary>Changes the schema: one text in it becomes another.</summary>
    public static void EditSchema(this ProjectFolder project, string from, string to) => project.Edit("drizzle/schema.ts", from, to);

    /// <summary>Changes a file: one text in it, which must be there once, becomes another.</summary>
    public static void Edit(this ProjectFolder project, string file, string from, string to)
    {
        var text = File.ReadAllText(project.PathOf(file));
        Assert.Equal(2, text.Split(from).Length);
        project.Write(file, text.Replace(from, to));
    }

    /// <summary>Adds a column to <c>users</c> in the schema, in line 6 from column 9 on.</summary>
    public static void AddPhone(this ProjectFolder project) =>
        project.EditSchema("{ length: 255 }).notNull(),\n", "{ length: 255 }).notNull(),\n  phone: varchar('phone', { length: 30 }),\n");

    public static string Text(this ProjectFolder project, string file) => Encoding.UTF8.GetString(project.Bytes(file));

    public static byte[] Bytes(this ProjectFolder project, string file) => File.ReadAllBytes(project.PathOf(file));
}
