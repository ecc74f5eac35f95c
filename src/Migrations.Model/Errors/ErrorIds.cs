namespace Migrations.Model;

/// <summary>The ids of all errors that the module raises; <c>docs/errors.md</c> says of each what to do.</summary>
/// <remarks>An id keeps its name and its kind. A new one stands here, there, and in a test that raises it.</remarks>
public static class ErrorIds
{
    // Parameters.
    /// <summary><c>-To</c> or <c>-From</c> names a migration that the journal does not have.</summary>
    public static readonly ErrorId TagUnknown = new(nameof(TagUnknown), MigrationErrorKind.InvalidArgument);

    /// <summary>A tag that is to be journaled is no file name that is safe on every system.</summary>
    public static readonly ErrorId TagInvalid = new(nameof(TagInvalid), MigrationErrorKind.InvalidArgument);

    /// <summary>Nothing of a new migration's name can stand in a file name, or it is too long for one.</summary>
    public static readonly ErrorId MigrationNameInvalid = new(nameof(MigrationNameInvalid), MigrationErrorKind.InvalidArgument);

    /// <summary><c>-Sql</c> holds no statement.</summary>
    public static readonly ErrorId SqlEmpty = new(nameof(SqlEmpty), MigrationErrorKind.InvalidArgument);

    /// <summary><c>-Column</c> is no definition of one column.</summary>
    public static readonly ErrorId ColumnInvalid = new(nameof(ColumnInvalid), MigrationErrorKind.InvalidArgument);

    /// <summary><c>-Rename</c> is neither of a table nor of a column.</summary>
    public static readonly ErrorId RenameInvalid = new(nameof(RenameInvalid), MigrationErrorKind.InvalidArgument);

    /// <summary><c>-Rename</c> names what did not vanish from the schema, or what is not new in it.</summary>
    public static readonly ErrorId RenameUnknown = new(nameof(RenameUnknown), MigrationErrorKind.InvalidArgument);

    /// <summary>Something vanished beside something new, and nobody said whether it was renamed.</summary>
    public static readonly ErrorId RenameUnresolved = new(nameof(RenameUnresolved), MigrationErrorKind.InvalidArgument);

    /// <summary><c>-Rule</c>, <c>-ExcludeRule</c> or the settings name a rule that there is not.</summary>
    public static readonly ErrorId RuleUnknown = new(nameof(RuleUnknown), MigrationErrorKind.InvalidArgument);

    /// <summary><c>-Server</c> names no server, or none is named where its syntax must be known.</summary>
    public static readonly ErrorId ServerUnknown = new(nameof(ServerUnknown), MigrationErrorKind.InvalidArgument);

    /// <summary>No database is named, and one is needed.</summary>
    public static readonly ErrorId DatabaseUrlMissing = new(nameof(DatabaseUrlMissing), MigrationErrorKind.InvalidArgument);

    /// <summary>The database URL or connection string cannot be understood.</summary>
    public static readonly ErrorId DatabaseUrlInvalid = new(nameof(DatabaseUrlInvalid), MigrationErrorKind.InvalidArgument);

    /// <summary>The database URL names a server but no database.</summary>
    public static readonly ErrorId DatabaseUrlWithoutDatabase = new(nameof(DatabaseUrlWithoutDatabase), MigrationErrorKind.InvalidArgument);

    /// <summary><c>-AccessToken</c> is given beside a <c>-Credential</c> with a password.</summary>
    public static readonly ErrorId AccessTokenAndPassword = new(nameof(AccessTokenAndPassword), MigrationErrorKind.InvalidArgument);

    /// <summary><c>-AccessToken</c> is given, and no user that it is for.</summary>
    public static readonly ErrorId AccessTokenNeedsUser = new(nameof(AccessTokenNeedsUser), MigrationErrorKind.InvalidArgument);

    /// <summary><c>-AccessToken</c> is given for a connection that is not encrypted, or whose server is not verified.</summary>
    public static readonly ErrorId AccessTokenNeedsTls = new(nameof(AccessTokenNeedsTls), MigrationErrorKind.InvalidArgument);

    /// <summary>The file that a URL names as its certificate authority holds no certificate.</summary>
    public static readonly ErrorId CertificateAuthorityUnreadable = new(nameof(CertificateAuthorityUnreadable), MigrationErrorKind.InvalidData);

