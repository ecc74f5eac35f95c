using System.Text;
using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Scripting;

/// <summary>Exports migrations as one script that a person runs with the stock client: idempotent, resumable, beside Invoke-Migration.</summary>
public static class ScriptExport
{
    /// <summary>Makes the script; no file is written.</summary>
    /// <param name="project">The project.</param>
    /// <param name="session">The database whose pending migrations it is to hold; null for none.</param>
    /// <param name="path">The file that it is for.</param>
    /// <param name="options">What it is to hold.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The script with its text.</returns>
    /// <exception cref="MigrationException">
    /// <c>ServerUnknown</c>, <c>DatabaseUrlMissing</c>, <c>TagUnknown</c>, <c>MigrationFileMissing</c>, <c>StatementUnexportable</c>, and what
    /// <see cref="Applying.MigrationPlan.Make"/> throws.
    /// </exception>
    public static MigrationScript Make(JournaledProject project, DatabaseSession? session, string path, ScriptOptions options, CancellationToken cancellation = default) =>
        new ScriptWriter(ScriptPlan.Make(project, session, options, cancellation), options).Write(path);

    /// <summary>Writes a script into its file: another process sees the whole of it, or none.</summary>
    /// <param name="script">What <see cref="Make"/> gave.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <returns>The script without its text.</returns>
    /// <exception cref="MigrationException"><c>FileExists</c>, <c>FileUnwritable</c>.</exception>
    public static MigrationScript Save(MigrationScript script, bool overwrite)
    {
        var content = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(script.Text ?? "");
        if (overwrite) SourceFile.Replace(script.Path, content);
        else SourceFile.CreateNew(script.Path, content);
        return script with { Text = null };
    }
}
