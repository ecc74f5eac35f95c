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
    /// <summary>The baseline first, where the project has one, then what of the journal it does not hold, then the bootstrap files.</summary>
    Baseline,

    /// <summary>The journal in its order, nothing first.</summary>
    Replay,

    /// <summary>Nothing: it is an error. For runs that must never meet an empty database.</summary>
    Refuse,
}

/// <summary>What to do about a migration that was applied and whose file has changed since.</summary>
public enum ModifiedAction
{
    /// <summary>The run stops before it changes anything, and names it.</summary>
    Stop,

    /// <summary>The changed file is run; its history row gets the new hash.</summary>
    Reapply,

    /// <summary>Nothing is run; its history row gets the new hash.</summary>
    Accept,
}

/// <summary>What to do where an object is there already with another definition.</summary>
public enum ConflictAction
{
    /// <summary>Go on with what is there, with a warning that shows both definitions: histories of real databases hold such statements.</summary>
    Warn,

    /// <summary>It is an error.</summary>
    Stop,
}