    // Project and its settings.
    /// <summary><c>-Path</c> is no folder of the file system.</summary>
    public static readonly ErrorId PathNotFound = new(nameof(PathNotFound), MigrationErrorKind.NotFound);

    /// <summary>There is no Drizzle project in the folder or above it.</summary>
    public static readonly ErrorId ProjectNotFound = new(nameof(ProjectNotFound), MigrationErrorKind.NotFound);

    /// <summary>The module's settings file cannot be understood.</summary>
    public static readonly ErrorId SettingsInvalid = new(nameof(SettingsInvalid), MigrationErrorKind.InvalidData);

    /// <summary><c>drizzle.config</c> exports no configuration, or one with a value that there is not.</summary>
    public static readonly ErrorId DrizzleConfigInvalid = new(nameof(DrizzleConfigInvalid), MigrationErrorKind.InvalidData);

    /// <summary><c>drizzle.config</c> is for another database than MySQL.</summary>
    public static readonly ErrorId DrizzleConfigDialect = new(nameof(DrizzleConfigDialect), MigrationErrorKind.InvalidData);

    /// <summary>A project is to be begun where migrations stand already.</summary>
    public static readonly ErrorId MigrationsExist = new(nameof(MigrationsExist), MigrationErrorKind.InvalidState);

    // Files.
    /// <summary>A file that is named does not exist.</summary>
    public static readonly ErrorId FileNotFound = new(nameof(FileNotFound), MigrationErrorKind.NotFound);

    /// <summary>The operating system refused to read a file or folder.</summary>
    public static readonly ErrorId FileUnreadable = new(nameof(FileUnreadable), MigrationErrorKind.FileRead);

    /// <summary>The operating system refused to write, replace or remove a file; it is as it was.</summary>
    public static readonly ErrorId FileUnwritable = new(nameof(FileUnwritable), MigrationErrorKind.FileWrite);

    /// <summary>A file that is to be made exists already.</summary>
    public static readonly ErrorId FileExists = new(nameof(FileExists), MigrationErrorKind.AlreadyExists);

    /// <summary>A file is not valid UTF-8.</summary>
    public static readonly ErrorId FileNotUtf8 = new(nameof(FileNotUtf8), MigrationErrorKind.InvalidData);

    /// <summary>Another process has been editing the project's files for too long.</summary>
    public static readonly ErrorId FolderBusy = new(nameof(FolderBusy), MigrationErrorKind.Timeout);

    /// <summary>Writing several files failed, and taking back what was written failed too.</summary>
    public static readonly ErrorId RollbackIncomplete = new(nameof(RollbackIncomplete), MigrationErrorKind.FileWrite);

    // Journal.
    /// <summary>There is no journal.</summary>
    public static readonly ErrorId JournalNotFound = new(nameof(JournalNotFound), MigrationErrorKind.NotFound);

    /// <summary>The journal is not valid JSON.</summary>
    public static readonly ErrorId JournalInvalidJson = new(nameof(JournalInvalidJson), MigrationErrorKind.InvalidData);

    /// <summary>The journal is JSON, but not that of a journal.</summary>
    public static readonly ErrorId JournalInvalid = new(nameof(JournalInvalid), MigrationErrorKind.InvalidData);

    /// <summary>The journal is of another database than MySQL.</summary>
    public static readonly ErrorId JournalDialect = new(nameof(JournalDialect), MigrationErrorKind.InvalidData);

    /// <summary>A tag of the journal is no file name that is safe on every system.</summary>
    public static readonly ErrorId JournalUnsafeTag = new(nameof(JournalUnsafeTag), MigrationErrorKind.InvalidData);

    /// <summary>Two entries of the journal have one tag.</summary>
    public static readonly ErrorId JournalDuplicateTag = new(nameof(JournalDuplicateTag), MigrationErrorKind.InvalidData);

    /// <summary>Two entries of the journal have one number.</summary>
    public static readonly ErrorId JournalDuplicateIdx = new(nameof(JournalDuplicateIdx), MigrationErrorKind.InvalidData);

    /// <summary>The journal has the tag already that is to be added.</summary>
    public static readonly ErrorId JournalTagExists = new(nameof(JournalTagExists), MigrationErrorKind.AlreadyExists);

