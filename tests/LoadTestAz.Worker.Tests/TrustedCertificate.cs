namespace LoadTestAz.Worker.Tests;

/// <summary>A certificate in a file, for a process that is to trust it and no other.</summary>
internal sealed class TrustedCertificate : IDisposable
{
    public TrustedCertificate(string pem) => File.WriteAllText(Path, pem);

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}
