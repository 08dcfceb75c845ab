namespace LoadTestAz.Agent.Engines.K6;

/// <summary>k6's REST API did not do what was asked.</summary>
public sealed class K6RestException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What k6 says went wrong, where it answered with an error; null where it did not answer.</summary>
    public string? Detail { get; init; }
}
