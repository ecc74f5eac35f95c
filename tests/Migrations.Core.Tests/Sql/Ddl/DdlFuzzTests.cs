using System.Text;
using CsCheck;
using Migrations.Core.Baselines;
using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Tests.Sql.Ddl;

public class DdlFuzzTests
{
    private const string Seed = """
        CREATE TABLE IF NOT EXISTS `t` (`id` int NOT NULL, /*! x int, */ b enum('a','b') DEFAULT 'a' COMMENT 'c', -- d
          g int AS (id + 1) STORED, PRIMARY KEY (`id`), UNIQUE u (b(3)), CONSTRAINT f FOREIGN KEY (id) REFERENCES o (id) ON DELETE set null, CHECK (id > 1)) ENGINE=InnoDB PARTITION BY HASH (id);
        ALTER TABLE t ADD COLUMN IF NOT EXISTS (x int, y int), DROP INDEX IF EXISTS u, MODIFY b int FIRST, RENAME COLUMN a TO c, ORDER BY a, b PARTITION BY KEY (a);
        CREATE UNIQUE INDEX i ON t (a, (b + 1) DESC); DROP TABLE a, b; RENAME TABLE a TO b; CREATE VIEW v AS SELECT 1 WITH CHECK OPTION;
        """;

    [Fact]
    public void No_text_makes_the_readers_crash() =>
        Gen.Select(Gen.Int[0, Seed.Length - 1], Gen.Int[0, 12], Gen.Int[0, 11]).List[1, 6].Sample(cuts =>
        {
            string[] pieces = ["", ",", "(", ")", "`", " -- ", " /*! ", " */ ", " IF ", " KEY ", ";", " DEFAULT "];
            var text = Seed;
            foreach (var (at, length, piece) in cuts)
            {
                var start = Math.Min(at, text.Length);
                text = text[..start] + pieces[piece] + text[Math.Min(text.Length, start + length)..];
            }
            try
            {
                var schema = SqlSchemaReader.Read(new SourceText("f.sql", text));
                Assert.All(SchemaComparer.Compare(schema, schema), difference => Assert.Equal(SchemaDifferenceKind.NameTooLong, difference.Kind)); // an opened quote makes long names
                BaselineFile.Parse("f.sql", Encoding.UTF8.GetBytes(text)).Patch(SqlSchemaReader.Read(new SourceText("s.sql", Seed)));
            }
            catch (MigrationException unterminated)
            {
                Assert.Equal("SqlUnterminated", unterminated.ErrorId);
            }
        }, iter: 3000);
}
