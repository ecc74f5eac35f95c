using System.Diagnostics;
using System.Text;
using CsCheck;
using Migrations.Core.Drizzle;
using Migrations.Core.Tests.Scripts;
using Migrations.Model;

namespace Migrations.Core.Tests.Drizzle;

/// <summary>Whatever a file holds, the reader gives a schema or an error with a place, soon.</summary>
public sealed class FuzzTests
{
    [Fact]
    public void Mutated_schemas_are_read_or_refused()
    {
        var folder = Path.Combine(Oracle.RepositoryRoot(), "tests", "oracle", "schemas");
        var files = Directory.EnumerateFiles(folder, "*.ts").Select(File.ReadAllText).Where(text => !text.Contains("from \"./")).ToArray();
        string[] words = ["int", "(", ")", "{", "}", "=>", "t.", "null", "undefined", "sql", "`", ".on", "[]", "...", "new ", "this", "-1", "\"\"", "await ", "0", "Symbol()", "Proxy", ",", ";"];
        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Int[0, int.MaxValue], Gen.Int[0, words.Length - 1], Gen.Int[0, 2], Gen.Int[1, 20]).Sample(
            (file, place, word, kind, length) =>
            {
                var text = files[file];
                var at = place % text.Length;
                var mutated = kind switch
                {
                    0 => text.Insert(at, words[word]),
                    1 => text.Remove(at, Math.Min(length, text.Length - at)),
                    _ => text.Remove(at, Math.Min(length, text.Length - at)).Insert(at, words[word]),
                };
                // Half an emoji can stand in no file.
                mutated = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(mutated));
                using var project = new ScriptProject(("schema.ts", mutated));
                var watch = Stopwatch.StartNew();
                try
                {
                    var schema = SchemaScript.Read(new SchemaScriptRequest { Root = project.Root, Paths = ["schema.ts"] });
                    DrizzleKitWriter.Write(schema);
                }
                catch (MigrationException error)
                {
                    Assert.NotNull(error.Location);
                }

                Assert.InRange(watch.Elapsed.TotalSeconds, 0, 7);
            }, iter: 1000);
    }
}
