using System.Globalization;
using System.Text;

namespace Migrations.Bench.Importing;

/// <summary>The import's part of the results, which can be measured, and replaced on the page, alone.</summary>
internal static class ImportSection
{
    private const string Heading = "## Import-Module";

    public static string Write(ImportResult result, DateTime date, string load)
    {
        var text = new StringBuilder();
        text.Append($"{Heading}\n\n");
        text.Append("In a fresh process of `Migrations.Host` each time (the real PowerShell engine), beside an empty module, in turn; promised: at most 100 ms and 30 MB more.\n");
        text.Append(CultureInfo.InvariantCulture, $"{result.Ours.Count} rounds, {date:yyyy-MM-dd HH:mm} UTC, load averages {load}.\n\n");
        text.Append("| | `Import-Module`, ms: median | min | max | working set, MB: median | assemblies loaded |\n|---|--:|--:|--:|--:|--:|\n");
        Row("empty module", result.Empty);
        Row("Migrations", result.Ours);
        var more = Median(result.Ours, cost => cost.Ms) - Median(result.Empty, cost => cost.Ms);
        var memory = Median(result.Ours, cost => cost.MegaBytes) - Median(result.Empty, cost => cost.MegaBytes);
        text.Append(CultureInfo.InvariantCulture, $"| **more** | **{more:0.0}** | | | **{memory:0.0}** | **{result.Ours[0].Assemblies - result.Empty[0].Assemblies}** |\n\n");
        return text.ToString();

        void Row(string name, IReadOnlyList<ImportCost> costs)
        {
            var ms = Spread.Of(costs.Select(cost => cost.Ms))!;
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {ms.Median:0.0} | {ms.Min:0.0} | {ms.Max:0.0} | {Median(costs, cost => cost.MegaBytes):0.0} | {costs[0].Assemblies} |\n");
        }
    }

    /// <summary>Puts the section in the place of the page's own, or at its end.</summary>
    public static string Replace(string page, string section)
    {
        var from = page.IndexOf(Heading, StringComparison.Ordinal);
        if (from < 0) return page.TrimEnd('\n') + "\n\n" + section;
        var to = page.IndexOf("\n## ", from, StringComparison.Ordinal);
        return page[..from] + section + (to < 0 ? "" : page[(to + 1)..]);
    }

    private static double Median(IEnumerable<ImportCost> costs, Func<ImportCost, double> of) => Spread.Of(costs.Select(of))!.Median;
}
