namespace LoadTestAz.Agent.Engines.Http;

/// <summary>What came of one HTTP exchange.</summary>
/// <param name="Status">0 when there was no whole response, as k6 has it.</param>
/// <param name="Proto">The tag <c>proto</c>; null without a whole response.</param>
/// <param name="TlsVersion">The tag <c>tls_version</c>; null without TLS or a whole response.</param>
/// <param name="Location">Where a redirect points; null when it is none.</param>
/// <param name="Error">What went wrong on the way; null when nothing did.</param>
internal readonly record struct Exchange(int Status, string? Proto, string? TlsVersion, string? Location, RequestError? Error)
{
    public static Exchange Failed(RequestError error) => new(0, null, null, null, error);
}
