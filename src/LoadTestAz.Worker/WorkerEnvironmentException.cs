namespace LoadTestAz.Worker;

/// <summary>The container's environment does not say what it should be.</summary>
internal sealed class WorkerEnvironmentException(string message) : Exception(message);
