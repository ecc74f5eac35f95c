using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace Migrations;

/// <summary>
/// Does a piece of the engine's work on a thread beside the pipeline's, so that progress goes on being shown while a server takes its time over one statement.
/// PowerShell takes output, questions and progress from the pipeline's thread alone: what the work has to say there is handed over, and the work waits for it.
/// </summary>
internal sealed class PipelineWork
{
    // Often enough that no second is left out, seldom enough to cost nothing.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    // That of the pipeline threads of PowerShell 7: a schema's script recurses as deep here as it would there.
    private const int StackSize = 10_000_000;

    private BlockingCollection<Action>? _handedOver;
    private Thread? _worker;

    /// <summary>Does the work to its end, and gives its result or its error, also where the pipeline is stopped meanwhile: what stops the work is its own affair.</summary>
    /// <param name="work">The work. It runs alone: the pipeline's thread only waits for it.</param>
    /// <param name="tick">Called on the pipeline's thread while the work goes on.</param>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped, and the work ended well all the same.</exception>
    public T Do<T>(Func<T> work, Action tick)
    {
        // Work within work.
        if (Thread.CurrentThread == _worker) return work();
        var result = default(T)!;
        ExceptionDispatchInfo? failure = null;
        ExceptionDispatchInfo? stopped = null;
        using var handedOver = new BlockingCollection<Action>();
        var worker = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
                catch (Exception caught)
                {
                    failure = ExceptionDispatchInfo.Capture(caught);
                }
                finally
                {
                    handedOver.CompleteAdding();
                }
            },
            StackSize)
        { IsBackground = true, Name = "Migrations" };
        (_handedOver, _worker) = (handedOver, worker);
        worker.Start();
        var shows = true;
        while (!handedOver.IsCompleted)
        {
            if (handedOver.TryTake(out var call, Tick)) call();
            else if (shows && !handedOver.IsCompleted) shows = Show(tick, ref stopped);
        }
        worker.Join();
        (_handedOver, _worker) = (null, null);
        failure?.Throw();
        stopped?.Throw();
        return result;
    }

    /// <summary>Does something on the pipeline's thread: at once where it is that thread that asks, else as soon as it comes to it.</summary>
    /// <param name="call">What is to be done; its error is thrown where it was asked for.</param>
    public T OnPipeline<T>(Func<T> call)
    {
        if (_worker is null || Thread.CurrentThread != _worker) return call();
        var result = default(T)!;
        ExceptionDispatchInfo? failure = null;
        using var done = new ManualResetEventSlim();
        _handedOver!.Add(() =>
        {
            try
            {
                result = call();
            }
            catch (Exception caught)
            {
                failure = ExceptionDispatchInfo.Capture(caught);
            }
            done.Set();
        });
        done.Wait();
        failure?.Throw();
        return result;
    }

    private static bool Show(Action tick, ref ExceptionDispatchInfo? stopped)
    {
        try
        {
            tick();
            return true;
        }
        catch (PipelineStoppedException stop)
        {
            stopped = ExceptionDispatchInfo.Capture(stop);
        }
        catch (Exception)
        {
            // A host that cannot show progress (some throw whatever they like) is no reason to lose what the work brings.
        }
        return false;
    }
}
