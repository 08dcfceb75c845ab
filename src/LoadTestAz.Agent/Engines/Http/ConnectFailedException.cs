namespace LoadTestAz.Agent.Engines.Http;

/// <summary>Carries what went wrong on a connection through SocketsHttpHandler, which wraps it in its own exceptions.</summary>
internal sealed class ConnectFailedException(RequestError error, Exception? inner = null) : IOException(error.Text, inner)
{
    public RequestError Error { get; } = error;
}
