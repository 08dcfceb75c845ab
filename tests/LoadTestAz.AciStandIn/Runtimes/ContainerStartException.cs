namespace LoadTestAz.AciStandIn.Runtimes;

/// <summary>A container can't be started.</summary>
public sealed class ContainerStartException(string message, Exception? inner = null) : Exception(message, inner);
