using System.Globalization;

namespace Migrations.Module.Tests.Errors;

/// <summary>What raises an error, as a user would come to it.</summary>
/// <param name="Id">The error's id.</param>
/// <param name="Script">The command; <c>$root</c> is the project.</param>
/// <param name="Prepare">Makes the project so.</param>
public sealed record Provocation(string Id, string Script, Action<ProjectFolder>? Prepare = null)
{
    private const string Core = "import { int, json, mysqlTable, mysqlView, varchar, customType, index } from 'drizzle-orm/mysql-core';\nimport { sql } from 'drizzle-orm';\n";

    /// <summary>Those that need no server: every id has one, here or in <see cref="ServerProvocation"/>.</summary>
    public static IReadOnlyList<Provocation> All { get; } =
    [
        // Parameters.
        new("TagUnknown", "Export-MigrationScript $root/out.sql -Server mysql:8.4 -To 0009_nope -Path $root"),
        new("TagInvalid", "Add-JournalEntry a/b -Path $root"),
        new("MigrationNameInvalid", "New-Migration '!!!' -Path $root"),
        new("SqlEmpty", "New-Migration empty -Sql '-- nothing' -Path $root"),
        new("ColumnInvalid", "New-Migration column -Column 'nonsense' -Path $root", Guarded),
        new("RenameInvalid", "New-Migration rename -FromSchema -Rename nonsense -Path $root", Guarded),
        new("RenameUnknown", "New-Migration rename -FromSchema -Rename users.a=b -Path $root", Guarded),
        new("RenameUnresolved", "New-Migration rename -FromSchema -Path $root", project => project.Guarded().EditSchema("email: varchar('email'", "mail: varchar('mail'")),
        new("RuleUnknown", "Test-Migration -Rule NOPE1 -Path $root"),
        new("ServerUnknown", "Test-Migration -Server oracle:23 -Path $root"),
        new("DatabaseUrlMissing", "Invoke-Migration -Path $root"),
        new("DatabaseUrlInvalid", "Invoke-Migration -DatabaseUrl http://user:pass@host/database -Path $root"),
        new("DatabaseUrlWithoutDatabase", "Invoke-Migration -DatabaseUrl mysql://user:pass@127.0.0.1:1 -Path $root"),
        new("AccessTokenAndPassword", "$word = [Security.SecureString]::new(); $word.AppendChar('x'); Get-Migration -DatabaseUrl mysql://db/shop -Credential ([PSCredential]::new('u', $word)) -AccessToken t0ken -Path $root"),
        new("AccessTokenNeedsUser", "Get-Migration -DatabaseUrl mysql://db/shop -AccessToken t0ken -Path $root"),
        new("AccessTokenNeedsTls", "Get-Migration -DatabaseUrl 'mysql://u@db/shop?ssl-mode=DISABLED' -AccessToken t0ken -Path $root"),
        new("CertificateAuthorityUnreadable", "Get-Migration -DatabaseUrl \"mysql://u@db/shop?ssl-ca=$root/drizzle.config.ts\" -AccessToken t0ken -Path $root"),

        // Project and its settings.
        new("PathNotFound", "Get-Migration -Path $root/nope"),
        new("ProjectNotFound", "Get-Migration -Path $root/elsewhere", project =>
        {
            File.Delete(project.PathOf("drizzle.config.ts"));
            File.Delete(project.JournalPath);
            Directory.CreateDirectory(project.PathOf("elsewhere"));
        }),
        new("SettingsInvalid", "Get-Migration -Path $root", project => project.Write("migrations.json", "{ \"historyTable\": 1 }")),
        new("DrizzleConfigInvalid", "Get-Migration -Path $root", project => project.Write("drizzle.config.ts", "export const nothing = 1;\n")),
        new("DrizzleConfigDialect", "Get-Migration -Path $root", project => project.Write("drizzle.config.ts", "export default { dialect: 'postgresql' };\n")),
        new("JournalDialect", "Get-Migration -Path $root", project => project.Write("drizzle/meta/_journal.json", "{ \"version\": \"7\", \"dialect\": \"postgresql\", \"entries\": [] }")),
        new("MigrationsExist", "Initialize-MigrationProject -Path $root", project =>
        {
            File.Delete(project.JournalPath);
            project.Write("drizzle/0000_there.sql", "SELECT 1;");
        }),

        // Files.
        new("FileNotFound", "Get-SchemaTable -LiteralPath $root/nope.sql"),
        new("FileUnreadable", "$held = [IO.File]::Open(\"$root/drizzle/0000_a.sql\", 'Open', 'ReadWrite', 'None'); try { Test-Migration -Path $root } finally { $held.Dispose() }", project => project.Add("0000_a", "SELECT 1;")),
        new("FileUnwritable", "Export-MigrationScript $root/drizzle.config.ts/out.sql -Server mysql:8.4 -Path $root", project => project.Add("0000_a", "SELECT 1;")),
        new("FileExists", "Export-MigrationScript $root/drizzle.config.ts -Server mysql:8.4 -Path $root", project => project.Add("0000_a", "SELECT 1;")),
        new("FileNotUtf8", "Get-SchemaTable -LiteralPath $root/latin1.sql", project => File.WriteAllBytes(project.PathOf("latin1.sql"), [0x2D, 0x2D, 0x20, 0xE9, 0x0A])),

        // Journal.
        new("JournalNotFound", "Get-Migration -Path $root", project => File.Delete(project.JournalPath)),
        Journal("JournalInvalidJson", "{"),
        Journal("JournalInvalid", "{}"),
        Journal("JournalUnsafeTag", Entries("""{"idx":0,"when":1,"tag":"../a"}""")),
        Journal("JournalDuplicateTag", Entries("""{"idx":0,"when":1,"tag":"0000_a"},{"idx":1,"when":2,"tag":"0000_a"}""")),
        Journal("JournalDuplicateIdx", Entries("""{"idx":0,"when":1,"tag":"0000_a"},{"idx":0,"when":2,"tag":"0001_b"}""")),
        new("JournalTagExists", "Add-JournalEntry 0000_a -Path $root", project => project.Add("0000_a", "SELECT 1;")),

        // Repairing the journal.
        Repair("ConflictMarkersBroken", Entries("\n<<<<<<< HEAD\n")),
        Repair("JournalFrameConflict", "{\n<<<<<<< HEAD\n  \"version\": \"7\",\n=======\n  \"version\": \"8\",\n>>>>>>> f\n  \"entries\": []\n}"),
        Repair("JournalTagCase", Entries(Conflict("""{"idx":0,"when":1,"tag":"0000_a"}""", """{"idx":0,"when":2,"tag":"0000_A"}"""))),
        Repair("JournalEntryConflict", Entries(Conflict("""{"idx":0,"when":1,"tag":"0000_a"}""", """{"idx":0,"when":1,"tag":"0000_a","breakpoints":false}"""))),
        new("MigrationFileConflict", "Repair-Journal -Path $root", project => project.Add("0000_a", Conflict("SELECT 1;", "SELECT 2;"))),
        new("SnapshotConflict", "Repair-Journal -Path $root", project =>
            project.Add("0000_a", "SELECT 1;").Write("drizzle/meta/0000_snapshot.json", Conflict("""{"id":"x","prevId":""}""", """{"id":"y","prevId":""}"""))),

        // Migrations and their SQL.
        new("MigrationNotFound", "Get-Migration 0009_nope -Offline -Path $root"),
        new("MigrationFileMissing", "Add-JournalEntry 0009_nope -Path $root"),
        new("SqlUnterminated", "Get-SchemaTable -LiteralPath $root/open.sql", project => project.Write("open.sql", "CREATE TABLE `t (id int);")),
        new("SqlDelimiterMissing", "Get-SchemaTable -LiteralPath $root/delimiter.sql", project => project.Write("delimiter.sql", "DELIMITER \nSELECT 1;")),
        new("MigrationFindings", "Test-Migration -ErrorOn Info -Path $root", project => project.Add("0000_drop", "DROP TABLE users;")),

        // Baseline, snapshots and new migrations.
        new("BaselineMissing", "Update-Baseline -Path $root", project => project.Write("drizzle/schema.ts", GuardedProject.Schema)),
        new("BaselineTagUnknown", "Get-Migration -BaselineTag 0009_nope -Offline -Path $root"),
        new("BaselineStatementUnknown", "Update-Baseline -Regenerate -Path $root", project => project.Guarded().Write("drizzle/schema.ts", Core + "const odd = customType({ dataType: () => 'int)) nonsense ((' });\nexport const t = mysqlTable('t', { a: odd('a') });\n")),
        new("SnapshotMissing", "New-Migration diff -FromSchema -Against Snapshot -Path $root", Guarded),
        new("SnapshotInvalid", "New-Migration diff -FromSchema -Against Snapshot -Path $root", project => project.Guarded().Write("drizzle/meta/0000_snapshot.json", "{}")),
        new("TableNotFound", "Get-SchemaTable nope -Path $root", Guarded),
        new("NameTooLong", "New-Migration long -FromSchema -NoRename -Path $root", project => project.Guarded().Write("drizzle/schema.ts", $"{Core}export const t = mysqlTable('{new string('t', 65)}', {{ a: int('a') }});\n")),
        new("DestructiveChange", "New-Migration generated -FromSchema -Path $root", project => project.Guarded().EditSchema("userId: int('user_id').notNull()", "userId: int('user_id').generatedAlwaysAs(1).notNull()")),

        // schema.ts and other scripts.
        new("SchemaPathUnknown", "Get-SchemaTable -Path $root", project => project.Write("drizzle.config.ts", "export default { out: './drizzle', dialect: 'mysql' };\n")),
        new("SchemaPathUnclear", "Initialize-MigrationProject -Path $root", project =>
        {
            File.Delete(project.JournalPath);
            project.Write("drizzle.config.ts", "export default { schema: './schema.js', out: './drizzle', dialect: 'mysql' };\n");
        }),
        new("SchemaNotFound", "Get-SchemaTable -Path $root"),
        new("SchemaEmpty", "Test-SchemaDrift -Path $root", project => project.Guarded().Write("drizzle/schema.ts", "export const nothing = 1;\n")),
        new("SchemaDrift", "Test-SchemaDrift -ErrorOnDrift -Path $root", project => project.Guarded().AddPhone()),
        Schema("ScriptSyntax", "export const = ;"),
        Schema("ScriptNotErasable", "namespace Values { export let a = 1; }\nnamespace Values { export const b = a; }"),
        Schema("ScriptTooDeep", "export const a = " + new string('(', 400) + "1" + new string(')', 400) + ";"),
        Schema("ScriptUnsupported", "function* all() { yield* [1]; }\nexport const a = [...all()];"),
        Schema("ScriptFailed", "throw new Error('on purpose');"),
        Schema("ScriptTimeout", "while (true) {}"),
        Schema("ScriptMemory", "const all = []; for (let i = 0; i < 1000; i++) all.push('x'.repeat(1000000) + i); export const a = all;"),
        Schema("ScriptRecursion", "function f() { return f() + 1; }\nexport const a = f();"),
        new("ScriptFileOutsideProject", "Get-SchemaTable -Path $root", project =>
            project.Write("drizzle.config.ts", $"export default {{ schema: '{Path.Combine(Repository.Root, "examples", "bookings", "drizzle", "schema.ts").Replace('\\', '/')}', out: './drizzle', dialect: 'mysql' }};\n")),
        Schema("ScriptImportNotFound", "import { a } from './nope';\nexport const b = a;"),
        new("ScriptImportMissing", "Get-SchemaTable -Path $root", project =>
        {
            project.Write("drizzle/other.ts", "export const a = 1;\n");
            project.Write("drizzle/schema.ts", "import { nope } from './other';\nexport const b = nope;\n");
        }),

        // Servers that are not there.
        new("DatabaseUnreachable", "Invoke-Migration -DatabaseUrl mysql://user:pass@127.0.0.1:1/database -Path $root"),
        new("StatementUnexportable", "Export-MigrationScript $root/out.sql -Server mysql:8.4 -Path $root", project => project.Add("0000_use", "USE other;\nSELECT 1;")),
    ];

    private static Provocation Journal(string id, string text) => new(id, "Get-Migration -Offline -Path $root", project => project.Write("drizzle/meta/_journal.json", text));

    private static Provocation Repair(string id, string text) => new(id, "Repair-Journal -Path $root", project =>
    {
        project.Write("drizzle/0000_a.sql", "SELECT 1;");
        project.Write("drizzle/meta/_journal.json", text);
    });

    private static Provocation Schema(string id, string text) => new(id, "Get-SchemaTable -Path $root", project => project.Write("drizzle/schema.ts", text + "\n"));

    private static string Entries(string entries) => string.Format(CultureInfo.InvariantCulture, "{{\n  \"version\": \"7\",\n  \"dialect\": \"mysql\",\n  \"entries\": [{0}]\n}}", entries);

    private static string Conflict(string ours, string theirs) => $"\n<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> feature\n";

    private static void Guarded(ProjectFolder project) => project.Guarded();
}
