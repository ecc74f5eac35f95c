using Migrations.Core.Guarding;
using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>Which migrations are to be recorded as applied, and how.</summary>
public sealed record RegistrationOptions
{
    /// <summary>The tags; null for all that are pending, up to <see cref="To"/>.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The last migration of the journal to record, where no tags are named; null for the whole journal.</summary>
    public string? To { get; init; }

    /// <summary>Whether they are recorded although the database lacks what they make.</summary>
    public bool Force { get; init; }

    /// <summary>How long to wait for another runner, in seconds, from 0.</summary>
    public int LockTimeout { get; init; } = 60;
}

/// <summary>Records migrations as applied without running them: for databases that <c>drizzle-kit push</c>, a dump or a person brought to their state.</summary>
public sealed class Registration
{
    private readonly JournaledProject _project;
    private readonly DatabaseSession _session;
    private readonly RegistrationOptions _options;

    /// <summary>Makes a registration; nothing happens yet.</summary>
    public Registration(JournaledProject project, DatabaseSession session, RegistrationOptions options)
    {
        _project = project;
        _session = session;
        _options = options;
    }

    /// <summary>
    /// What of the named migrations cannot be recorded, found without changing anything: <c>MigrationNotFound</c>, <c>MigrationNotJournaled</c>,
    /// <c>MigrationAlreadyApplied</c>, <c>MigrationModified</c>. The others can be recorded all the same.
    /// </summary>
    /// <exception cref="MigrationException"><c>TagUnknown</c>, <c>MigrationFileMissing</c>.</exception>
    public IReadOnlyList<MigrationException> Problems(CancellationToken cancellation = default) => Choose(Match(cancellation)).Problems;

    /// <summary>What <see cref="Execute"/> would record. Only reads.</summary>
    /// <exception cref="MigrationException">What <see cref="Execute"/> throws.</exception>
    public IReadOnlyList<MigrationResult> Preview(CancellationToken cancellation = default)
    {
        var match = Match(cancellation);
        var chosen = Choose(match).Entries;
        if (chosen.Count == 0) return [];
        var checkedOnes = Check(match, chosen, cancellation);
        return [.. checkedOnes.Select(pair => ResultOf(pair.Migration, MigrationOutcome.Planned, pair.Statements))];
    }

    /// <summary>Records the migrations, in the order of the journal and in one transaction: all or none.</summary>
    /// <param name="notify">Told why something is waited for; may be null.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The recorded migrations. Those that are applied already are left alone.</returns>
    /// <exception cref="MigrationException">
    /// <c>MigrationNotThere</c>: the database lacks what they make; <c>TagUnknown</c>, <c>MigrationFileMissing</c>, <c>LockTimeout</c>, <c>HistoryUnwritable</c>, <c>SchemaUnreadable</c>.
    /// </exception>
    public IReadOnlyList<MigrationResult> Execute(Action<string>? notify = null, CancellationToken cancellation = default)
    {
        if (Choose(Match(cancellation)).Entries.Count == 0) return [];
        using var held = RunLock.Take(_session, _project.Project.HistoryTable, _options.LockTimeout, cancellation, notify);
        // Whoever held the lock before may have applied them.
        var match = Match(cancellation);
        var chosen = Choose(match).Entries;
        if (chosen.Count == 0) return [];
        var migrations = Check(match, chosen, cancellation);
        var history = new HistoryTable(_session, _project.Project.HistoryTable);
        var progress = new ProgressTable(_session, _project.Project.HistoryTable);
        var unfinished = progress.Read(cancellation);
        progress.Adopt(unfinished);
        return HistoryWrites.Guarded(_session, () =>
        {
            history.Ensure(cancellation);
            var results = HistoryTransaction.Run(_session, () => migrations.Select((pair, i) => Record(history, progress, unfinished, pair, match.Rows.Count + i, cancellation)).ToList(), cancellation);
            progress.DropIfEmpty(cancellation);
            return results;
        });
    }

    private MigrationResult Record(
        HistoryTable history, ProgressTable progress, Progress unfinished, (PlannedMigration Migration, IReadOnlyList<StatementResult> Statements) pair, int rows, CancellationToken cancellation)
    {
        var (migration, statements) = pair;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        history.Add(migration.Hash, migration.Entry.Entry.When, cancellation);
        if (unfinished.Migrations.Any(begun => begun.Tag == migration.Tag)) progress.Forget(migration.Tag, cancellation);
        var landed = Landing.Of(_session, history, migration.Statements, statements, out var after, cancellation);
        // What is not there and was not found missing is not to be there.
        var isWhole = !statements.Any(statement => statement.Outcome == StatementOutcome.NotThere);
        return ResultOf(migration, MigrationOutcome.Registered, statements) with
        {
            DurationMs = watch.Elapsed.TotalMilliseconds,
            History = new HistoryGrowth(rows, after),
            Landed = isWhole ? [.. landed.Select(thing => thing.IsThere ? thing : thing with { IsSuperseded = true })] : landed,
        };
    }

    private HistoryMatch Match(CancellationToken cancellation) => HistoryMatch.Of(_project, new HistoryTable(_session, _project.Project.HistoryTable).Read(cancellation));

