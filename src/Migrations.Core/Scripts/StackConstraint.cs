using System.Runtime.CompilerServices;
using Jint;

namespace Migrations.Core.Scripts;

/// <summary>Ends a script that has used up the thread's stack, before the process dies of it.</summary>
/// <remarks>The engine's own limits count calls; recursion through proxies and conversions passes them by, but not this check of every statement.</remarks>
internal sealed class StackConstraint : Constraint
{
    /// <inheritdoc/>
    public override void Check() => RuntimeHelpers.EnsureSufficientExecutionStack();

    /// <inheritdoc/>
    public override void Reset()
    {
        // It remembers nothing.
    }
}
