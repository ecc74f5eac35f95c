using System.Diagnostics;
using System.Globalization;

namespace Migrations.Core.Servers;

/// <summary>
/// What a connection of ours calls itself, so that whoever waits for it can say who it is: <c>Migrations BUILD07:4242 2026-11-23T23:05:11Z</c>.
/// The server keeps it (<c>performance_schema.session_connect_attrs</c>) as long as the connection lives.
/// </summary>
/// <param name="Machine">The client's machine.</param>
/// <param name="ProcessId">Its process id there.</param>
/// <param name="ConnectedSince">When it connected, by its own clock; whole seconds.</param>
internal sealed record RunnerName(string Machine, int ProcessId, DateTimeOffset ConnectedSince)
{
    private const string Prefix = "Migrations ";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    // All attributes of a connection share 512 bytes of the server's memory (performance_schema_session_connect_attrs_size), and the
    // driver's own take about half of it. A name by itself has 63 characters at most (RFC 1035); 64 bytes are enough.
    private const int MaxMachine = 64;

    /// <summary>The name of this process, now.</summary>
    public static RunnerName OfThisProcess()
    {
        using var process = Process.GetCurrentProcess();
        return new RunnerName(Environment.MachineName, process.Id, DateTimeOffset.UtcNow);
    }

    /// <summary>Reads a name back; null where another program, or the user, made it.</summary>
    public static RunnerName? TryParse(string? program)
    {
        if (program is null || !program.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var time = program.LastIndexOf(' ');
        var colon = time < Prefix.Length ? -1 : program.LastIndexOf(':', time);
        if (colon <= Prefix.Length) return null;
        if (!int.TryParse(program.Substring(colon + 1, time - colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            || !DateTime.TryParseExact(
                program.Substring(time + 1), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var connected)) return null;
        return new RunnerName(program.Substring(Prefix.Length, colon - Prefix.Length), process, new DateTimeOffset(connected, TimeSpan.Zero));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Prefix}{Plain(Machine)}:{ProcessId.ToString(CultureInfo.InvariantCulture)} {ConnectedSince.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}";

    private static string Plain(string machine)
    {
        var plain = new string([.. machine.Select(c => c is > ' ' and < '\u007f' ? c : '-')]);
        return plain.Length == 0 ? "-" : plain.Length <= MaxMachine ? plain : plain.Substring(0, MaxMachine);
    }
}
