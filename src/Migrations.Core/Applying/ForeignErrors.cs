using System.Net.Sockets;
using Migrations.Core.Servers;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Applying;

/// <summary>Exceptions of others (the driver, the operating system, a defect) as the engine's own errors: none of them reaches the user as it is.</summary>
public static class ForeignErrors
{
    // MariaDB's ER_CONNECTION_KILLED.
    private const int ConnectionKilled = 1927;

    /// <summary>Makes the error.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="target">What the command was about: the database, or the project's folder.</param>
    /// <param name="redact">Takes the secrets that the command knows out of a text: what others say may hold one.</param>
    /// <returns><paramref name="error"/> itself where it is the engine's own; else <c>ConnectionLost</c>, <c>ServerRefused</c>, <c>FileNotFound</c>,
    /// <c>FileUnreadable</c> or <c>UnexpectedError</c>, with the exception as its cause.</returns>
    public static MigrationException Of(Exception error, object target, Func<string, string> redact)
    {
        if (error is null) throw new ArgumentNullException(nameof(error));
        if (redact is null) throw new ArgumentNullException(nameof(redact));
        if (error is AggregateException { InnerExceptions: [var only] }) return Of(only, target, redact);
        if (error is MigrationException own) return own;
        var said = redact(error.Message);
        var cause = Redacted(error, redact);
        return error switch
        {
            _ when IsLost(error) => new MigrationException(
                ErrorIds.ConnectionLost, $"The connection to the server was lost: {redact(error.InnerException?.Message ?? error.Message)}",
                "See that the server runs and can be reached, and give the command again: what is done is not done twice.", target: target, inner: cause),
            MySqlException refused => new MigrationException(
                ErrorIds.ServerRefused, $"The server refused what the command needs of it: {redact(ServerErrors.Of(refused).ToString())}",
                "Let the account do this (GRANT …), or use another account; mend on the server what it complains of.", target: target, inner: cause),
            FileNotFoundException { FileName: { } path } when Path.IsPathRooted(path) => new MigrationException(
                ErrorIds.FileNotFound, said, "Check the path.", target: path, inner: cause),
            DirectoryNotFoundException => new MigrationException(ErrorIds.FileNotFound, said, "Check the path.", target: target, inner: cause),
            (IOException or UnauthorizedAccessException) and not (FileNotFoundException or FileLoadException) => new MigrationException(
                ErrorIds.FileUnreadable, $"A file or folder cannot be used: {said}", "Check that it is not open elsewhere and that you may use it.", target: target, inner: cause),
            _ => new MigrationException(
                ErrorIds.UnexpectedError, $"Something failed that the module did not foresee: {error.GetType().FullName}: {said}",
                "This is a defect of the module: please report it with this text, the command, and the stack trace in $Error[0].Exception.InnerException.", target: target, inner: cause),
        };
    }

    // Without the session there is only the exception to go by: what the driver says of a socket that is gone, or of a connection that is closed.
    private static bool IsLost(Exception error) => error switch
    {
        ConnectionLostException => true,
        MySqlException
        {
            ErrorCode: MySqlErrorCode.ServerShutdown or MySqlErrorCode.NormalShutdown or MySqlErrorCode.AbortingConnection or MySqlErrorCode.NewAbortingConnection
            or (MySqlErrorCode)ConnectionKilled or MySqlErrorCode.ClientInteractionTimeout or MySqlErrorCode.UnableToConnectToHost
        } => true,
        MySqlException { InnerException: IOException or SocketException or ObjectDisposedException } => true,
        InvalidOperationException => error.Source == typeof(MySqlException).Assembly.GetName().Name,
        _ => false,
    };

    // The cause is kept for its stack trace; where it holds a secret, only its text is, without it.
    private static Exception Redacted(Exception error, Func<string, string> redact)
    {
        var text = error.ToString();
        var shown = redact(text);
        return shown == text ? error : new RedactedException(redact(error.Message), shown);
    }

    private sealed class RedactedException(string message, string text) : Exception(message)
    {
        public override string StackTrace => text;

        public override string ToString() => text;
    }
}
