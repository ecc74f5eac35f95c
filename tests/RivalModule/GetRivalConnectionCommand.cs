using System.Management.Automation;
using MySqlConnector;

namespace RivalModule;

/// <summary>Connects with the rival's own driver and says which it is.</summary>
[Cmdlet(VerbsCommon.Get, "RivalConnection")]
public sealed class GetRivalConnectionCommand : PSCmdlet
{
    [Parameter(Mandatory = true)]
    public string ConnectionString { get; set; } = "";

    protected override void ProcessRecord()
    {
        using var connection = new MySqlConnection(ConnectionString);
        connection.Open();
        WriteObject($"MySqlConnector {typeof(MySqlConnection).Assembly.GetName().Version}");
    }
}
