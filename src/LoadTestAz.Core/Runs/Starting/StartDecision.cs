namespace LoadTestAz.Runs;

/// <summary>What is to be written next so that the run comes to its start; one of the three.</summary>
/// <param name="Start">Set the start, for these workers.</param>
/// <param name="Shares">Settle who takes part with which share.</param>
/// <param name="CallOff">Call the run off, for this reason.</param>
internal sealed record StartDecision(IReadOnlyList<int>? Start = null, SharesDocument? Shares = null, string? CallOff = null);
