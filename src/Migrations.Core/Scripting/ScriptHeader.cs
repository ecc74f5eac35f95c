using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Scripting;

/// <summary>Writes what a person must know before running a script. Nothing in it depends on the day or the machine.</summary>
/// <param name="plan">The plan.</param>
/// <param name="marks">What was found while the script was written.</param>
internal sealed class ScriptHeader(ScriptPlan plan, ScriptMarks marks)
{
    private const int Shown = 40;

    /// <summary>Writes it.</summary>
    public string Write()
    {
        var client = plan.Server.Flavor == ServerFlavor.MariaDb ? "mariadb" : "mysql";
        var text = new ScriptText();
        var name = Path.GetFileName(plan.Project.Project.Root.TrimEnd('/', '\\'));
        text.Comment($"Migrations of {name} for {plan.Server}{(plan.Database is null ? "" : $", pending in the database {plan.Database} when this was written")}");
        text.Line("--");
        if (plan.Installs is not null) text.Comment("It installs an EMPTY database, and refuses any other.");
        foreach (var part in plan.Parts) text.Line("--   " + ClientText.OneLine(part.Tag));
        if (plan.Parts.Count == 0) text.Comment("There is nothing to do.");
        text.Line("--");
        text.Comment($"Run it with the stock client: {client} --default-character-set=utf8mb4 --comments -h HOST -u USER -p DATABASE < THIS_FILE");
        text.Comment("Without --force: the client must stop at the first error.");
        text.Line("--");
        text.Comment("It can be run again at any time. A migration that the history has is skipped as a whole; of every other one, each clause asks the catalog whether it is done.");
        text.Comment("After an error: mend its cause and run the script again, or run Invoke-Migration: both go on where it stopped. Data statements are committed together with");
        text.Comment($"the record that they are done ({SqlName.Quote(Servers.ProgressTable.NameOf(plan.Project.Project.HistoryTable))}, there only meanwhile), so that none is done twice.");
        text.Comment("It holds Invoke-Migration's lock, so that only one of them works at a time.");
        List(text, "DESTRUCTIVE: it takes this away. Make sure that no running application needs it, and that there is a backup.", marks.Destructive);
        List(text, "AT LEAST ONCE: an interruption in one of these makes the next run do it again.", marks.AtLeastOnce);
        if (plan.SchemaUnreadable is { } unreadable) text.Line("--").Comment($"The schema could not be read, so the baseline led the installation: {unreadable.Finding}");
        text.Line("--");
        text.Comment("How it is written: the client knows no IF. A statement is put into @mig_sql where it is to be done, else DO 0, and prepared from there. What cannot be");
        text.Comment("prepared stands as it is between two lines DO '\\'…: where it is not to be done, the sql_mode is switched so that everything between them is a comment.");
        return text.ToString();
    }

    private static void List(ScriptText text, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return;
        text.Line("--").Comment(title);
        foreach (var line in lines.Take(Shown)) text.Line("--   " + ClientText.OneLine(line));
        if (lines.Count > Shown) text.Line($"--   and {lines.Count - Shown} more, each marked at its place.");
    }
}
