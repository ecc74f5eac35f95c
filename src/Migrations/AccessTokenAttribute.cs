using System.Management.Automation;
using System.Security;

namespace Migrations;

/// <summary>
/// Takes a token as whoever made it gives it: a <see cref="SecureString"/> (Az.Accounts 5 and later), a string (earlier ones, the az tool), or the
/// object with a <c>Token</c> in it that <c>Get-AzAccessToken</c> gives. No message shows any of it.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class AccessTokenAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Secured(inputData) ?? throw new ArgumentTransformationMetadataException(
        "It holds no token. Give (Get-AzAccessToken -ResourceUrl https://ossrdbms-aad.database.windows.net).Token, or a string.");

    private static SecureString? Secured(object? given) => (given is PSObject wrapped ? wrapped.BaseObject : given) switch
    {
        null => null,
        SecureString secure => secure.Length > 0 ? secure : null,
        string text => text.Trim() is { Length: > 0 } token ? Secured(token) : null,
        // The object itself, for of a script's own object the properties are not the base's.
        _ => PSObject.AsPSObject(given).Properties["Token"]?.Value is { } token ? Secured(token) : null,
    };

    private static SecureString Secured(string token)
    {
        var secure = new SecureString();
        foreach (var c in token) secure.AppendChar(c);
        secure.MakeReadOnly();
        return secure;
    }
}
