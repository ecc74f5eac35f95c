using System.Collections.Concurrent;
using Migrations.Core.Applying;
using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations.Server.Tests.Faults;

/// <summary>Runs as the fault tests need them, one or many at a time.</summary>
internal static class Runs
{
    /// <summary>One run.</summary>
    /// <param name="root">The project's folder.</param>
    /// <param name="url">The database.</param>
    public static IReadOnlyList<MigrationResult> Of(string root, string url)
    {
        using var session = DatabaseSession.Open(ConnectionSettings.Parse(url));
        return [.. new MigrationRun(JournaledProject.Open(root), session, Options).Execute()];
    }

    // The project drops columns of tables that an earlier run made.
    private static RunOptions Options { get; } = new() { AllowDestructive = true };

    /// <summary>Does jobs on threads of their own, and throws what the first failed one threw.</summary>
    /// <param name="threads">How many at a time.</param>
    /// <param name="jobs">The jobs.</param>
    public static void SideBySide(int threads, IEnumerable<Action> jobs)
    {
        var waiting = new ConcurrentQueue<Action>(jobs);
        var failures = new ConcurrentQueue<Exception>();
        var lanes = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            while (waiting.TryDequeue(out var job))
            {
                try
                {
                    job();
                }
                catch (Exception failure)
                {
                    failures.Enqueue(failure);
                }
            }
        })).ToList();
        lanes.ForEach(lane => lane.Start());
        lanes.ForEach(lane => lane.Join());
        if (failures.TryDequeue(out var first)) throw new AggregateException(failures.Prepend(first));
    }
}
