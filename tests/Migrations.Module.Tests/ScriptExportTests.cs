namespace Migrations.Module.Tests;

/// <summary><c>Export-MigrationScript</c> inside the real PowerShell engine. What the scripts do on servers is <c>Migrations.Server.Tests</c>' matter.</summary>
public sealed class ScriptExportTests : IDisposable
{
    private readonly ProjectFolder _project = new ProjectFolder().Guarded();
    private readonly ModuleSession _session = new();

    [Fact]
    public void A_script_is_written_once_and_previewed_without_being_written()
    {
        var file = Path.Combine(_project.Root, "all.sql");
        (string, object?)[] at = [("root", _project.Root), ("file", file)];

        _session.Run("Export-MigrationScript $file -Path $root -Server mysql:9.7 -WhatIf", at);
        Assert.False(File.Exists(file));
        var script = _session.Run("Export-MigrationScript $file -Path $root -Server mysql:9.7", at).Only;
        Assert.Equal(file, script.Properties["Path"].Value);
        var text = File.ReadAllText(file);
        Assert.Contains("GET_LOCK", text);
        Assert.StartsWith("FileExists,", _session.Fail("Export-MigrationScript $file -Path $root -Server mysql:9.7", at).Error.FullyQualifiedErrorId);
        _session.Run("Export-MigrationScript $file -Path $root -Server mysql:9.7 -Force", at);
        Assert.Equal(text, File.ReadAllText(file));
    }

    [Theory]
    [InlineData("-Server oracle:19", "ServerUnknown")]
    [InlineData("-Server mysql:9.7 -From 0099_no", "TagUnknown")]
    [InlineData("-Server mysql:9.7 -Fresh", "DatabaseUrlMissing")]
    public void What_cannot_be_exported_is_one_clear_error(string arguments, string id)
    {
        var failed = _session.Fail($"Export-MigrationScript $file -Path $root {arguments}", ("root", _project.Root), ("file", Path.Combine(_project.Root, "x.sql")));
        Assert.StartsWith(id + ",", failed.Error.FullyQualifiedErrorId);
    }

    public void Dispose()
    {
        _session.Dispose();
        _project.Dispose();
    }
}
