using System.Text;
using System.Text.Json;
using CsCheck;
using Migrations.Core.Journals;

namespace Migrations.Core.Tests.Journals;

/// <summary>An append changes no byte but the new entry's, in whatever form the journal is written.</summary>
public class JournalAppendPropertyTests
{
    /// <summary>A way to write JSON: the blanks of one level (null: all in one line), behind a colon and, in one line, behind a comma.</summary>
    private sealed record Layout(string? Indent, string Newline, string AfterColon, string AfterComma, bool Bom, bool FinalNewline)
    {
        public string Break(int level) => Indent is null ? "" : Newline + string.Concat(Enumerable.Repeat(Indent, level));

        public string Between(int level) => "," + (Indent is null ? AfterComma : Break(level));
    }

    private sealed record Field(string Name, string Json);

    private sealed record Document(Layout Layout, Field[] Head, Field[][] Entries, Field[] Foot);

    private static readonly Gen<Layout> Layouts = Gen.Select(
        OneOf<string?>("  ", "\t", "    ", " ", null), OneOf("\n", "\r\n"), OneOf(" ", ""), OneOf("", " "), Gen.Bool, Gen.Bool,
        (indent, newline, colon, comma, bom, final) => new Layout(indent, newline, indent is null ? comma : colon, comma, bom, final));

    // What later versions of drizzle-kit, or people, might add: names and brackets that a sloppy reader would fall for.
    private static readonly Gen<Field> Unknown = OneOf(
        new Field("note", "\"]}, \\\"entries\\\": [\""), new Field("é", "\"𝛼 \\u00e9 \\\\\""), new Field("nested", "{\"entries\":[{\"tag\":\"../x\"}],\"idx\":\"no\"}"),
        new Field("list", "[[],{},[1,2.5e3,-0]]"), new Field("nothing", "null"), new Field("Entries", "\"case matters\""), new Field("<<<<<<< ", "true"));

    private static readonly Gen<Field[]> Unknowns = Unknown.Array[0, 3].Select(fields => fields.DistinctBy(field => field.Name).ToArray());

    private static readonly Gen<Document> Documents = Gen.Select(Layouts, Unknowns, Gen.Select(Unknowns, Gen.Int[0, 3], Gen.Long[-5, 5000]).Array[0, 4], Unknowns, (layout, head, entries, foot) =>
        new Document(
            layout, [new Field("version", "\"7\""), .. head],
            [.. entries.Select((entry, i) => Shuffled(
                [new("idx", $"{(i * 4) + entry.Item2}"), new("version", "\"5\""), new("when", $"{entry.Item3}"), new("tag", $"\"000{i}_t\""), new("breakpoints", "true"), .. entry.Item1], entry.Item2))],
            [.. foot.ExceptBy(head.Select(field => field.Name), field => field.Name)]));

    [Fact]
    public void The_result_is_the_same_journal_written_with_one_more_entry() => Documents.Sample(
        document =>
        {
            using var project = new TemporaryProject();
            project.WithMigration("0009_new");
            var before = Render(document);
            project.Write("drizzle/meta/_journal.json", before);

            var entry = project.Append("0009_new", now: 777);

            var after = project.JournalBytes;
            var added = new Field[] { new("idx", $"{entry.Idx}"), new("version", "\"5\""), new("when", $"{entry.When}"), new("tag", "\"0009_new\""), new("breakpoints", "true") };
            var expected = Render(document with { Entries = [.. document.Entries, added] });
            // What no neighbour shows is the module's choice: the blank behind the first entry's colons, and behind the first comma of a single line.
            var isShown = document.Layout.Indent is null ? document.Entries.Length > 1 || document.Layout.AfterComma == "" : document.Entries.Length > 0 || document.Layout.AfterColon == " ";
            return (!isShown || after.AsSpan().SequenceEqual(expected)) && SurroundsAnInsertion(before, after) && IsStrictJson(after) && entry.When > document.Entries.Select(WhenOf).DefaultIfEmpty(long.MinValue).Max();
        },
        iter: 300);

    [Fact]
    public void Blanks_anywhere_are_kept() => Gen.Select(Documents, OneOf(" ", "\t", "\n", "\r\n", "  \n").Array[1, 5], Gen.Int[0, 1_000_000]).Sample(
        (document, blanks, seed) =>
        {
            // Blanks may stand between any two tokens of JSON; here they stand where no layout puts them.
            var random = new Random(seed);
            var json = Encoding.UTF8.GetString(Render(document with { Layout = document.Layout with { Indent = null, Bom = false, AfterColon = "", AfterComma = "" } }));
            var text = new StringBuilder();
            var inString = false;
            for (var i = 0; i < json.Length; i++)
            {
                var c = json[i];
                if (!inString && c is '{' or '}' or '[' or ']' or ',' or ':' && random.Next(4) == 0) text.Append(blanks[random.Next(blanks.Length)]);
                if (c == '"' && (i == 0 || json[i - 1] != '\\' || json[i - 2] == '\\')) inString = !inString;
                text.Append(c);
                if (!inString && c is '{' or '}' or '[' or ']' or ',' or ':' && random.Next(4) == 0) text.Append(blanks[random.Next(blanks.Length)]);
            }
            using var project = new TemporaryProject();
            project.WithMigration("0009_new").WithJournal(text.ToString());
            var before = project.JournalBytes;
            project.Append("0009_new", now: 777);
            var after = project.JournalBytes;
            return IsStrictJson(after) && (document.Entries.Length == 0 || SurroundsAnInsertion(before, after))
                && Journal.Read(project.JournalPath).Entries.Select(entry => entry.Tag).SequenceEqual([.. document.Entries.Select((_, i) => $"000{i}_t"), "0009_new"]);
        },
        iter: 300);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static long WhenOf(Field[] entry) => long.Parse(entry.Single(field => field.Name == "when").Json, System.Globalization.CultureInfo.InvariantCulture);

    private static bool SurroundsAnInsertion(byte[] before, byte[] after)
    {
        var prefix = before.AsSpan().CommonPrefixLength(after);
        var suffix = 0;
        while (suffix < before.Length - prefix && before[^(suffix + 1)] == after[^(suffix + 1)]) suffix++;
        return prefix + suffix == before.Length && after.Length > before.Length;
    }

    private static bool IsStrictJson(byte[] bytes)
    {
        using var json = JsonDocument.Parse(bytes.AsMemory(bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0)); // throws where it is not
        return json.RootElement.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("idx").GetInt32()).Distinct().Count() == json.RootElement.GetProperty("entries").GetArrayLength();
    }

    private static Field[] Shuffled(Field[] fields, int turn) => [.. fields.Skip(turn), .. fields.Take(turn)];

    private static byte[] Render(Document document)
    {
        var layout = document.Layout;
        var entries = document.Entries.Length == 0 ? "[]"
            : "[" + layout.Break(2) + string.Join(layout.Between(2), document.Entries.Select(entry => Object(entry, 3))) + layout.Break(1) + "]";
        var text = Object([.. document.Head, new Field("entries", entries), .. document.Foot], 1) + (layout.FinalNewline ? layout.Newline : "");
        return [.. layout.Bom ? new byte[] { 0xEF, 0xBB, 0xBF } : [], .. Encoding.UTF8.GetBytes(text)];

        string Object(Field[] fields, int level) =>
            "{" + layout.Break(level) + string.Join(layout.Between(level), fields.Select(field => $"\"{field.Name}\":{layout.AfterColon}{field.Json}")) + layout.Break(level - 1) + "}";
    }
}
