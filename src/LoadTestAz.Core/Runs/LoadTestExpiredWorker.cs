namespace LoadTestAz.Runs;

/// <summary>A worker that a platform still has although its run is over.</summary>
/// <param name="Name">The platform's name for it.</param>
/// <param name="RunId">Its run.</param>
/// <param name="Index">0-based.</param>
/// <param name="ExpiredAt">When it was of no use any more (UTC).</param>
/// <param name="Region">Where it is.</param>
public sealed record LoadTestExpiredWorker(string Name, string RunId, int Index, DateTimeOffset ExpiredAt, string? Region);
