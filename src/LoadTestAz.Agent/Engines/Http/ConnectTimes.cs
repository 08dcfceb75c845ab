namespace LoadTestAz.Agent.Engines.Http;

/// <summary>When a connection was made, in timestamps of the engine's TimeProvider.</summary>
/// <param name="DialStarted">After the name was resolved, as in k6.</param>
/// <param name="Dialed">The TCP connection stood.</param>
/// <param name="Ready">The TLS handshake was done; the same as <paramref name="Dialed"/> without TLS.</param>
internal readonly record struct ConnectTimes(long DialStarted, long Dialed, long Ready);
