using System.Collections.Concurrent;

namespace Migrations.Core.Tests;

/// <summary>Threads of their own for what a test does at once. A failure in one is the test's failure, not the end of the whole test run.</summary>
internal static class Concurrently
{
    public static void Run(params IEnumerable<Action> actions)
    {
        var failures = new ConcurrentQueue<Exception>();
        var threads = actions.Select(action => new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception failure)
            {
                failures.Enqueue(failure);
            }
        })).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        if (!failures.IsEmpty) throw new AggregateException(failures);
    }
}
