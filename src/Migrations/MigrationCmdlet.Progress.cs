namespace Migrations;

/// <content>What can take its time, and how it is shown.</content>
public abstract partial class MigrationCmdlet
{
    private readonly PipelineWork _work = new();
    private ProgressDisplay? _progress;

    /// <summary>What the cmdlet does, in a few words, above its progress.</summary>
    private protected virtual string Activity => MyInvocation.MyCommand.Name;

    /// <summary>Whether progress is shown at all.</summary>
    private protected virtual bool ShowsProgress => true;

    /// <summary>Where progress is told of.</summary>
    private protected ProgressDisplay Progress => _progress ??= new ProgressDisplay(this, Activity);

    /// <summary>Does work of the engine that can take its time, beside the pipeline's thread. The work itself may not use the cmdlet, but through <see cref="OnPipeline(Action{string})"/>.</summary>
    /// <param name="phase">What it is, in a few words without a secret, for its progress.</param>
    /// <param name="work">The work.</param>
    private protected T Busy<T>(string phase, Func<T> work)
    {
        Progress.Phase(phase);
        return _work.Do(work, Show);
    }

    /// <summary>Gives items as the engine brings each of them, which can take its time.</summary>
    /// <param name="phase">What the work is, until it says more of itself.</param>
    /// <param name="items">The items.</param>
    private protected IEnumerable<T> Busy<T>(string phase, IEnumerable<T> items)
    {
        Progress.Phase(phase);
        using var each = items.GetEnumerator();
        while (_work.Do(each.MoveNext, Show)) yield return each.Current;
    }

    /// <summary>What the engine's work can call to write a warning or other words.</summary>
    /// <param name="write">Writes it, on the pipeline's thread.</param>
    private protected Action<string> OnPipeline(Action<string> write) => text => OnPipeline(() =>
    {
        write(text);
        return true;
    });

    /// <summary>Does something on the pipeline's thread for the engine's work.</summary>
    /// <param name="call">What is to be done.</param>
    private protected T OnPipeline<T>(Func<T> call) => _work.OnPipeline(call);

    /// <summary>Asks the user whether it is to be done, if there is need to; nothing of the progress stands beside the question.</summary>
    private protected new bool ShouldProcess(string target, string action)
    {
        _progress?.Complete();
        return base.ShouldProcess(target, action);
    }

    /// <inheritdoc cref="ShouldProcess(string, string)"/>
    private protected new bool ShouldContinue(string query, string caption)
    {
        _progress?.Complete();
        return base.ShouldContinue(query, caption);
    }

    private void Show()
    {
        if (ShowsProgress) Progress.Show();
    }
}
