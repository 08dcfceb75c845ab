using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LoadTestAz.Azure.Tests.Azurite;

/// <summary>A self-signed certificate for localhost and 127.0.0.1, which only its own clients trust.</summary>
internal sealed class LoopbackCertificate : IDisposable
{
    private readonly X509Certificate2 _certificate;

    private LoopbackCertificate(X509Certificate2 certificate, string keyPem)
    {
        _certificate = certificate;
        KeyPem = keyPem;
    }

    public string CertificatePem => _certificate.ExportCertificatePem();

    public string KeyPem { get; }

    public static LoopbackCertificate Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=LoadTestAz tests", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return new(request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1)), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>A way to the server that trusts this certificate and no other.</summary>
    public SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null && shown.GetRawCertData().AsSpan().SequenceEqual(_certificate.RawData) },
    };

    public void Dispose() => _certificate.Dispose();
}
