using Migrations.Core.Drizzle;
using Migrations.Core.Tests.Scripts;
using Migrations.Model;

namespace Migrations.Core.Tests.Drizzle;

/// <summary>Where drizzle-kit crashes or writes no SQL, and what the model says beyond its snapshot.</summary>
public sealed class SchemaScriptTests
{
    private static Table Read(string columns, string extra = "")
    {
        using var project = ScriptProject.Of($$"""
            import { and, eq, gt, inArray, like, sql } from "drizzle-orm";
            import * as m from "drizzle-orm/mysql-core";
            export const t = m.mysqlTable("t", { {{columns}} }, (t) => [{{extra}}]);
            """);
        return project.Read().Tables.Single();
    }

    [Theory]
    [InlineData("m.bigint({ mode: 'bigint' }).default(9007199254740993n)", "9007199254740993", false)]
    [InlineData("m.json().default({ a: \"it's\" })", "('{\"a\":\"it''s\"}')", true)]
    [InlineData("m.json().default([])", "('[]')", true)]
    [InlineData("m.int().default(sql`${7}`)", "7", false)]
    [InlineData("m.varchar({ length: 9 }).default(sql`${'a\\'b'}`)", "'a''b'", false)]
    [InlineData("m.varchar({ length: 9 }).default('x')", "'x'", false)]
    [InlineData("m.timestamp().defaultNow()", "(now())", true)]
    [InlineData("m.timestamp().default(sql`CURRENT_TIMESTAMP`)", "CURRENT_TIMESTAMP", true)]
    [InlineData("m.int().default(sql`NULL`)", "NULL", false)]
    [InlineData("m.boolean().default(true)", "true", false)]
    [InlineData("m.binary({ length: 1 }).default(sql`x'00'`)", "x'00'", false)]
    [InlineData("m.double().default(-1.5e10)", "-15000000000", false)]
    public void Defaults(string column, string sql, bool isExpression) =>
        Assert.Equal(new ColumnDefault(sql, isExpression), Read($"a: {column}").Columns[0].Default);

    [Theory]
    [InlineData("['a,b', 'c(d)', \"e'f\"]", "enum('a,b','c(d)','e''f')")]
    [InlineData("['(', ')']", "enum('(',')')")]
    public void Enum_values_with_commas_and_brackets_stay_whole(string values, string type) =>
        Assert.Equal(type, Read($"a: m.mysqlEnum({values} as [string])").Columns[0].Type);

    [Theory]
    [InlineData("gt(t.a, 18)", "`t`.`a` > 18")]
    [InlineData("and(eq(t.b, 'x\\'y'), gt(t.a, t.a))!", "(`t`.`b` = 'x''y' and `t`.`a` > `t`.`a`)")]
    [InlineData("inArray(t.a, [1, 2])", "`t`.`a` in (1, 2)")]
    [InlineData("like(t.b, '%z')", "`t`.`b` like '%z'")]
    [InlineData("sql`${t.a} > ${5} and ${t.b} is not ${null}`", "`t`.`a` > 5 and `t`.`b` is not null")]
    [InlineData("eq(t.c, new Date(0))", "`t`.`c` = '1970-01-01 00:00:00.000'")]
    [InlineData("sql`${t.a} <> ';'`", "`t`.`a` <> ';'")]
    public void Values_in_checks_stand_in_the_text_where_drizzle_kit_leaves_a_question_mark(string condition, string text) =>
        Assert.Equal(text, Read("a: m.int(), b: m.varchar({ length: 3 }), c: m.timestamp()", $"m.check('c', {condition})").Checks.Single().Expression);

    [Fact]
    public void Indexed_expressions_with_commas_stay_whole_and_get_their_brackets()
    {
        var table = Read("a: m.int(), b: m.int()", "m.index('x').on(sql`coalesce(${t.a}, ${t.b})`, sql`(${t.a} + 1) desc`), m.index('y').on(sql`(${t.a}) + (${t.b})`), m.uniqueIndex('z').on(sql`${t.a}(5) DESC`)");
        Assert.Equal("coalesce(`a`, `b`)", table.Indexes[0].Parts[0].Expression);
        Assert.Equal(new IndexPart { Expression = "`a` + 1", IsDescending = true }, table.Indexes[0].Parts[1]);
        Assert.Equal("(`a`) + (`b`)", table.Indexes[1].Parts[0].Expression);
        Assert.Equal(new IndexPart { Column = "a", Length = 5, IsDescending = true }, table.Indexes[2].Parts[0]);
        var statements = DrizzleKitWriter.Write(new DatabaseSchema { Tables = [table] });
        Assert.Equal("CREATE INDEX `x` ON `t` ((coalesce(`a`, `b`)),(`a` + 1) desc);", statements[1].Text);
        Assert.Contains("CONSTRAINT `z` UNIQUE(`a`(5) desc)", statements[0].Text);
    }

