using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LoadTestAz.AciStandIn;

/// <summary>A self-signed certificate for localhost and 127.0.0.1, which only its own clients trust.</summary>
public sealed class LoopbackCertificate : IDisposable
{
    private LoopbackCertificate(X509Certificate2 certificate, string keyPem)
    {
        Certificate = certificate;
        KeyPem = keyPem;
    }

    /// <summary>With its key, for servers.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Without its key, for clients: SSL_CERT_FILE names a file with this.</summary>
    public string CertificatePem => Certificate.ExportCertificatePem();

    /// <summary>The key alone.</summary>
    public string KeyPem { get; }

    /// <summary>Makes one for a day.</summary>
    public static LoopbackCertificate Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=LoadTestAz tests", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        // By way of a PFX, because Windows can't serve with a key that was never stored.
        return new(X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>A way to the server that trusts this certificate and no other.</summary>
    public SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null && shown.GetRawCertData().AsSpan().SequenceEqual(Certificate.RawData) },
    };

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();
}
