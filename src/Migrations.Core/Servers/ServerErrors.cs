using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>The driver's exceptions as values.</summary>
internal static class ServerErrors
{
    /// <summary>What the server said.</summary>
    public static ServerError Of(MySqlException failure) => new(failure.Number, failure.SqlState, failure.Message);
}
