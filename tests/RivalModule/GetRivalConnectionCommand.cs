using System.Management.Automation;

namespace RivalModule;

/// <summary>Asks a server with the rival's own driver.</summary>
[Cmdlet(VerbsCommon.Get, "RivalConnection")]
public sealed class GetRivalConnectionCommand : PSCmdlet
{
    [Parameter(Mandatory = true)]
    public string ConnectionString { get; set; } = "";

    protected override void ProcessRecord() => WriteObject(RivalWork.Query(ConnectionString));
}

/// <summary>Writes and reads with the rival's own JSON library.</summary>
[Cmdlet(VerbsCommon.Get, "RivalJson")]
public sealed class GetRivalJsonCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(RivalWork.Json());
}
