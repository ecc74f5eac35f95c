using System.Globalization;

namespace Migrations.Bench.Reading;

/// <summary>Where the time of one reading went, in ms.</summary>
/// <param name="Start">From the process's start to the first line of our own; 0 in a warm process.</param>
/// <param name="Read">Reading <c>schema.ts</c>.</param>
/// <param name="Compare">Reading the baseline and bootstrap files, and comparing.</param>
internal sealed record ReadingSplit(double Start, double Read, double Compare)
{
    public static ReadingSplit Parse(string line)
    {
        var parts = line.Trim().Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new ReadingSplit(parts[0], parts[1], parts[2]);
    }

    public static ReadingSplit MedianOf(IReadOnlyList<ReadingSplit> splits) =>
        new(Median(splits.Select(split => split.Start)), Median(splits.Select(split => split.Read)), Median(splits.Select(split => split.Compare)));

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Start:0.000} {Read:0.000} {Compare:0.000}");
}

/// <summary>What was measured on one schema.</summary>
internal sealed record ReadingResult(string Name, double KitMs, double ColdMs, ReadingSplit Cold, ReadingSplit Warm, string? Failure);
