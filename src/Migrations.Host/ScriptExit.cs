using System.Management.Automation.Runspaces;
using System.Reflection;

namespace Migrations.Host;

/// <summary>Makes a script file's <c>exit N</c> known to the host.</summary>
internal static class ScriptExit
{
    /// <summary>
    /// Lets the next script file that the runspace runs end the session with its <c>exit</c>, instead of leaving N in
    /// <c>$LASTEXITCODE</c>, where a native program's code stands as well. It is pwsh's own switch for <c>-File</c>
    /// (ConsoleHost sets ExecutionContext.ScriptCommandProcessorShouldRethrowExit); the engine has no public one. The engine's version is pinned.
    /// </summary>
    /// <exception cref="MissingMemberException">Another version of the engine has no such switch.</exception>
    public static void EndsSession(Runspace runspace)
    {
        const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic;
        var context = Property(typeof(Runspace), "ExecutionContext").GetValue(runspace)!;
        Property(context.GetType(), "ScriptCommandProcessorShouldRethrowExit").SetValue(context, true);

        static PropertyInfo Property(Type type, string name) =>
            type.GetProperty(name, Internal) ?? throw new MissingMemberException(type.FullName, name);
    }
}
