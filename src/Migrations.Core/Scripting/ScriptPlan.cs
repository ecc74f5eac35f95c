using Migrations.Core.Applying;
using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Scripting;

/// <summary>A migration, or a bootstrap file, of a script.</summary>
/// <param name="Migration">The migration; null for a bootstrap file.</param>
/// <param name="Tag">The tag.</param>
/// <param name="Path">The file.</param>
/// <param name="Statements">The statements.</param>
/// <param name="Forecasts">What is known of them from the database that was asked; null where none was.</param>
internal sealed record ScriptPart(PlannedMigration? Migration, string Tag, string Path, IReadOnlyList<KnownStatement> Statements, IReadOnlyList<StatementForecast>? Forecasts);

/// <summary>What a script is to hold, decided before a word of it is written.</summary>
internal sealed record ScriptPlan
{
    /// <summary>The project.</summary>
    public required JournaledProject Project { get; init; }

    /// <summary>The server whose syntax it is written in.</summary>
    public required ServerInfo Server { get; init; }

    /// <summary>The modes of the server's sessions.</summary>
    public SqlModes Modes { get; init; }

    /// <summary>The collation that the connection was asked for; null for the server's own.</summary>
    public string? Collation { get; init; }

    /// <summary>The database that was asked; null where none was.</summary>
    public string? Database { get; init; }

    /// <summary>How it installs a database; null where it does not.</summary>
    public FreshInstall? Installs { get; init; }

    /// <summary>Whether an empty history is no error.</summary>
    public bool AllowsEmptyHistory { get; init; }

    /// <summary>Migrations and bootstrap files, in order.</summary>
    public required IReadOnlyList<ScriptPart> Parts { get; init; }

    /// <summary>Why <c>schema.ts</c>, which leads an installation, could not be read; null where it was or was not needed.</summary>
    public MigrationException? SchemaUnreadable { get; init; }

    /// <summary>The columns that an installation from the baseline never has; null where there is none.</summary>
    public GoneColumns? Gone { get; init; }

    /// <summary>Decides what a script is to hold.</summary>
    /// <param name="project">The project.</param>
    /// <param name="session">The database whose pending migrations it is to hold; null for none. It is only read, but for a scratch database of its own where a fresh one is asked for.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="MigrationException"><c>ServerUnknown</c>, <c>DatabaseUrlMissing</c>, <c>TagUnknown</c>, <c>MigrationFileMissing</c>, and what <see cref="MigrationPlan.Make"/> throws.</exception>
    public static ScriptPlan Make(JournaledProject project, DatabaseSession? session, ScriptOptions options, CancellationToken cancellation)
    {
        foreach (var tag in new[] { options.From, options.To }.OfType<string>())
        {
            if (project.Journal.Find(tag) is null)
                throw new MigrationException(ErrorIds.TagUnknown, $"The journal has no migration \"{tag}\".", "Get-Migration lists the tags.", target: tag);
        }
        if (session is null) return Offline(project, options);
        if (!options.Fresh) return Of(project, session, session.Database, options, cancellation);
        using var scratch = ScratchDatabase.Connect(session.Settings, cancellation);
        scratch.Make(cancellation);
        // A session of its own, which knows no other database than the scratch one.
        using var empty = DatabaseSession.Open(scratch.Settings, cancellation);
        return Of(project, empty, session.Database, options, cancellation) with { Database = null };
    }

    private static ScriptPlan Of(JournaledProject project, DatabaseSession session, string database, ScriptOptions options, CancellationToken cancellation)
    {
        // A server was asked while the database was chosen: its modes are those of the migrations.
        var plan = MigrationPlan.Make(project, session, new RunOptions { To = options.To }, cancellation);
        var target = plan.State == InstallationState.FromBaseline && plan.Migrations.Count > 0 ? InstallationTarget.Read(project.Project, database, cancellation) : null;
        var forecasts = Forecast.Of(plan, target?.Over(plan));
        var parts = forecasts.Select(forecast => forecast.Migration is { } migration
            ? new ScriptPart(migration, migration.Tag, migration.Entry.Path, migration.Statements, forecast.Statements)
            : new ScriptPart(null, forecast.Bootstrap!.Tag, forecast.Bootstrap.Path, [.. forecast.Statements.Select(statement => statement.Statement)], forecast.Statements));
        var installs = plan.Installs && plan.Migrations.Count + plan.Bootstrap.Count > 0;
        return new ScriptPlan
        {
            Project = project,
            Server = options.Server ?? session.Server,
            Modes = session.Modes,
            Collation = session.Settings.Collation,
            Database = session.Database,
            Installs = !installs ? null : plan.State == InstallationState.FromBaseline ? FreshInstall.Baseline : FreshInstall.Replay,
            AllowsEmptyHistory = plan.State == InstallationState.Brownfield,
            Parts = [.. From(project, parts, options.From)],
            SchemaUnreadable = target?.Unreadable,
            Gone = target is null ? null : new GoneColumns(target.Schema, plan.Migrations.SelectMany(migration => migration.Statements)),
        };
    }

    private static ScriptPlan Offline(JournaledProject project, ScriptOptions options)
    {
        if (options.Fresh)
        {
            throw new MigrationException(
                ErrorIds.DatabaseUrlMissing, "What of the journal an installation still needs is judged on a server, and none is named.",
                "Give -DatabaseUrl: an empty scratch database is made on that server for the time of the export, and its own database is not touched.", target: "DatabaseUrl");
        }
        var server = options.Server ?? throw new MigrationException(
            ErrorIds.ServerUnknown, "Neither a server nor a database is named, so it is not known whose syntax to write.",
            "Give -Server mysql:8.4 (or mariadb:11.4, …), or -DatabaseUrl for what is pending there.", target: "Server");
        var entries = HistoryMatch.Of(project, null).Entries;
        var parts = new List<ScriptPart>();
        foreach (var entry in entries)
        {
            if (entry.Bytes is null)
            {
                throw new MigrationException(
                    ErrorIds.MigrationFileMissing, $"The journal names {entry.Entry.Tag}, but there is no file '{entry.Path}'.",
                    "Bring the file back, or take the entry out of the journal.", entry.Entry.Location, entry.Entry.Tag);
            }
            var migration = new PlannedMigration(entry, SqlScript.Parse(SourceText.Decode(entry.Path, entry.Bytes)), entry.Hashes!.In(project.Project.HistoryHash, HashNewline.Lf));
            parts.Add(new ScriptPart(migration, migration.Tag, entry.Path, migration.Statements, null));
            if (entry.Entry.Tag == options.To) break;
        }
        var chosen = From(project, parts, options.From).ToList();
        return new ScriptPlan
        {
            Project = project,
            Server = server,
            Parts = chosen,
            // Without a baseline the journal from its first entry is the way to install a database.
            AllowsEmptyHistory = project.Project.BaselineTag is null && (options.From is null || options.From == project.Journal.Entries[0].Tag),
        };
    }

    private static IEnumerable<ScriptPart> From(JournaledProject project, IEnumerable<ScriptPart> parts, string? from)
    {
        if (from is null) return parts;
        var earlier = new HashSet<string>(project.Journal.Entries.TakeWhile(entry => entry.Tag != from).Select(entry => entry.Tag), StringComparer.Ordinal);
        return parts.Where(part => part.Migration is null || !earlier.Contains(part.Tag));
    }
}
