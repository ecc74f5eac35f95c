using System.Globalization;
using System.Runtime.InteropServices;

namespace Migrations.Bench;

/// <summary>The machine that the numbers are of.</summary>
internal static class Machine
{
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores of {FirstValue("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString()}, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024):0.0} GiB, {RuntimeInformation.OSDescription}");

    /// <summary>The load averages of 1, 5 and 15 minutes; null where the system has none.</summary>
    public static string? Load() => File.Exists("/proc/loadavg") ? string.Join(", ", File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : null;

    private static string? FirstValue(string file, string key) =>
        File.Exists(file) ? File.ReadLines(file).Where(line => line.StartsWith(key, StringComparison.Ordinal)).Select(line => line[(line.IndexOf(':') + 1)..].Trim()).FirstOrDefault() : null;
}
