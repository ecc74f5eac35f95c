using Migrations.Core.Projects;
using Migrations.Model;

namespace Migrations.Core.Tests.Projects;

public sealed class ProjectSettingsTests : IDisposable
{
    private readonly TemporaryProject _files = new TemporaryProject().WithTags("0070_base").WithMigration("0070_base");

    public void Dispose() => _files.Dispose();

    [Fact]
    public void They_say_what_drizzles_configuration_cannot()
    {
        _files.Write("migrations.json", """{ "$schema": "x", "baselineTag": "0070_base", "historyTable": "my_history", "historyHash": "withoutBreakpoints" }""");
        var project = ProjectLocator.Locate(_files.Root);
        Assert.Equal(("0070_base", "my_history", HistoryHash.WithoutBreakpoints), (project.BaselineTag, project.HistoryTable, project.HistoryHash));
        Assert.Equal(Path.Combine(_files.Migrations, "0070_base.sql"), project.BaselinePath);
    }

    [Fact]
    public void The_caller_wins_over_them()
    {
        _files.WithMigration("0071_other");
        _files.Write("migrations.json", """{ "baselineTag": "0070_base", "historyTable": "my_history", "historyHash": "WithoutBreakpoints" }""");
        var project = ProjectLocator.Locate(_files.Root, new ProjectOptions { BaselineTag = "0071_other", HistoryTable = "h", HistoryHash = HistoryHash.Drizzle });
        Assert.Equal(("0071_other", "h", HistoryHash.Drizzle), (project.BaselineTag, project.HistoryTable, project.HistoryHash));
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{\n  \"historyTable\": \"h\",\n}", 3, 1)]
    [InlineData("{ \"historyTable\": é }", 1, 19)]
    [InlineData("{ \"é\": x }", 1, 8)]
    [InlineData("[]", 1, 1)]
    [InlineData("{\n  \"historyTable\": 5 }", 2, 3)]
    [InlineData("{\n  \"historyTabel\": \"h\" }", 2, 3)]
    [InlineData("{\n  \"historyHash\": \"md5\" }", 2, 3)]
    [InlineData("{\n  \"historyHash\": \"1\" }", 2, 3)]
    [InlineData("{\n  \"historyTable\": \"\" }", 2, 3)]
    [InlineData("{\n  \"baselineTag\": \"\" }", 2, 3)]
    public void What_is_wrong_is_named_with_its_place(string json, int line, int column)
    {
        var path = _files.Write("migrations.json", json);
        var error = Assert.Throws<MigrationException>(() => ProjectLocator.Locate(_files.Root));
        Assert.Equal(("SettingsInvalid", new SourceLocation(path, line, column)), (error.ErrorId, error.Location));
    }
}
