using System.Globalization;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>
/// Whether MySQL will change a table INSTANT, INPLACE or by COPY: found by trying the statement on an empty copy of the table in a
/// scratch database. The statements of a run are tried in their order, each on the table as those before it left it.
/// </summary>
/// <remarks>
/// The database itself is only read from. What is tried is what the server allows; on an empty table it would itself choose a rebuild
/// over INSTANT, for that costs nothing there, so the algorithms are asked for by name, the fastest first, which is the order that the
/// server chooses in ("Online DDL Operations" in the MySQL manual; seen on MySQL 9.7).
/// </remarks>
public sealed class AlgorithmProbe : IDisposable
{
    private readonly DatabaseSession _source;
    private readonly ConnectionSettings _settings;
    private readonly CancellationToken _cancellation;
    private readonly string _runModes;
    private (string Name, string Value)[] _strictness = [];
    private ScratchDatabase? _scratch;
    private TableCopies? _copies;
    private string? _obstacle;

    private AlgorithmProbe(DatabaseSession source, ConnectionSettings settings, CancellationToken cancellation)
    {
        _source = source;
        _settings = settings;
        _cancellation = cancellation;
        _runModes = "";
        if (source.Server is not { Flavor: ServerFlavor.MySql, Version.Major: >= 8 })
        {
            _obstacle = $"{source.Server} does not say beforehand how it will change a table.";
            return;
        }
        (_runModes, ForeignKeyChecks) = source.Query(
            "SELECT @@SESSION.sql_mode, @@SESSION.foreign_key_checks", row => (row.GetString(0), Convert.ToInt64(row.GetValue(1), CultureInfo.InvariantCulture) != 0), cancellation)[0];
        // Those of them that this version has.
        _strictness = [.. source.Query(
            "SHOW SESSION VARIABLES WHERE Variable_name IN ('sql_require_primary_key', 'sql_generate_invisible_primary_key', 'restrict_fk_on_non_standard_key')",
            row => (row.GetString(0), row.GetString(1)), cancellation)];
    }

    /// <summary>Whether the run checks foreign keys: with the checks an <c>ADD FOREIGN KEY</c> is done by COPY, without them INPLACE. At first as the source's session has it.</summary>
    public bool ForeignKeyChecks { get; set; }

    /// <summary>The scratch database, where it could not be dropped at the end; null otherwise. Known after <see cref="Dispose"/>.</summary>
    public string? LeftBehind { get; private set; }

    /// <summary>The scratch database's name, once a statement was tried.</summary>
    internal string? ScratchName => _scratch?.Name;

    /// <summary>Makes a probe. Nothing is made on a server before a statement is tried.</summary>
    /// <param name="source">The session whose database's tables are meant; it must not be busy.</param>
    /// <param name="scratch">The server for the scratch database, of the same version; null for the source's own.</param>
    /// <param name="cancellation">Ends it, the trials included.</param>
    public static AlgorithmProbe Open(DatabaseSession source, ConnectionSettings? scratch = null, CancellationToken cancellation = default) =>
        new(source, scratch ?? source.Settings, cancellation);

