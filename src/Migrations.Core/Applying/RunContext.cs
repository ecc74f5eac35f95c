using Migrations.Core.Servers;
using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Applying;

/// <summary>What the parts of one run share.</summary>
internal sealed class RunContext
{
    /// <summary>The connection.</summary>
    public required DatabaseSession Session { get; init; }

    /// <summary>How the run is to be done.</summary>
    public required RunOptions Options { get; init; }

    /// <summary>The tables as they are.</summary>
    public required Catalog Catalog { get; init; }

    /// <summary>The history.</summary>
    public required HistoryTable History { get; init; }

    /// <summary>The checkpoints.</summary>
    public required ProgressTable Progress { get; init; }

    /// <summary>Sends statements.</summary>
    public required StatementSender Sender { get; init; }

    /// <summary>Connects anew after a loss.</summary>
    public required Reconnection Reconnection { get; init; }

    /// <summary>What migrations leave behind in the session.</summary>
    public required SessionTraces Traces { get; init; }

    /// <summary>What a statement takes from tables that are in use, for a person, null where nothing; itself null where that is allowed. The forecast, which is asked first, cannot see what routines and prepared statements do.</summary>
    public Func<DdlStatement, string?>? Takes { get; init; }

    /// <summary>Reads the newer schema that the database is installed from, while the baseline runs; null where the database grew with its journal.</summary>
    public Lazy<Superseding>? Supersedes { get; init; }
}
