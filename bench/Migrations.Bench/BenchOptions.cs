using System.Globalization;

namespace Migrations.Bench;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions(int Rounds, int Migrations)
{
    public const string Usage = "Usage: Migrations.Bench [--rounds N] [--migrations N]";

    /// <exception cref="ArgumentException">An unknown option, or no number from 1 behind a known one.</exception>
    public static BenchOptions Parse(string[] arguments)
    {
        var options = new BenchOptions(7, 200);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 9999)
                throw new ArgumentException($"{arguments[i]} needs a number from 1 to 9999. {Usage}");
            options = arguments[i] switch
            {
                "--rounds" => options with { Rounds = number },
                "--migrations" => options with { Migrations = number },
                _ => throw new ArgumentException($"Unknown option {arguments[i]}. {Usage}"),
            };
        }
        return options;
    }
}
