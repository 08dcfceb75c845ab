using LoadTestAz.Agent.Engines.K6;

namespace LoadTestAz.Agent.Engines;

/// <summary>What makes a run's load on this machine.</summary>
/// <param name="K6">The k6 that does; null for the built-in HTTP engine.</param>
/// <param name="Warning">Why it is not what people may expect, in words for them; null when there is nothing to say.</param>
public sealed record EngineChoice(K6Binary? K6, string? Warning = null);
