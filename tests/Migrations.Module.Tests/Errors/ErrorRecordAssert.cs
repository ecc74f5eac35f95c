using System.Management.Automation;

namespace Migrations.Module.Tests.Errors;

/// <summary>What holds for every error that the module raises.</summary>
internal static class ErrorRecordAssert
{
    /// <summary>Holds an error against what every error of the module promises.</summary>
    /// <param name="error">The record.</param>
    /// <param name="id">The id that it should have.</param>
    /// <param name="command">The cmdlet that raised it.</param>
    public static void IsWhole(ErrorRecord error, string id, string? command = null)
    {
        var parts = error.FullyQualifiedErrorId.Split(',');
        Assert.True(parts[0] == id, $"Not {id} was raised, but {error.FullyQualifiedErrorId}: {error}\n{error.Exception}");
        Assert.Equal(2, parts.Length);
        Assert.StartsWith("Migrations.Commands.", parts[1]);
        if (command is not null) Assert.Equal($"Migrations.Commands.{command.Replace("-", "", StringComparison.Ordinal)}Command", parts[1]);
        Assert.Equal(ErrorPage.Read()[id].Category, error.CategoryInfo.Category.ToString());
        Assert.True(error.TargetObject is not (null or ""), "It has no target.");
        Assert.False(string.IsNullOrWhiteSpace(error.ErrorDetails.RecommendedAction), "It recommends nothing.");
        Assert.False(string.IsNullOrWhiteSpace(error.ErrorDetails.Message), "It has no message.");
        Assert.DoesNotContain("  ", error.ErrorDetails.RecommendedAction);
        Assert.Equal("Migrations.Model.MigrationException", error.Exception.GetType().FullName);
    }
}