    // Repairing the journal.
    /// <summary>A marker of a git merge stands without its partners.</summary>
    public static readonly ErrorId ConflictMarkersBroken = new(nameof(ConflictMarkersBroken), MigrationErrorKind.InvalidData);

    /// <summary>The two sides of a merge differ outside the journal's entries.</summary>
    public static readonly ErrorId JournalFrameConflict = new(nameof(JournalFrameConflict), MigrationErrorKind.InvalidData);

    /// <summary>Two tags differ in their case alone, and so are one file on some systems.</summary>
    public static readonly ErrorId JournalTagCase = new(nameof(JournalTagCase), MigrationErrorKind.InvalidData);

    /// <summary>Two entries of one migration say different things.</summary>
    public static readonly ErrorId JournalEntryConflict = new(nameof(JournalEntryConflict), MigrationErrorKind.InvalidData);

    /// <summary>The file of a migration holds the markers of a git merge.</summary>
    public static readonly ErrorId MigrationFileConflict = new(nameof(MigrationFileConflict), MigrationErrorKind.InvalidData);

    /// <summary>A merged snapshot of drizzle-kit cannot be told apart into those of its migrations.</summary>
    public static readonly ErrorId SnapshotConflict = new(nameof(SnapshotConflict), MigrationErrorKind.InvalidData);

    // Migrations and their SQL.
    /// <summary>No migration has that tag, neither in the journal nor as a file.</summary>
    public static readonly ErrorId MigrationNotFound = new(nameof(MigrationNotFound), MigrationErrorKind.NotFound);

    /// <summary>There is such a file, but the journal does not name it.</summary>
    public static readonly ErrorId MigrationNotJournaled = new(nameof(MigrationNotJournaled), MigrationErrorKind.InvalidState);

    /// <summary>The journal names a migration, or is to, whose file is not there.</summary>
    public static readonly ErrorId MigrationFileMissing = new(nameof(MigrationFileMissing), MigrationErrorKind.NotFound);

    /// <summary>A string, comment, name or block of a SQL text has no end.</summary>
    public static readonly ErrorId SqlUnterminated = new(nameof(SqlUnterminated), MigrationErrorKind.InvalidData);

    /// <summary><c>DELIMITER</c> is not followed by a delimiter that a client accepts.</summary>
    public static readonly ErrorId SqlDelimiterMissing = new(nameof(SqlDelimiterMissing), MigrationErrorKind.InvalidData);

    /// <summary><c>Test-Migration -ErrorOn</c> found something of that severity or above.</summary>
    public static readonly ErrorId MigrationFindings = new(nameof(MigrationFindings), MigrationErrorKind.InvalidState);

    // Baseline, snapshots and new migrations.
    /// <summary>The project has no baseline.</summary>
    public static readonly ErrorId BaselineMissing = new(nameof(BaselineMissing), MigrationErrorKind.NotFound);

    /// <summary>The baseline that is named is not there, or not journaled.</summary>
    public static readonly ErrorId BaselineTagUnknown = new(nameof(BaselineTagUnknown), MigrationErrorKind.NotFound);

    /// <summary>What the schema says of a table or view is no statement that can be understood.</summary>
    public static readonly ErrorId BaselineStatementUnknown = new(nameof(BaselineStatementUnknown), MigrationErrorKind.InvalidData);

    /// <summary>The project has no snapshot of drizzle-kit to compare with.</summary>
    public static readonly ErrorId SnapshotMissing = new(nameof(SnapshotMissing), MigrationErrorKind.NotFound);

    /// <summary>A snapshot of drizzle-kit cannot be understood.</summary>
    public static readonly ErrorId SnapshotInvalid = new(nameof(SnapshotInvalid), MigrationErrorKind.InvalidData);

    /// <summary>No table has that name.</summary>
    public static readonly ErrorId TableNotFound = new(nameof(TableNotFound), MigrationErrorKind.NotFound);

    /// <summary>A name of the schema is longer than any server accepts.</summary>
    public static readonly ErrorId NameTooLong = new(nameof(NameTooLong), MigrationErrorKind.InvalidData);

    /// <summary>What leads to the schema would lose the values of a column.</summary>
    public static readonly ErrorId DestructiveChange = new(nameof(DestructiveChange), MigrationErrorKind.InvalidState);

