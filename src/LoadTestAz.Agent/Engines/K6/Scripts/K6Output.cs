namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>How a command of k6's ended.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Text">Its standard output.</param>
/// <param name="Error">Its standard error: log lines as JSON.</param>
internal sealed record K6Output(int ExitCode, string Text, string Error);
