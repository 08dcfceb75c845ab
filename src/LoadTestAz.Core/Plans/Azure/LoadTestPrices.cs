namespace LoadTestAz.Plans;

/// <summary>What container groups cost, in USD.</summary>
/// <param name="VcpuHour">One vCPU for one hour.</param>
/// <param name="GBHour">One GB of memory for one hour.</param>
public sealed record LoadTestPrices(decimal VcpuHour, decimal GBHour);