    // schema.ts and other scripts.
    /// <summary>The project does not say where its schema is.</summary>
    public static readonly ErrorId SchemaPathUnknown = new(nameof(SchemaPathUnknown), MigrationErrorKind.NotFound);

    /// <summary>The configuration names a schema that is not there, and not one file that could be made.</summary>
    public static readonly ErrorId SchemaPathUnclear = new(nameof(SchemaPathUnclear), MigrationErrorKind.InvalidState);

    /// <summary>No file is where the schema should be.</summary>
    public static readonly ErrorId SchemaNotFound = new(nameof(SchemaNotFound), MigrationErrorKind.NotFound);

    /// <summary>The schema has no table: nothing can be made of it or compared with it.</summary>
    public static readonly ErrorId SchemaEmpty = new(nameof(SchemaEmpty), MigrationErrorKind.InvalidData);

    /// <summary>A script is not JavaScript or TypeScript.</summary>
    public static readonly ErrorId ScriptSyntax = new(nameof(ScriptSyntax), MigrationErrorKind.InvalidData);

    /// <summary>A script uses TypeScript syntax that means more than types, in a form that is not written out as JavaScript.</summary>
    public static readonly ErrorId ScriptNotErasable = new(nameof(ScriptNotErasable), MigrationErrorKind.InvalidData);

    /// <summary>The expressions of a script are nested too deeply.</summary>
    public static readonly ErrorId ScriptTooDeep = new(nameof(ScriptTooDeep), MigrationErrorKind.InvalidData);

    /// <summary>A script uses something that the sandbox does not have.</summary>
    public static readonly ErrorId ScriptUnsupported = new(nameof(ScriptUnsupported), MigrationErrorKind.InvalidData);

    /// <summary>A script threw an error.</summary>
    public static readonly ErrorId ScriptFailed = new(nameof(ScriptFailed), MigrationErrorKind.InvalidData);

    /// <summary>A script did not end in time.</summary>
    public static readonly ErrorId ScriptTimeout = new(nameof(ScriptTimeout), MigrationErrorKind.Timeout);

    /// <summary>A script needs too much memory.</summary>
    public static readonly ErrorId ScriptMemory = new(nameof(ScriptMemory), MigrationErrorKind.InvalidData);

    /// <summary>A script calls itself without end.</summary>
    public static readonly ErrorId ScriptRecursion = new(nameof(ScriptRecursion), MigrationErrorKind.InvalidData);

    /// <summary>A script outside the project is to be read.</summary>
    public static readonly ErrorId ScriptFileOutsideProject = new(nameof(ScriptFileOutsideProject), MigrationErrorKind.InvalidArgument);

    /// <summary>A script imports a file that is not there.</summary>
    public static readonly ErrorId ScriptImportNotFound = new(nameof(ScriptImportNotFound), MigrationErrorKind.NotFound);

    /// <summary>A script imports a name that the other file does not export.</summary>
    public static readonly ErrorId ScriptImportMissing = new(nameof(ScriptImportMissing), MigrationErrorKind.InvalidData);

    // Server and connection.
    /// <summary>No connection to the server is to be had.</summary>
    public static readonly ErrorId DatabaseUnreachable = new(nameof(DatabaseUnreachable), MigrationErrorKind.Connection);

    /// <summary>The server does not let this account in.</summary>
    public static readonly ErrorId DatabaseAccessDenied = new(nameof(DatabaseAccessDenied), MigrationErrorKind.Connection);

    /// <summary>The server has no such database.</summary>
    public static readonly ErrorId DatabaseNotFound = new(nameof(DatabaseNotFound), MigrationErrorKind.Connection);

    /// <summary>The connection was lost during the work, and no new one was to be had, or it cannot be known whether the statement was done.</summary>
    public static readonly ErrorId ConnectionLost = new(nameof(ConnectionLost), MigrationErrorKind.Connection);

    /// <summary>The server refused to show its tables.</summary>
    public static readonly ErrorId SchemaUnreadable = new(nameof(SchemaUnreadable), MigrationErrorKind.Server);

    /// <summary>The server refused something that the command needs of it besides the migrations' statements.</summary>
    public static readonly ErrorId ServerRefused = new(nameof(ServerRefused), MigrationErrorKind.Server);

