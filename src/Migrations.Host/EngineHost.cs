using System.Globalization;
using System.Management.Automation.Host;

namespace Migrations.Host;

/// <summary>The engine's view of this process: who hosts it, where it writes, and that it asked to exit.</summary>
internal sealed class EngineHost(ConsoleUserInterface ui) : PSHost
{
    /// <inheritdoc/>
    public override string Name => "Migrations.Host";

    /// <inheritdoc/>
    public override Version Version { get; } = Version.Parse(UsageText.OwnVersion);

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI => ui;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture { get; } = Named(CultureInfo.CurrentCulture);

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture { get; } = Named(CultureInfo.CurrentUICulture);

    /// <summary>The code of an <c>exit</c> that ended the pipeline, if one did.</summary>
    public int? RequestedExitCode { get; private set; }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => RequestedExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException("This host is not a shell: it has no nested prompt.");

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException("This host is not a shell: it has no nested prompt.");

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
        // A native program writes to the same console.
        ui.EndProgress();
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }

    // The invariant culture has no name, and help and localised data are looked for in folders by name.
    private static CultureInfo Named(CultureInfo culture) => culture.Name.Length > 0 ? culture : CultureInfo.GetCultureInfo("en-US");
}
