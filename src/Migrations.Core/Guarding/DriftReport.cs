using Migrations.Model;

namespace Migrations.Core.Guarding;

/// <summary>The error that drift ends a cmdlet with.</summary>
public static class DriftReport
{
    private const int Shown = 10;

    /// <summary>Makes the error.</summary>
    /// <param name="drift">The differences that count, at least one.</param>
    public static MigrationException Of(IReadOnlyList<SchemaDifference> drift)
    {
        var lines = drift.Take(Shown).Select(difference => "\n  " + (difference.ExpectedLocation is { } at ? at + ": " : "") + difference.Message);
        var more = drift.Count > Shown ? $"\n  and {drift.Count - Shown} more." : "";
        var count = drift.Count == 1 ? "1 difference" : $"{drift.Count} differences";
        var sides = string.Join(" and ", drift.Select(difference => difference.Against == DriftSide.Replay ? "what the migrations make" : "the " + difference.Against.ToString().ToLowerInvariant()).Distinct());
        return new MigrationException(
            ErrorIds.SchemaDrift, $"{count} between the schema and {sides}:{string.Concat(lines)}{more}\n",
            drift.All(difference => difference.Against == DriftSide.Replay)
                ? "A fresh installation would end so: mend the baseline with Update-Baseline and Update-BootstrapIndex, or add a migration; MendingSql of each difference has the statement."
                : "Mend the baseline with Update-Baseline and Update-BootstrapIndex, or the database with a migration; MendingSql of each difference has the statement.",
            target: drift);
    }
}
