using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace RivalModule;

/// <summary>Asks a server with the newer rival's own driver.</summary>
[Cmdlet(VerbsCommon.Get, "NewerRivalConnection")]
public sealed class GetNewerRivalConnectionCommand : PSCmdlet
{
    [Parameter(Mandatory = true)]
    public string ConnectionString { get; set; } = "";

    protected override void ProcessRecord() => WriteObject(OwnContext.Call(nameof(RivalWork.Query), ConnectionString));
}

/// <summary>Writes and reads with the newer rival's own JSON library.</summary>
[Cmdlet(VerbsCommon.Get, "NewerRivalJson")]
public sealed class GetNewerRivalJsonCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(OwnContext.Call(nameof(RivalWork.Json)));
}

/// <summary>This assembly once more, where its own packages are found first.</summary>
internal sealed class OwnContext() : AssemblyLoadContext("NewerRival")
{
    private static readonly Lazy<Type> Work = new(() =>
        new OwnContext().LoadFromAssemblyPath(typeof(OwnContext).Assembly.Location).GetType(typeof(RivalWork).FullName!, throwOnError: true)!);

    public static object? Call(string method, params object[] arguments) => Work.Value.GetMethod(method)!.Invoke(null, arguments);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(Path.GetDirectoryName(typeof(OwnContext).Assembly.Location)!, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
