using System.Management.Automation;
using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations;

/// <summary>What the cmdlets share that change the history and nothing else.</summary>
public abstract class HistoryEditCmdlet : HistoryCmdlet
{
    private readonly List<(string Folder, string Tag)> _named = [];
    private readonly Dictionary<string, JournaledProject> _opened = new(StringComparer.Ordinal);

    /// <summary>How long to wait for another runner, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int LockTimeout { get; set; } = 60;

    /// <summary>Notes tags that were given; they are worked on together once all of them are known.</summary>
    /// <param name="tags">The tags, with or without <c>.sql</c>.</param>
    protected void Note(IEnumerable<string> tags)
    {
        var folder = Folder;
        foreach (var tag in tags) _named.Add((folder, tag.EndsWith(".sql", StringComparison.OrdinalIgnoreCase) ? tag.Substring(0, tag.Length - 4) : tag));
    }

    /// <summary>Works on the noted tags, project by project.</summary>
    /// <param name="work">Given the project, a connection to its database, and the tags.</param>
    private protected void WorkOnNoted(Action<JournaledProject, DatabaseSession, IReadOnlyList<string>> work)
    {
        // From the pipeline every migration brings its own path; most often all are of one project. One that cannot be opened is no reason to leave the others.
        var folders = _named.Select(named => named.Folder).Distinct(StringComparer.Ordinal).ToList();
        foreach (var folder in folders) RunPart(folders.Count == 1, () => Open(folder));
        var projects = _named.Where(named => _opened.ContainsKey(named.Folder)).GroupBy(named => _opened[named.Folder].Project.JournalPath, StringComparer.Ordinal).ToList();
        foreach (var named in projects)
        {
            RunPart(folders.Count == 1, () =>
            {
                var project = _opened[named.First().Folder];
                using var session = Connect(project.Project);
                work(project, session, [.. named.Select(item => item.Tag)]);
            });
        }
    }

    /// <summary>Opens the project of a folder.</summary>
    private protected JournaledProject Open(string folder)
    {
        if (_opened.TryGetValue(folder, out var known)) return known;
        return _opened[folder] = JournaledProject.Open(folder, Options(HashOfNewRows));
    }

    /// <summary>How new history rows are hashed where the table's own rows do not tell.</summary>
    private protected virtual HistoryHash? HashOfNewRows => null;

    /// <summary>Asks the user and names the database.</summary>
    private protected bool IsAgreed(DatabaseSession session, string action) => ShouldProcess($"{session.Settings} ({session.Server})", action);
}