    private (IReadOnlyList<MatchedEntry> Entries, IReadOnlyList<MigrationException> Problems) Choose(HistoryMatch match)
    {
        var problems = new List<MigrationException>();
        var entries = new List<MatchedEntry>();
        if (_options.Tags is { } tags)
        {
            foreach (var tag in tags.Distinct(StringComparer.Ordinal))
            {
                if (match.Entries.FirstOrDefault(entry => entry.Entry.Tag == tag) is not { } entry) problems.Add(MigrationNames.Unknown(_project, tag));
                else if (ProblemOf(entry) is { } problem) problems.Add(problem);
                else entries.Add(entry);
            }
            return ([.. entries.OrderBy(entry => entry.Entry.Idx).ThenBy(entry => match.Entries.ToList().IndexOf(entry))], problems);
        }
        if (_options.To is { } to && !match.Entries.Any(entry => entry.Entry.Tag == to))
            throw new MigrationException(ErrorIds.TagUnknown, $"The journal has no migration \"{to}\".", "Get-Migration lists the tags.", target: to);
        foreach (var entry in match.Entries)
        {
            if (entry.Status is MigrationStatus.FileMissing && entry.Row is null) throw FileMissing(entry);
            if (entry.Status == MigrationStatus.Modified) problems.Add(ProblemOf(entry)!);
            if (entry.Status == MigrationStatus.Pending) entries.Add(entry);
            if (entry.Entry.Tag == _options.To) break;
        }
        return (entries, problems);
    }

    private static MigrationException? ProblemOf(MatchedEntry entry) => entry.Status switch
    {
        MigrationStatus.Pending => null,
        MigrationStatus.FileMissing when entry.Row is null => FileMissing(entry),
        MigrationStatus.Modified => new MigrationException(
            ErrorIds.MigrationModified, $"The migration {entry.Entry.Tag} is applied already, and its file was changed since.",
            "If the database is as the changed file says, record that with Invoke-Migration -Modified Accept.", new SourceLocation(entry.Path, 1, 1), entry.Entry.Tag),
        _ => new MigrationException(
            ErrorIds.MigrationAlreadyApplied, $"The migration {entry.Entry.Tag} is applied already.", "Nothing is to be done for it.", target: entry.Entry.Tag),
    };

    private static MigrationException FileMissing(MatchedEntry entry) => new(
        ErrorIds.MigrationFileMissing, $"The journal names {entry.Entry.Tag}, but there is no file '{entry.Path}', so there is nothing to record.",
        "Bring the file back, or take the entry out of the journal.", entry.Entry.Location, entry.Entry.Tag);

    private IReadOnlyList<(PlannedMigration Migration, IReadOnlyList<StatementResult> Statements)> Check(HistoryMatch match, IReadOnlyList<MatchedEntry> chosen, CancellationToken cancellation)
    {
        var convention = HashConvention.Of(match, _project.Project.HistoryHash);
        var chain = match.Entries.Where(entry => entry.Bytes is not null).Select(entry => new ChainLink(
            new PlannedMigration(entry, SqlScript.Parse(SourceText.Decode(entry.Path, entry.Bytes!), _session.Modes), entry.Hashes!.In(convention.Hash, convention.Newline)),
            chosen.Contains(entry) ? ChainPlace.Chosen : entry.Status is MigrationStatus.Pending ? ChainPlace.Coming : ChainPlace.Applied)).ToList();
        var (results, lacks) = PresenceCheck.Of(_session.ReadSchema(cancellation), chain, _options is { Tags: null, To: null }, () => Wanted(cancellation));
        var missing = lacks.Where(lack => !lack.IsSuperseded).ToList();
        if (missing.Count > 0 && !_options.Force) throw NotThere(missing);
        return [.. chain.Where(link => link.Place == ChainPlace.Chosen).Select(link => (link.Migration, results[link.Migration]))];
    }

    // What an installation would end with. A project whose schema cannot be read has no say in what is superseded.
    private DatabaseSchema? Wanted(CancellationToken cancellation)
    {
        try
        {
            var schema = SchemaSources.OfProject(_project.Project, cancellation);
            // Against a schema that exports nothing, nothing would be missing.
            return schema.Tables.Count == 0 ? null : DriftGuard.WithoutName(schema, _session.Database);
        }
        catch (MigrationException)
        {
            return null;
        }
    }

    private static MigrationException NotThere(IReadOnlyList<Lack> missing)
    {
        const int shown = 20;
        var lines = missing.Take(shown).Select(lack => $"\n  {lack.Statement.Statement.Location}: {lack.Message}");
        return new MigrationException(
            ErrorIds.MigrationNotThere,
            $"The database is not as these migrations make it:{string.Concat(lines)}{(missing.Count > shown ? $"\n  and {missing.Count - shown} more." : "")}\nNothing was recorded.",
            "Register only the migrations that were applied (-To, or by their tags) and let Invoke-Migration run the others; or bring the database to their state first. With -Force they are recorded all the same.",
            missing[0].Statement.Statement.Location, missing.Select(lack => Results.Of(lack.Statement, StatementOutcome.NotThere, lack.Message)).ToList());
    }

    private MigrationResult ResultOf(PlannedMigration migration, MigrationOutcome outcome, IReadOnlyList<StatementResult> statements) => new()
    {
        Idx = migration.Entry.Entry.Idx,
        Tag = migration.Tag,
        Outcome = outcome,
        Statements = statements,
        Path = migration.Entry.Path,
        IsBaseline = migration.Entry.IsBaseline,
        Hash = migration.Hash,
        Database = _session.Database,
        Server = _session.Server,
    };
}
