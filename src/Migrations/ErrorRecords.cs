using System.Management.Automation;
using Migrations.Model;

namespace Migrations;

/// <summary>The engine's errors as PowerShell's.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of an error: its id, category, target and recommended action.</summary>
    public static ErrorRecord Of(MigrationException error) => new(error, error.ErrorId, CategoryOf(error.Kind), error.ErrorTarget)
    {
        ErrorDetails = new ErrorDetails(Shown(error)) { RecommendedAction = error.Advice },
    };

    // PowerShell 7 prints the recommended action below the message; Windows PowerShell 5.1 does not, so there the message has it.
#if NET
    private static string Shown(MigrationException error) => error.Finding;
#else
    private static string Shown(MigrationException error) => error.Message;
#endif

    private static ErrorCategory CategoryOf(MigrationErrorKind kind) => kind switch
    {
        MigrationErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        MigrationErrorKind.InvalidData => ErrorCategory.InvalidData,
        MigrationErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        MigrationErrorKind.AlreadyExists => ErrorCategory.ResourceExists,
        MigrationErrorKind.InvalidState => ErrorCategory.InvalidOperation,
        MigrationErrorKind.Connection => ErrorCategory.ConnectionError,
        MigrationErrorKind.Server => ErrorCategory.InvalidResult,
        MigrationErrorKind.Timeout => ErrorCategory.OperationTimeout,
        MigrationErrorKind.FileRead => ErrorCategory.ReadError,
        MigrationErrorKind.FileWrite => ErrorCategory.WriteError,
        // Of a defect nobody knows what kind of thing went wrong.
        MigrationErrorKind.Defect => ErrorCategory.NotSpecified,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
