using Migrations.Model;

namespace Migrations.Core.Projects;

/// <summary>What the caller says about a project; it wins over the project's own settings.</summary>
public sealed record ProjectOptions
{
    /// <summary>The baseline's tag.</summary>
    public string? BaselineTag { get; init; }

    /// <summary>The history table's name.</summary>
    public string? HistoryTable { get; init; }

    /// <summary>How new history rows are hashed.</summary>
    public HistoryHash? HistoryHash { get; init; }
}
