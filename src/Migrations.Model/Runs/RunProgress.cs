namespace Migrations.Model;

/// <summary>Where a run stands: for a progress bar.</summary>
/// <param name="Tag">The migration that runs.</param>
/// <param name="Migration">Its number in this run, from 1.</param>
/// <param name="MigrationCount">How many migrations this run applies.</param>
/// <param name="Statement">The statement that runs, from 1.</param>
/// <param name="StatementCount">How many statements the migration has.</param>
/// <param name="Text">The statement's first line.</param>
public sealed record RunProgress(string Tag, int Migration, int MigrationCount, int Statement, int StatementCount, string Text);

/// <summary>What to do on a database that has none of the project's tables and no history.</summary>
public enum FreshInstall
{
    /// <summary>The baseline first, where the project has one, then the journal.</summary>
    Baseline,

    /// <summary>The journal in its order, nothing first.</summary>
    Replay,

    /// <summary>Nothing: it is an error. For runs that must never meet an empty database.</summary>
    Refuse,
}
