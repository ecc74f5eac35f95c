using System.Globalization;

namespace Migrations.Core.Servers;

/// <summary>A server in a container of this machine's Docker engine.</summary>
internal static class ServerContainer
{
    /// <summary>The images: the long-term releases.</summary>
    private const string MySql = "mysql:8.4";
    private const string MariaDb = "mariadb:11.4";

    /// <summary>Starts one; null where there is no engine, or it did not start.</summary>
    /// <param name="isMariaDb">Whether MariaDB is wanted.</param>
    /// <param name="failures">Gets why it did not start.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static ScratchServer? Start(bool isMariaDb, List<string> failures, CancellationToken cancellation)
    {
        if (ToolRun.Find("docker") is not { } docker) return null;
        var image = isMariaDb ? MariaDb : MySql;
        return ScratchServer.Tried(token => Start(docker, image, token), $"Docker ({image})", failures, cancellation);
    }

    private static ScratchServer Start(string docker, string image, CancellationToken cancellation)
    {
        var password = ScratchServer.NewPassword();
        var name = "migrations-scratch-" + Guid.NewGuid().ToString("N").Substring(0, 12);
        void Remove() => ToolRun.Run(docker, ["rm", "--force", "--volumes", name], null, default);
        // Named by us: a cancelled start may have been done.
        try
        {
            // The value of a variable that is only named comes from this process's environment, not from a command line that everybody sees.
            Complete(docker, ["run", "--detach", "--rm", "--name", name, "--label", "migrations.scratch", "--publish", "127.0.0.1::3306", "--env", "MYSQL_ROOT_PASSWORD", "--env", "MARIADB_ROOT_PASSWORD", image], cancellation,
                new Dictionary<string, string> { ["MYSQL_ROOT_PASSWORD"] = password, ["MARIADB_ROOT_PASSWORD"] = password });
            var address = Complete(docker, ["port", name, "3306/tcp"], cancellation).Split('\n')[0].Trim();
            var port = int.Parse(address.Substring(address.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);
            return ScratchServer.Await(ScratchServer.SettingsOf(port, password), image, () => IsGone(docker, name), () => "", Remove, cancellation);
        }
        catch (FormatException noPort)
        {
            Remove();
            throw new InvalidOperationException(noPort.Message, noPort);
        }
        catch
        {
            Remove();
            throw;
        }
    }

    private static bool IsGone(string docker, string name) => ToolRun.Run(docker, ["inspect", name], null, default).ExitCode != 0;

    private static string Complete(string docker, IReadOnlyList<string> arguments, CancellationToken cancellation, IReadOnlyDictionary<string, string>? environment = null)
    {
        var (code, output) = ToolRun.Run(docker, arguments, environment, cancellation);
        if (code == 0) return output;
        // Behind the reason it says where its help is.
        throw new InvalidOperationException(output.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0 && !line.StartsWith("Run 'docker", StringComparison.Ordinal)) ?? $"it ended with {code}");
    }
}
