namespace LoadTestAz.Agent.Engines.K6;

/// <summary>k6's REST API did not do what was asked.</summary>
public sealed class K6RestException(string message, Exception? inner = null) : Exception(message, inner);