    /// <summary>Tries a statement, as it would be sent, on the copy of its table. Statements that make, drop or rename tables are followed.</summary>
    /// <param name="statement">The statement.</param>
    /// <returns>The estimate; <see cref="AlterAlgorithm.Unknown"/> with a reason for everything that is not a change of a table that is there.</returns>
    /// <exception cref="MigrationException">The scratch server cannot be reached: what <see cref="DatabaseSession.Open"/> throws.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public AlterEstimate Try(DdlStatement statement)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_obstacle is not null) return Unknown(_obstacle);
        try
        {
            return statement switch
            {
                AlterTableStatement alter => Change(alter, alter.Table),
                CreateIndexStatement index => Change(index, index.Table),
                DropStatement { Kind: DroppedKind.Index, OnTable: { } table } => Change(statement, table),
                RenameTableStatement rename => Follow(rename),
                DropStatement { Kind: DroppedKind.Table, IsTemporary: false } drop => Follow(drop),
                CreateTableStatement { IsTemporary: false } create => Follow(create),
                _ => Unknown("It changes no table."),
            };
        }
        catch (Exception refused) when (refused is MySqlException or InvalidOperationException)
        {
            // What follows would be tried on tables that are not as the run will have them.
            _obstacle = $"A copy of the tables could not be made: {(refused is MySqlException said ? ServerErrors.Of(said).ToString() : refused.Message)}";
            return Unknown(_obstacle);
        }
    }

    /// <summary>Drops the scratch database.</summary>
    public void Dispose()
    {
        _scratch?.Dispose();
        if (_scratch is { IsLeft: true }) LeftBehind = _scratch.Name;
    }

    private AlterEstimate Change(DdlStatement statement, ObjectName table)
    {
        if (statement is AlterTableStatement alter && alter.Clauses.OfType<PartitionClause>().Any(clause => Exchanges(alter, clause))) return Unknown("Exchanging partitions is not tried.");
        if (ExecutionOptions.Of(statement, _source.Modes) is not { } options) return Unknown("It changes nothing.");
        if (!Prepare()) return Unknown(_obstacle!);
        var copy = _copies!.Full(table, _cancellation);
        if (copy is null) return Unknown("The table is not there yet: the run makes it.");
        if (copy.Obstacle is not null) return Unknown(copy.Obstacle);

        // The tables that it names are copied before the session gets the run's settings.
        options.With(null, null, Place, _source.Modes);
        BeAsTheRun();
        AlterEstimate estimate;
        try
        {
            estimate = Attempt(options);
        }
        finally
        {
            if (!_cancellation.IsCancellationRequested) Relax();
        }
        if (estimate.Algorithm == AlterAlgorithm.Unknown || statement is not AlterTableStatement done) return estimate;
        foreach (var clause in done.Clauses.OfType<RenameToClause>()) _copies.Rename(table, clause.To);
        if (estimate.Algorithm == AlterAlgorithm.Instant && copy.RowVersions is null && done.Clauses.Any(clause => clause is AddColumnsClause or DropPartClause { Part: TablePart.Column }))
            return estimate with { Reason = "This account may not see how many row versions the table has (PROCESS): at their limit the server rebuilds it." };
        return estimate;
    }

    private AlterEstimate Attempt(ExecutionOptions options)
    {
        string? refusal = null, lockRefusal = null;
        bool Accepts(string algorithm, string? @lock, ref string? because)
        {
            try
            {
                _scratch!.Session.Execute(options.With(algorithm, @lock, Place, _source.Modes), _cancellation);
                return true;
            }
            catch (MySqlException refused)
            {
                // As it will be said of the table itself.
                because = refused.Message.Replace(_scratch!.Name, _source.Database);
                return false;
            }
        }

        // The server takes no LOCK beside INSTANT, but does it INSTANT where only LOCK is given (seen on MySQL 9.7).
        if (options.Algorithm is null or "instant" && Accepts("INSTANT", options.Algorithm is null ? null : options.Lock, ref refusal))
            return new AlterEstimate(AlterAlgorithm.Instant, true, null);
        if (options.Algorithm is null or "inplace")
        {
            if (options.Lock is null or "none" && Accepts("INPLACE", "NONE", ref lockRefusal)) return new AlterEstimate(AlterAlgorithm.Inplace, true, refusal);
            var because = refusal;
            if (options.Lock is not "none" && Accepts("INPLACE", options.Lock, ref because)) return new AlterEstimate(AlterAlgorithm.Inplace, false, lockRefusal ?? refusal);
            refusal = because ?? lockRefusal;
        }
        var last = refusal;
        if (options.Algorithm is null or "copy" && Accepts("COPY", options.Lock, ref last)) return new AlterEstimate(AlterAlgorithm.Copy, false, refusal);
        return Unknown($"The server would refuse it: {last ?? lockRefusal}");
    }

    private AlterEstimate Follow(RenameTableStatement rename)
    {
        // Nothing was tried yet and nothing is there to be followed: still the names are to be known.
        if (!Prepare()) return Unknown(_obstacle!);
        foreach (var pair in rename.Renames)
        {
            var copy = _copies!.Full(pair.From, _cancellation);
            if (copy is { Obstacle: null })
            {
                var from = _copies.Place(pair.From, _cancellation);
                _copies.Rename(pair.From, pair.To);
                _scratch!.Session.Execute($"RENAME TABLE {from} TO {_copies.Place(pair.To, _cancellation)}", _cancellation);
            }
            else _copies.Rename(pair.From, pair.To);
        }
        return new AlterEstimate(AlterAlgorithm.Instant, true, null);
    }

    private AlterEstimate Follow(DropStatement drop)
    {
        if (!Prepare()) return Unknown(_obstacle!);
        foreach (var name in drop.Names)
        {
            if (_copies!.Has(name, _cancellation)) _scratch!.Session.Execute($"DROP TABLE IF EXISTS {_copies.Place(name, _cancellation)}", _cancellation);
            _copies.Replace(name);
        }
        return Unknown("It drops a table.");
    }

    // Made too, for a foreign key of a table that is there may point to it.
    private AlterEstimate Follow(CreateTableStatement create)
    {
        if (!Prepare()) return Unknown(_obstacle!);
        if (_copies!.Has(create.Table, _cancellation)) return Unknown("The table is there already.");
        _copies.Replace(create.Table);
        if (create.Query is null)
        {
            try
            {
                _scratch!.Session.Execute(Relocation.Of(create, _source.Modes, Place), _cancellation);
            }
            catch (MySqlException)
            {
                // What needs it will be refused, and will say so.
            }
        }
        return Unknown("It makes a table.");
    }

    private string Place(ObjectName name) => _copies!.Place(name, _cancellation);

    private bool Exchanges(AlterTableStatement alter, PartitionClause clause) =>
        new Sql.SqlCursor(alter.Source, clause.Span.Start, clause.Span.End, _source.Modes).IsWord("EXCHANGE");

    private bool Prepare()
    {
        if (_copies is not null) return true;
        _scratch = ScratchDatabase.Connect(_settings, _cancellation);
        if (_scratch.Session.Server is var server && (server.Flavor, server.Version) != (_source.Server.Flavor, _source.Server.Version))
        {
            _obstacle = $"The scratch server is {server} and the database's is {_source.Server}: what one does says nothing about the other.";
            return false;
        }
        try
        {
            _scratch.Make(_cancellation);
        }
        catch (MySqlException refused)
        {
            _obstacle = $"The server refused a scratch database: {ServerErrors.Of(refused)}";
            return false;
        }
        // Not every account may set these.
        _strictness = [.. _strictness.Where(setting => MaySet(setting.Name))];
        Relax();
        _copies = new TableCopies(_source, _scratch);
        return true;
    }

    // For the copies: old tables may be as the server would not let them be made today. They are read as the source's session writes them.
    private void Relax() => SetSession(
        string.Join(",", _runModes.Split(',').Where(mode => mode is "ANSI_QUOTES" or "NO_BACKSLASH_ESCAPES")), foreignKeyChecks: false, _strictness.Select(setting => (setting.Name, "OFF")));

    // For the trials: as the run has it.
    private void BeAsTheRun() => SetSession(_runModes, ForeignKeyChecks, _strictness);

    private void SetSession(string modes, bool foreignKeyChecks, IEnumerable<(string Name, string Value)> others) => _scratch!.Session.Execute(
        $"SET SESSION sql_mode = '{modes}', foreign_key_checks = {(foreignKeyChecks ? "1" : "0")}{string.Concat(others.Select(other => $", {other.Name} = {other.Value}"))}", _cancellation);

    private bool MaySet(string name)
    {
        try
        {
            _scratch!.Session.Execute($"SET SESSION {name} = OFF", _cancellation);
            return true;
        }
        catch (MySqlException)
        {
            // Then the copy is refused where it matters, and says so.
            return false;
        }
    }

    private static AlterEstimate Unknown(string reason) => new(AlterAlgorithm.Unknown, null, reason);
}
