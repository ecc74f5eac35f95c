using System.Runtime.InteropServices;

namespace Migrations.Host;

/// <summary>
/// Ctrl+C and the signals that end a process. The first asks the pipeline to stop, so that cmdlets can give back what they
/// hold (a server lock, a connection); a second one gets the system's own answer, which is to kill the process.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _exitCode;

    /// <summary>Starts listening.</summary>
    public Interruption() =>
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => OnSignal(context, 2)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => OnSignal(context, 15)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => OnSignal(context, 1)),
        ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>The exit code that tells of the signal: 128 + its number where there are signals, 1 on Windows; null before one came.</summary>
    public int? ExitCode => _stop.IsCancellationRequested ? Volatile.Read(ref _exitCode) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context, int number)
    {
        var code = OperatingSystem.IsWindows() ? 1 : 128 + number;
        if (Interlocked.CompareExchange(ref _exitCode, code, 0) != 0)
            return;
        context.Cancel = true;
        _stop.Cancel();
    }
}
