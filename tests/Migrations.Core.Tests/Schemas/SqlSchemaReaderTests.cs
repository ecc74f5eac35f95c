using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Tests.Schemas;

public class SqlSchemaReaderTests
{
    private static DatabaseSchema Read(string sql) => SqlSchemaReader.Read(new SourceText("a.sql", sql));

    private static Table Table(string sql) => Assert.Single(Read(sql).Tables);

    [Fact]
    public void Statements_are_applied_in_order()
    {
        var schema = Read("""
            CREATE TABLE a (id int PRIMARY KEY, x int UNIQUE, y varchar(10) REFERENCES b (id), CHECK (x > 1));
            CREATE TABLE b LIKE a;
            CREATE TABLE c (id int);
            CREATE INDEX i ON a (x, y(5));
            ALTER TABLE a ADD COLUMN IF NOT EXISTS (z int, w text), ADD v int FIRST, ADD u int AFTER id, MODIFY x bigint NOT NULL, CHANGE y yy varchar(20) AFTER z;
            ALTER TABLE a ADD CONSTRAINT fk FOREIGN KEY (z) REFERENCES c (id), ALTER w SET DEFAULT ('q'), RENAME INDEX i TO j, COMMENT = 'hello';
            RENAME TABLE c TO d;
            ALTER TABLE d RENAME COLUMN id TO key_id;
            ALTER TABLE a DROP COLUMN u, ALTER INDEX j INVISIBLE;
            DROP TABLE IF EXISTS b;
            INSERT INTO a VALUES (1);
            CREATE TEMPORARY TABLE t (id int);
            CREATE OR REPLACE VIEW v AS SELECT 1;
            """);
        Assert.Equal(["a", "d"], schema.Tables.Select(table => table.Name));
        var a = schema.Tables[0];
        Assert.Equal(["v", "id", "x", "z", "yy", "w"], a.Columns.Select(column => column.Name));
        Assert.Equal("hello", a.Comment);
        Assert.Equal("('q')", a.Columns[5].Default!.Sql);
        Assert.False(a.Columns[2].IsNullable);
        var index = a.Indexes.Single(index => index.Name == "j");
        Assert.True(index.IsInvisible);
        Assert.Equal(["x", "yy"], index.Parts.Select(part => part.Column));
        Assert.Equal(["b", "d"], a.ForeignKeys.Select(key => key.ReferencedTable));
        Assert.Equal(["key_id"], a.ForeignKeys[1].ReferencedColumns);
        Assert.Equal((5, "x > 1"), (a.Columns[2].Location!.Line, Assert.Single(a.Checks).Expression));
        Assert.Equal("v", Assert.Single(schema.Views).Name);
    }

    [Fact]
    public void What_is_there_already_is_not_made_again()
    {
        var table = Table("""
            CREATE TABLE t (a int, b int, KEY i (a));
            CREATE TABLE IF NOT EXISTS t (x int);
            ALTER TABLE t ADD COLUMN IF NOT EXISTS a bigint, ADD INDEX i (b);
            """);
        Assert.Equal(["a int", "b int"], table.Columns.Select(column => column.ToString()));
        Assert.Equal("a", Assert.Single(table.Indexes).Parts[0].Column);
    }

    [Fact]
    public void Dropped_parts_are_gone()
    {
        var table = Table("""
            CREATE TABLE t (id int, a int, b int, PRIMARY KEY (id), KEY i (a), KEY j (a, b), UNIQUE u (b), CONSTRAINT c CHECK (a > 1), CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id));
            ALTER TABLE t DROP COLUMN a, DROP PRIMARY KEY, DROP CONSTRAINT c, DROP FOREIGN KEY f;
            DROP INDEX u ON t;
            """);
        Assert.Null(table.PrimaryKey);
        Assert.Equal("b", Assert.Single(Assert.Single(table.Indexes).Parts).Column);
        Assert.Empty(table.Checks);
        Assert.Empty(table.ForeignKeys);
    }
}
