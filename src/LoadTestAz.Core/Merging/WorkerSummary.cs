using LoadTestAz.Merging.K6.Summaries;

namespace LoadTestAz.Merging;

/// <summary>The summary of a worker of which there is nothing better.</summary>
/// <param name="Worker">Its name, for messages.</param>
/// <param name="Summary">What its k6 said at the end.</param>
internal sealed record WorkerSummary(string Worker, K6Summary Summary);