    [Fact]
    public void Unnamed_indexes_are_named_after_their_columns()
    {
        var table = Read("a: m.int(), b: m.int('see')", "(m.index as any)().on(t.a, t.b)");
        Assert.Equal("t_a_see_index", table.Indexes.Single().Name);
    }

    [Fact]
    public void Casing_goes_through_views_too()
    {
        using var project = ScriptProject.Of("""
            import { int, mysqlTable, mysqlView } from "drizzle-orm/mysql-core";
            export const t = mysqlTable("t", { someId: int() });
            export const v = mysqlView("v").as((qb) => qb.select({ id: t.someId }).from(t));
            """);
        Assert.Equal("select `some_id` from `t`", project.Read(ColumnCasing.SnakeCase).Views[0].Definition);
    }

    [Fact]
    public void Positions_are_those_of_the_builders()
    {
        using var project = new ScriptProject(("schema.ts", """
            import { index, int, mysqlTable, unique, varchar } from "drizzle-orm/mysql-core";
            import { stamps } from "./stamps";

            enum Gap {
              A,
            }

            export const users = mysqlTable(
              "users",
              {
                id: int("id").primaryKey(),
                  name: varchar("name", { length: 3 })
                    .notNull().references(() => users.id),
                ...stamps,
              },
              (t) => [index("by_name").on(t.name), unique().on(t.id as any)],
            );
            """), ("stamps.ts", "import { timestamp } from 'drizzle-orm/mysql-core';\nexport const stamps = { at: timestamp() };"));
        var table = project.Read().Tables[0];
        (int, int) At(SourceLocation? location) => (location!.Line, location.Column);
        Assert.Equal(Path.Combine(project.Root, "schema.ts"), table.Location!.File);
        Assert.Equal((8, 22), At(table.Location));
        Assert.Equal((11, 9), At(table.Columns[0].Location));
        Assert.Equal((12, 13), At(table.Columns[1].Location));
        Assert.Equal((2, 29), At(table.Columns[2].Location));
        Assert.Equal(Path.Combine(project.Root, "stamps.ts"), table.Columns[2].Location!.File);
        Assert.Equal((16, 11), At(table.Indexes.Single(index => index.Name == "by_name").Location));
        Assert.Equal((16, 40), At(table.Indexes.Single(index => index.IsConstraint).Location));
        Assert.Equal(13, table.ForeignKeys[0].Location!.Line);
        Assert.Equal((11, 9), At(table.PrimaryKey!.Location));
    }

    [Theory]
    [InlineData("a: 5", "", "is not a column")]
    [InlineData("a: m.int", "", "is not a column")]
    [InlineData("a: m.mysqlEnum([] as any)", "", "no values")]
    [InlineData("a: m.int()", "m.index('x') as any", "no .on(")]
    [InlineData("a: m.int()", "m.index('x').on((t as any).b)", "not a column")]
    [InlineData("a: m.int().references(() => (t as any).b)", "", "refers to something")]
    public void Mistakes_are_explained_with_their_place(string columns, string extra, string what)
    {
        var error = Assert.Throws<MigrationException>(() => Read(columns, extra));
        Assert.Contains(what, error.What);
        Assert.Equal(3, error.Location!.Line);
    }

    [Fact]
    public void A_second_table_of_a_name_takes_the_place_of_the_first()
    {
        using var project = ScriptProject.Of("""
            import { int, mysqlTable } from "drizzle-orm/mysql-core";
            export const a = mysqlTable("same", { x: int() });
            export const b = mysqlTable("other", { x: int() });
            export const c = mysqlTable("same", { y: int() });
            """);
        Assert.Equal(["same y", "other x"], project.Read().Tables.Select(table => $"{table.Name} {table.Columns[0].Name}"));
    }

    [Fact]
    public void Readings_share_nothing_and_run_side_by_side()
    {
        using var project = ScriptProject.OfColumns("a: int(), [(globalThis as any).seen ? 'again' : 'first']: int(), c: ((globalThis as any).seen = true) && int()");
        Parallel.For(0, 16, _ =>
        {
            var schema = SchemaScript.Read(new SchemaScriptRequest { Root = project.Root, Paths = ["schema.ts"] });
            Assert.Equal(["a", "first", "c"], schema.Tables[0].Columns.Select(column => column.Name));
        });
    }
}
