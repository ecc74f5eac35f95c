namespace Migrations.Tests;

/// <summary>Where in the life of a command a fault strikes.</summary>
public enum FaultMoment
{
    /// <summary>The runner has sent it; the server has seen nothing of it.</summary>
    Before,

    /// <summary>The server has all of it, and nothing of its answer was read.</summary>
    During,

    /// <summary>The server has answered; the runner has seen nothing of that.</summary>
    After,

    /// <summary>The server has half of its bytes and will never get the rest.</summary>
    HalfCommand,
}

/// <summary>One fault.</summary>
/// <param name="Command">The command that it strikes at, counted from 0 over all connections through the proxy.</param>
/// <param name="Moment">Where in that command's life.</param>
public sealed record Fault(int Command, FaultMoment Moment)
{
    /// <summary>
    /// Some of the faults that a run of so many commands can meet: every command with one moment first, then every command with
    /// the next moment, until there are enough. Neighbours begin with different moments.
    /// </summary>
    /// <param name="commands">How many commands the undisturbed run sends.</param>
    /// <param name="moments">The moments to use.</param>
    public static IEnumerable<Fault> Of(int commands, params FaultMoment[] moments) =>
        moments.SelectMany((_, round) => Enumerable.Range(0, commands).Select(command => new Fault(command, moments[(command + round) % moments.Length])));
}