    /// <summary>Another runner has been at work on the database for too long.</summary>
    public static readonly ErrorId LockTimeout = new(nameof(LockTimeout), MigrationErrorKind.Timeout);

    // History.
    /// <summary>The history table, or the progress table beside it, cannot be read.</summary>
    public static readonly ErrorId HistoryUnreadable = new(nameof(HistoryUnreadable), MigrationErrorKind.Server);

    /// <summary>The server refused to prepare or record a run.</summary>
    public static readonly ErrorId HistoryUnwritable = new(nameof(HistoryUnwritable), MigrationErrorKind.Server);

    /// <summary>A migration that is to be recorded is applied already.</summary>
    public static readonly ErrorId MigrationAlreadyApplied = new(nameof(MigrationAlreadyApplied), MigrationErrorKind.AlreadyExists);

    /// <summary>A migration that is to be taken out of the history is not in it.</summary>
    public static readonly ErrorId MigrationNotApplied = new(nameof(MigrationNotApplied), MigrationErrorKind.InvalidState);

    /// <summary>The database lacks what the migrations make that are to be recorded.</summary>
    public static readonly ErrorId MigrationNotThere = new(nameof(MigrationNotThere), MigrationErrorKind.InvalidState);

    // A run.
    /// <summary>The server refused a statement of a migration.</summary>
    public static readonly ErrorId StatementFailed = new(nameof(StatementFailed), MigrationErrorKind.Server);

    /// <summary>The file of an applied migration has changed since.</summary>
    public static readonly ErrorId MigrationModified = new(nameof(MigrationModified), MigrationErrorKind.InvalidState);

    /// <summary>Statements that an interrupted run completed have changed since.</summary>
    public static readonly ErrorId CompletedStatementChanged = new(nameof(CompletedStatementChanged), MigrationErrorKind.InvalidState);

    /// <summary><c>-Restart</c> names a migration of which nothing is unfinished.</summary>
    public static readonly ErrorId MigrationNotPartial = new(nameof(MigrationNotPartial), MigrationErrorKind.InvalidArgument);

    /// <summary>Pending statements take something from tables that are in use.</summary>
    public static readonly ErrorId DestructiveStatement = new(nameof(DestructiveStatement), MigrationErrorKind.InvalidState);

    /// <summary>With <c>-OnConflict Stop</c>: what a statement makes is there already with another definition.</summary>
    public static readonly ErrorId DefinitionConflict = new(nameof(DefinitionConflict), MigrationErrorKind.InvalidState);

    /// <summary>The database has the project's tables but no history.</summary>
    public static readonly ErrorId DatabaseNotFresh = new(nameof(DatabaseNotFresh), MigrationErrorKind.InvalidState);

    /// <summary>The database is empty, and <c>-FreshInstall Refuse</c> forbids to install it.</summary>
    public static readonly ErrorId FreshInstallRefused = new(nameof(FreshInstallRefused), MigrationErrorKind.InvalidState);

    // Drift and replay.
    /// <summary>There is drift, and <c>-ErrorOnDrift</c> makes it an error.</summary>
    public static readonly ErrorId SchemaDrift = new(nameof(SchemaDrift), MigrationErrorKind.InvalidState);

    /// <summary>There is no server for a scratch database.</summary>
    public static readonly ErrorId ScratchServerMissing = new(nameof(ScratchServerMissing), MigrationErrorKind.NotFound);

    /// <summary>The server did not make a scratch database.</summary>
    public static readonly ErrorId ScratchDatabaseRefused = new(nameof(ScratchDatabaseRefused), MigrationErrorKind.Server);

    /// <summary>A statement of the replay reaches beyond the scratch database, on a server that holds others.</summary>
    public static readonly ErrorId ReplayLeavesDatabase = new(nameof(ReplayLeavesDatabase), MigrationErrorKind.InvalidState);

    // Scripts for a client.
    /// <summary>A statement cannot stand in a script for the client.</summary>
    public static readonly ErrorId StatementUnexportable = new(nameof(StatementUnexportable), MigrationErrorKind.InvalidData);

    // The module itself.
    /// <summary>Something failed that the module did not foresee: a defect of it.</summary>
    public static readonly ErrorId UnexpectedError = new(nameof(UnexpectedError), MigrationErrorKind.Defect);
}
