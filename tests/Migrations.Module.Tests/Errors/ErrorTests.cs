namespace Migrations.Module.Tests.Errors;

/// <summary>Every error is raised, and is whole: id, category, target, recommended action.</summary>
public sealed class ErrorTests : IDisposable
{
    private readonly ProjectFolder _project = new();

    public static TheoryData<string> Ids => [.. Provocation.All.Select(provocation => provocation.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void Without_a_server(string id)
    {
        var provocation = Provocation.All.Single(candidate => candidate.Id == id);
        provocation.Prepare?.Invoke(_project);
        using var session = new ModuleSession();
        ErrorRecordAssert.IsWhole(session.Fail("$env:DATABASE_URL = $null\n" + provocation.Script, ("root", _project.Root)).Error, id);
    }

    public void Dispose() => _project.Dispose();
}
