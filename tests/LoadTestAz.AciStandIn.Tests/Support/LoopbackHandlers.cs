using System.Security.Cryptography.X509Certificates;

namespace LoadTestAz.AciStandIn.Tests.Support;

internal static class LoopbackHandlers
{
    /// <summary>A way to a server that shows that certificate and no other.</summary>
    public static SocketsHttpHandler Trusting(string pem)
    {
        var certificate = X509Certificate2.CreateFromPem(pem);
        return new() { SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null && shown.GetRawCertData().AsSpan().SequenceEqual(certificate.RawData) } };
    }
}
