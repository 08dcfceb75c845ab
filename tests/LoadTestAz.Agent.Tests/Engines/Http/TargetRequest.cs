namespace LoadTestAz.Agent.Tests.Engines.Http;

/// <summary>A request as it came over the wire, and the connection to answer, or to misbehave, on.</summary>
internal sealed record TargetRequest(
    string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body, int Number, TargetConnection Connection)
{
    public Task RespondAsync(int status = 200, string body = "ok", params string[] headers) => Connection.SendAsync(
        $"HTTP/1.1 {status} X\r\nContent-Length: {body.Length}\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n{(Method == "HEAD" ? "" : body)}");
}
