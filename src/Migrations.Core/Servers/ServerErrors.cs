using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>The driver's exceptions as values.</summary>
internal static class ServerErrors
{
    /// <summary>What the server said.</summary>
    public static ServerError Of(MySqlException failure) => new(failure.Number, failure.SqlState, failure.Message);

    /// <summary>Whether the connection is gone, as opposed to a statement refused.</summary>
    public static bool IsConnectionLost(MySqlException failure) =>
        failure.Number == 0 || failure.ErrorCode is MySqlErrorCode.UnableToConnectToHost || failure.Number is 2006 or 2013 or 1053 or 1077 or 3168;
}
