namespace LoadTestAz.HelpBuilder.Samples;

/// <summary>What the sample cmdlets pass on.</summary>
/// <param name="Name">Its name.</param>
public sealed record Sample(string Name);
