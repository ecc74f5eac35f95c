namespace Migrations.Host.Tests;

public class InterruptionTests
{
    private const string WaitAndCleanUp =
        "[Console]::WriteLine('running'); try { while ($true) { [Threading.Thread]::Sleep(50) } } finally { [Console]::WriteLine('cleaned up') }";

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_stops_the_pipeline_and_lets_it_clean_up(string signal, int expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals to send on Windows.");
        using var host = HostProcess.Start([], ["-NoModule", "-Command", WaitAndCleanUp]);
        await host.WaitFor("running");
        await host.Signal(signal);
        var run = await host.End();
        Assert.Equal((expected, "running\ncleaned up\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task A_second_signal_kills_what_does_not_stop()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals to send on Windows.");
        using var host = HostProcess.Start([], ["-NoModule", "-Command", "[Console]::WriteLine('running'); [Threading.Thread]::Sleep(50000)"]);
        await host.WaitFor("running");
        await host.Signal("TERM");
        await Task.Delay(300, TestContext.Current.CancellationToken);
        await host.Signal("TERM");
        var run = await host.End().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(143, run.ExitCode);
    }
}
