using System.Globalization;
using Migrations.Core.Applying;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Scripting;

/// <summary>Writes a plan as one script for the stock client. The same plan gives the same bytes.</summary>
internal sealed class ScriptWriter
{
    // The session's settings that SET NAMES and the like change, and those that a routine is most likely to.
    private static readonly string[] Common =
        ["foreign_key_checks", "unique_checks", "lock_wait_timeout", "sql_select_limit", "sql_mode", "time_zone", "character_set_client", "character_set_results", "collation_connection"];

    // What ends by itself, or has a value that cannot be brought back.
    private static readonly string[] Passing = ["autocommit", "timestamp", "insert_id", "last_insert_id", "identity", "rand_seed1", "rand_seed2"];

    private readonly ScriptPlan _plan;
    private readonly ScriptOptions _options;
    private readonly HistoryGuard _history;
    private readonly ProgressRecord _progress;
    private readonly string _historyTable;
    private readonly ScriptMarks _marks;
    private readonly IReadOnlyList<string> _settings;
    private readonly ScriptText _text = new();

    /// <summary>Prepares to write a plan.</summary>
    public ScriptWriter(ScriptPlan plan, ScriptOptions options)
    {
        _plan = plan;
        _options = options;
        _history = new HistoryGuard(plan.Project);
        _progress = new ProgressRecord(plan.Project.Project.HistoryTable);
        _historyTable = SqlName.Quote(plan.Project.Project.HistoryTable);
        _marks = new ScriptMarks(plan);
        var set = plan.Parts.SelectMany(part => part.Statements).Where(statement => statement.Statement.LeadingWords(1) == "SET").SelectMany(statement => SetTargets.Of(statement.Statement).Settings);
        _settings = [.. Common, .. set.Except([.. Common, .. Passing], StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal)];
    }

    private IEnumerable<PlannedMigration> Migrations => _plan.Parts.Select(part => part.Migration).OfType<PlannedMigration>();

    private bool KeepsProgress => _plan.Installs is not null || _plan.Parts.Any(PartWriter.IsRecorded);

    /// <summary>Writes it.</summary>
    /// <param name="path">The file that it is for.</param>
    /// <exception cref="MigrationException"><c>StatementUnexportable</c>.</exception>
    public MigrationScript Write(string path)
    {
        Session();
        State();
        foreach (var part in _plan.Parts) Part(part);
        End();
        return new MigrationScript
        {
            Path = path,
            Server = _plan.Server,
            Database = _plan.Database,
            IsInstallation = _plan.Installs is not null,
            Tag = [.. Migrations.Select(migration => migration.Tag)],
            StatementCount = _marks.Statements,
            Destructive = _marks.Destructive,
            AtLeastOnce = _marks.AtLeastOnce,
            Text = new ScriptHeader(_plan, _marks).Write() + _text,
        };
    }

    private void Session()
    {
        Title("The session");
        _text.Line("SET NAMES utf8mb4" + (_plan.Collation is null ? ";" : $" COLLATE {_plan.Collation};"));
        _text.Comment("A statement that waits for a table holds up everyone behind it: not for longer than this, in seconds.");
        _text.Line($"SET SESSION autocommit = 1, lock_wait_timeout = {Number(_options.LockWaitTimeout)};");
        var isMariaDb = _plan.Server.Flavor == ServerFlavor.MariaDb;
        _text.Line("SET @mig_stop = CASE");
        _text.Line($"  WHEN VERSION() {(isMariaDb ? "NOT " : "")}LIKE '%MariaDB%' THEN 'This script is for {_plan.Server}. Nothing was done.'");
        foreach (var (name, mode) in new[] { ("ANSI_QUOTES", SqlModes.AnsiQuotes), ("NO_BACKSLASH_ESCAPES", SqlModes.NoBackslashEscapes) })
        {
            var isExpected = (_plan.Modes & mode) != 0;
            _text.Line($"  WHEN {(isExpected ? "NOT " : "")}FIND_IN_SET('{name}', @@SESSION.sql_mode) THEN 'The sql_mode of this session has {(isExpected ? "no" : "an")} {name}: export the script with -DatabaseUrl. Nothing was done.'");
        }
        _text.Line("END;");
        _text.Comment("The question above must be answered in the mode that the answer is read in.");
        _text.Line("SET @mig_server_mode = @@SESSION.sql_mode;");
        _text.Line($"SET SESSION sql_mode = {((_plan.Modes & SqlModes.NoBackslashEscapes) != 0 ? "CONCAT(@@SESSION.sql_mode, ',NO_BACKSLASH_ESCAPES')" : "REPLACE(@@SESSION.sql_mode, 'NO_BACKSLASH_ESCAPES', '')")};");
        _text.StopIf("@mig_stop", _plan.Modes);
        _text.Line("SET SESSION sql_mode = @mig_server_mode;");
        _text.Line();
        _text.Comment("One runner at a time: the lock of Invoke-Migration. The server frees it when the client ends.");
        _text.Line($"SET @mig_lock = CONCAT('migrations:', LEFT(SHA2(CONCAT(DATABASE(), X'00', {ProgressRecord.Text(_plan.Project.Project.HistoryTable)}), 256), 40));");
        _text.Line($"SET @mig_stop = IF(GET_LOCK(@mig_lock, {Number(_options.LockTimeout)}) = 1, NULL, 'Another runner is migrating this database. Nothing was done.');");
        _text.StopIf("@mig_stop", _plan.Modes);
    }

