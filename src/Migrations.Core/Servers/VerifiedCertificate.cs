using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Servers;

/// <summary>Holds a server's certificate against a name and the authorities that are trusted, before anything is sent to the server.</summary>
/// <remarks>
/// The driver's own check (<c>SslMode=VerifyFull</c>) lets a bad certificate pass until the server has answered the login, for MariaDB
/// can prove itself by the password; by then something made of the password has been sent, and to a loopback address the password itself.
/// A callback of ours ends the handshake at once.
/// </remarks>
internal sealed class VerifiedCertificate
{
    private static readonly Regex Pem = new(
        "-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    private readonly IReadOnlyList<X509Certificate2> _authorities;

    private VerifiedCertificate(IReadOnlyList<X509Certificate2> authorities) => _authorities = authorities;

    /// <summary>The check of a connection.</summary>
    /// <param name="authorityFile">A file of certificates, PEM or DER, that alone are trusted; empty for those that the machine trusts.</param>
    /// <exception cref="MigrationException"><c>CertificateAuthorityUnreadable</c>, <c>FileNotFound</c>, <c>FileUnreadable</c>.</exception>
    public static VerifiedCertificate By(string authorityFile)
    {
        if (authorityFile.Length == 0) return new VerifiedCertificate([]);
        var bytes = SourceFile.ReadAllBytes(authorityFile);
        try
        {
            var blocks = Pem.Matches(System.Text.Encoding.ASCII.GetString(bytes)).Cast<Match>().Select(match => Convert.FromBase64String(match.Groups[1].Value)).ToList();
            return new VerifiedCertificate([.. (blocks.Count > 0 ? blocks : [bytes]).Select(block => new X509Certificate2(block))]);
        }
        catch (Exception bad) when (bad is CryptographicException or FormatException or RegexMatchTimeoutException)
        {
            throw new MigrationException(
                ErrorIds.CertificateAuthorityUnreadable, $"The file '{authorityFile}' holds no certificate of an authority.",
                "Give a file with the authority's certificate in PEM (-----BEGIN CERTIFICATE-----) or DER form.", target: authorityFile, inner: bad);
        }
    }

    /// <summary>Whether the server is the one that was asked for: the driver's callback.</summary>
    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0) return false;
        return _authorities.Count == 0 ? errors == SslPolicyErrors.None : IsOfAuthority(certificate, chain);
    }

    // The chain must end in one of the authorities, and nothing else may be wrong with it than that the machine does not know them.
    private bool IsOfAuthority(X509Certificate certificate, X509Chain? presented)
    {
        using var server = new X509Certificate2(certificate);
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        // TLS server authentication: a client's certificate of the same authority is no server's.
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        foreach (var authority in _authorities) chain.ChainPolicy.ExtraStore.Add(authority);
        foreach (var element in presented?.ChainElements.Cast<X509ChainElement>() ?? []) chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        if (!chain.Build(server)) return false;
        var last = chain.ChainElements[chain.ChainElements.Count - 1].Certificate.RawData;
        return _authorities.Any(authority => authority.RawData.SequenceEqual(last));
    }
}
