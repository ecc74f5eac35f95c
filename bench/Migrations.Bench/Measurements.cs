using Migrations.Bench.Contenders;

namespace Migrations.Bench;

/// <summary>Median and extremes, in milliseconds.</summary>
internal sealed record Spread(double Median, double Min, double Max)
{
    /// <returns>Null for no values.</returns>
    public static Spread? Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? null : new Spread(Middle(sorted), sorted[0], sorted[^1]);
    }

    private static double Middle(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
}

/// <summary>Everything that was measured on one server.</summary>
internal sealed class Measurements
{
    private readonly List<Sample> _samples = [];
    private readonly List<Failure> _failures = [];

    public void Add(IContender contender, Scenario scenario, int round, Timing timing) => _samples.Add(new Sample(contender.Name, scenario, round, timing));

    public void AddFailure(IContender contender, Scenario scenario, string message) => _failures.Add(new Failure(contender.Name, scenario, message));

    public Spread? Of(IContender contender, Scenario scenario, Func<Timing, double?> part) => Spread.Of(Values(contender, scenario, part).Select(value => value.Ms));

    /// <summary>The median of the quotients of two contenders in the same round: what made a whole round slow is not in it.</summary>
    public double? RatioInRounds(IContender contender, Func<Timing, double?> part, IContender reference, Func<Timing, double?> referencePart, Scenario scenario)
    {
        var references = Values(reference, scenario, referencePart).ToLookup(value => value.Round, value => value.Ms);
        var quotients = Values(contender, scenario, part).GroupBy(value => value.Round, value => value.Ms)
            .Where(round => references.Contains(round.Key))
            .Select(round => Spread.Of(round)!.Median / Spread.Of(references[round.Key])!.Median);
        return Spread.Of(quotients)?.Median;
    }

    /// <summary>What went wrong with a contender: how often, and the first message; null where nothing did.</summary>
    public string? FailureOf(IContender contender, Scenario scenario)
    {
        var failures = _failures.Where(failure => failure.Contender == contender.Name && failure.Scenario == scenario).ToList();
        return failures.Count == 0 ? null : $"failed {failures.Count}×: {failures[0].Message}";
    }

    private IEnumerable<(int Round, double Ms)> Values(IContender contender, Scenario scenario, Func<Timing, double?> part) =>
        _samples.Where(sample => sample.Contender == contender.Name && sample.Scenario == scenario)
            .SelectMany(sample => part(sample.Timing) is { } ms ? [(sample.Round, ms)] : Array.Empty<(int, double)>());

    private sealed record Sample(string Contender, Scenario Scenario, int Round, Timing Timing);

    private sealed record Failure(string Contender, Scenario Scenario, string Message);
}