    private void State()
    {
        Title("What is done");
        _text.Line($"CREATE TABLE IF NOT EXISTS {_historyTable} (\n\tid serial primary key,\n\thash text not null,\n\tcreated_at bigint\n);");
        _text.Line("SET @mig_pending = 0" + string.Concat(Migrations.Select(migration => $"\n  + ({_history.IsPending(migration.Entry.Entry)}) -- {ClientText.OneLine(migration.Tag)}")) + "\n;");
        _text.Line("SET @mig_install = 0, @mig_foreign = NULL, @mig_stop = NULL;");
        var recorded = _plan.Parts.Where(PartWriter.IsRecorded).Select(part => part.Migration!).ToList();
        var isThere = $"EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {ProgressRecord.Text(_progress.Name)})";
        _text.Comment("What an interrupted run left: the table is there only while something is unfinished.");
        _text.RunIf(isThere, _progress.ReadInstallation);
        _text.RunIf(isThere, _progress.ReadForeign(recorded));
        _text.Line("SET @mig_stop = CASE");
        foreach (var migration in Migrations.Where(migration => !migration.Entry.IsBaseline))
            _text.Line($"  WHEN {_history.IsModified(migration.Entry.Entry)} THEN {Message($"The migration {migration.Tag} was applied, and its file changed since. Nothing was done.")}");
        _text.Line("  WHEN @mig_foreign IS NOT NULL THEN LEFT(CONCAT('An unfinished migration is not as in this script: ', @mig_foreign, '. Finish it with Invoke-Migration. Nothing was done.'), 128)");
        var isEmpty = $"NOT EXISTS (SELECT 1 FROM {_historyTable})";
        if (_plan.Installs is null)
        {
            _text.Line("  WHEN @mig_install THEN 'This database is being installed: finish that with Invoke-Migration. Nothing was done.'");
            if (!_plan.AllowsEmptyHistory) _text.Line($"  WHEN @mig_pending > 0 AND {isEmpty} THEN 'No migration is applied here: for an empty database export the script with -Fresh. Nothing was done.'");
            _text.Line("END;");
        }
        else
        {
            var tables = _plan.Parts.SelectMany(part => part.Statements).Select(statement => statement.Ddl).OfType<Sql.Ddl.CreateTableStatement>()
                .Where(create => create is { IsTemporary: false, Table.Database: null }).Select(create => create.Table.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            _text.Line($"  WHEN NOT @mig_install AND @mig_pending > 0 AND NOT {isEmpty} THEN 'This script installs an empty database, and this one has applied migrations. Nothing was done.'");
            if (tables.Count > 0)
            {
                _text.Line($"  WHEN NOT @mig_install AND {isEmpty} AND EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()\n    AND TABLE_NAME IN ({string.Join(", ", tables.Select(table => ClientText.Literal(table, _plan.Modes)))}))"
                    + " THEN 'This script installs an empty database, and this one has tables of the project. Nothing was done.'");
            }
            _text.Line("END;");
        }
        _text.StopIf("@mig_stop", _plan.Modes);
        if (_plan.Installs is { } how)
        {
            _text.Comment("An installation begins or goes on where the history is empty or an earlier run of this script stopped.");
            _text.Line($"SET @mig_install = @mig_install OR {isEmpty};");
            _text.RunIf("@mig_install", _progress.Create);
            _text.RunIf("@mig_install", _progress.BeginInstallation(how));
            _text.Comment("Only while an empty database is installed: rows and tables come in an order that foreign keys do not allow.");
            _text.Line("SET SESSION foreign_key_checks = IF(@mig_install, 0, @@SESSION.foreign_key_checks);");
        }
        _text.Line("SET " + string.Join(", ", _settings.Select(name => $"@mig_{name} = @@SESSION.{name}")) + ";");
    }

    private void Part(ScriptPart part)
    {
        Title(part.Migration is null ? $"{part.Tag} ({_marks.PathOf(part.Path)}), the end of an installation" : $"{part.Tag} ({_marks.PathOf(part.Path)}){(part.Migration.Entry.IsBaseline ? ", the baseline" : "")}");
        var isRecorded = PartWriter.IsRecorded(part);
        if (part.Migration is { } migration)
        {
            _text.Line($"SET @mig_todo = {_history.IsPending(migration.Entry.Entry)};");
            if (isRecorded)
            {
                _text.Comment("Its statements are recorded one by one until all are done, as Invoke-Migration does it: either goes on where the other stopped.");
                _text.Line("SET @mig_done = 0, @mig_maybe = 0, @mig_memory = NULL;");
                _text.RunIf("@mig_todo", _progress.Create);
                _text.RunIf("@mig_todo", _progress.Read(migration.Tag));
                _text.RunIf("@mig_todo", _progress.ReadMemory(migration.Tag));
                _text.RunIf("@mig_todo", _progress.Begin(migration));
            }
        }
        new PartWriter(_plan, part, _text, _marks).Write();
        _text.Line();
        Settle(part);
        if (part.Migration is not { } applied) return;
        _text.Comment($"{applied.Tag} is applied.");
        _text.Line("START TRANSACTION;");
        _text.Line($"INSERT INTO {_historyTable} (`hash`, `created_at`) SELECT '{applied.Hash}', {applied.Entry.Entry.When.ToString(CultureInfo.InvariantCulture)} FROM DUAL WHERE @mig_todo;");
        if (isRecorded) _text.RunIf("@mig_todo", _progress.Forget(applied.Tag));
        _text.Line("COMMIT;");
        _text.Line($"SELECT {ProgressRecord.Text(applied.Tag)} AS `migration`, IF(@mig_todo, 'applied', 'was applied before') AS `outcome`;");
    }

    // What a migration leaves open in the session, the next must not meet: as SessionTraces has it.
    private void Settle(ScriptPart part)
    {
        var words = new HashSet<string>(part.Statements.Select(statement => statement.Statement.LeadingWords(1)), StringComparer.Ordinal);
        var setsAutocommit = part.Statements.Any(statement => statement.Names.Any(name => name.EndsWith("AUTOCOMMIT", StringComparison.Ordinal)));
        if (words.Overlaps(["START", "BEGIN", "COMMIT", "ROLLBACK", "CALL", "EXECUTE"]) || setsAutocommit) _text.Line("COMMIT AND NO CHAIN;").Line("SET autocommit = 1;");
        if (words.Contains("LOCK")) _text.Line("UNLOCK TABLES;");
        if (words.Overlaps(["SET", "CALL", "EXECUTE"])) _text.Line("SET SESSION " + string.Join(", ", _settings.Select(name => $"{name} = @mig_{name}")) + ";");
        if (part.Statements.Any(statement => statement.Statement.LeadingWords(1) == "SET" && SetTargets.Of(statement.Statement).Settings.Contains("timestamp"))) _text.Line("SET timestamp = DEFAULT;");
    }

    private void End()
    {
        Title("The end");
        if (KeepsProgress)
        {
            if (_plan.Installs is not null) _text.RunIf("@mig_install", _progress.EndInstallation);
            _text.Line("SET @mig_left = 1;");
            _text.RunIf($"EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {ProgressRecord.Text(_progress.Name)})", _progress.ReadLeft);
            _text.RunIf("@mig_left = 0", _progress.Drop);
        }
        if (_plan.Installs is not null) _text.Line("SET SESSION foreign_key_checks = 1;");
        _text.Line("DO RELEASE_LOCK(@mig_lock);");
        _text.Line("SELECT @mig_pending AS `migrations applied`;");
    }

    private void Title(string title) => _text.Line().Line("-- " + new string('=', 100)).Comment(title).Line("-- " + new string('=', 100));

    // MESSAGE_TEXT takes 128 characters.
    private string Message(string text) => ClientText.Literal(ClientText.OneLine(text, 127), _plan.Modes);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
