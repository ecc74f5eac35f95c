namespace Migrations.Core.Tests.Reporting;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("migrations-reporting-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
