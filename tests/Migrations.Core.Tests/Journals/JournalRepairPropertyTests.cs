using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CsCheck;
using Migrations.Core.Journals;
using Migrations.Core.Journals.Repair;
using Migrations.Model;

namespace Migrations.Core.Tests.Journals;

/// <summary>Two branches that each go on from one journal, merged by git itself: nothing is lost, the result is valid, and a second repair has nothing to do.</summary>
public class JournalRepairPropertyTests
{
    /// <summary>A migration: how far its number and its time are from those before it, and what later versions might add to its entry.</summary>
    private sealed record Step(int Number, int Time, string Extra, bool IsJournaled);

    private sealed record Merge(Step[] Shared, Step[] Ours, Step[] Theirs, string Style, string Newline, bool Indented, bool Bom, JournalBase Base);

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Frequency((8, Gen.Const(1)), (1, Gen.Int[0, 3])), Gen.Frequency((6, Gen.Int[1, 500]), (1, Gen.Int[-300, 0])),
        OneOf("", "", "", "\"note\": \"}]>>>>>>> \\\"\"", "\"nested\": {\"tag\": \"x\", \"idx\": [1]}"), Gen.Frequency((9, Gen.Const(true)), (1, Gen.Const(false))),
        (number, time, extra, isJournaled) => new Step(number, time, extra, isJournaled));

    private static readonly Gen<Merge> Merges = Gen.Select(
        Steps.Array[0, 3], Steps.Array[0, 4], Steps.Array[0, 4], OneOf("--no-diff3", "--diff3", "--zdiff3"), OneOf("\n", "\r\n"),
        Gen.Select(Gen.Frequency((5, Gen.Const(true)), (1, Gen.Const(false))), Gen.Bool), OneOf(JournalBase.Ours, JournalBase.Theirs),
        (shared, ours, theirs, style, newline, form, first) => new Merge(shared, ours, theirs, style, newline, form.Item1, form.Item2, first));

    [Fact]
    public void Every_merge_becomes_one_chain() => Merges.Sample(Check, iter: 150, threads: 2);

    private static bool Check(Merge merge)
    {
        using var project = new TemporaryProject();
        // A branch's files are there whether or not it journaled them; the shared ones are valid, as a repaired journal is.
        var shared = Entries([.. merge.Shared.Select(step => step with { Number = Math.Max(1, step.Number), Time = Math.Max(1, step.Time), IsJournaled = true })], [], "s");
        var ours = Entries(merge.Ours, shared, "o");
        var theirs = Entries(merge.Theirs, shared, "t");
        var files = ours.Concat(theirs).Select(entry => entry.Tag).Distinct().ToList();
        foreach (var tag in files) project.WithMigration(tag, $"-- {tag.Split('_')[1]}\n");
        var merged = GitMerge(project, merge, Render(merge, ours), Render(merge, shared), Render(merge, theirs));
        project.Write("drizzle/meta/_journal.json", merged);
        var options = new JournalRepairOptions { Base = merge.Base };
        var repair = (bool preview) => JournalRepair.Run(project.Project, options, DateTimeOffset.FromUnixTimeMilliseconds(1), preview);

        var planned = repair(true);
        Assert.Equal(merged, project.JournalBytes);
        var changes = repair(false);
        Assert.Equal(planned, changes.Select(change => change with { Outcome = WriteOutcome.Planned }));

        var journal = Journal.Read(project.JournalPath); // strict
        var tags = journal.Entries.Select(entry => entry.Tag).ToList();
        // Nothing lost: every migration is journaled once, under a name of its own, with its text.
        Assert.Equal(files.Select(Slug).Order(), tags.Select(Slug).Order());
        Assert.All(tags, tag => Assert.Equal($"-- {Slug(tag)}\n", File.ReadAllText(project.PathTo($"drizzle/{tag}.sql"))));
        Assert.Equal(tags.Count, Directory.GetFiles(project.Migrations, "*.sql").Length);
        // The base branch first, each side in its own order.
        var (first, second) = merge.Base == JournalBase.Ours ? (ours, theirs) : (theirs, ours);
        var wanted = first.Concat(second).Where(entry => entry.IsJournaled).Select(entry => Slug(entry.Tag)).Distinct().ToList();
        Assert.Equal(wanted, tags.Select(Slug).Take(wanted.Count));
        AssertRising(journal.Entries.Select(entry => (long)entry.Idx));
        AssertRising(journal.Entries.Select(entry => entry.When));
        AssertRising(tags.Select(tag => MigrationTag.NumberOf(tag)!.Value));
        // What other versions add to an entry stays with it.
        using var json = JsonDocument.Parse(project.JournalBytes.AsMemory(merge.Bom ? 3 : 0));
        foreach (var entry in ours.Concat(theirs).Where(entry => entry.IsJournaled && entry.Extra.Length > 0))
        {
            var written = json.RootElement.GetProperty("entries").EnumerateArray().Single(element => Slug(element.GetProperty("tag").GetString()!) == Slug(entry.Tag));
            Assert.Contains(entry.Extra, written.GetRawText());
        }
        Assert.DoesNotContain(merge.Newline == "\n" ? "\r" : "\n", Encoding.UTF8.GetString(project.JournalBytes).Replace("\r\n", merge.Newline == "\n" ? "\r\n" : ""));

        Assert.Empty(repair(false));
        return true;
    }

    private sealed record Entry(int Idx, long When, string Tag, string Extra, bool IsJournaled);

    private static List<Entry> Entries(Step[] steps, IReadOnlyList<Entry> shared, string name)
    {
        var entries = shared.ToList();
        foreach (var step in steps)
        {
            var last = entries.LastOrDefault();
            var number = last is null ? 0 : Math.Max(0, MigrationTag.NumberOf(last.Tag)!.Value + step.Number);
            entries.Add(new Entry(entries.Count(entry => entry.IsJournaled), (last?.When ?? 10_000) + step.Time, $"{number:0000}_{name}{entries.Count}", step.Extra, step.IsJournaled));
        }
        return entries;
    }

    private static string Render(Merge merge, IReadOnlyList<Entry> entries)
    {
        var (line, deep, deeper) = merge.Indented ? (merge.Newline + "  ", merge.Newline + "    ", merge.Newline + "      ") : (merge.Newline, merge.Newline, " ");
        var list = entries.Where(entry => entry.IsJournaled).Select(entry =>
            $"{deep}{{{deeper}\"idx\": {entry.Idx},{deeper}\"version\": \"5\",{deeper}\"when\": {entry.When},{deeper}\"tag\": \"{entry.Tag}\",{deeper}"
            + (entry.Extra.Length > 0 ? entry.Extra + "," + deeper : "") + $"\"breakpoints\": true{(merge.Indented ? deep : " ")}}}").ToList();
        return (merge.Bom ? "\uFEFF" : "") + $"{{{line}\"version\": \"7\",{line}\"entries\": [" + string.Join(",", list) + (list.Count > 0 ? line : "") + $"]{merge.Newline}}}";
    }

    private static byte[] GitMerge(TemporaryProject project, Merge merge, params string[] versions)
    {
        var paths = versions.Select((text, number) => project.Write($"merge/{number}", text)).ToArray();
        var start = new ProcessStartInfo("git") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] style = merge.Style == "--no-diff3" ? [] : [merge.Style];
        foreach (var argument in (string[])["merge-file", "-p", "-q", .. style, "-L", "HEAD", "-L", "base", "-L", "feature", .. paths]) start.ArgumentList.Add(argument);
        using var git = Process.Start(start)!;
        using var merged = new MemoryStream();
        git.StandardOutput.BaseStream.CopyTo(merged);
        var error = git.StandardError.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode is >= 0 and < 128, error);
        return merged.ToArray();
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Slug(string tag) => tag.Split('_')[1];

    private static void AssertRising(IEnumerable<long> values)
    {
        var list = values.ToList();
        Assert.Equal(list.Distinct().Order(), list);
    }
}
