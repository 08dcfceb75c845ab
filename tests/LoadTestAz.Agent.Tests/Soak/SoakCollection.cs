namespace LoadTestAz.Agent.Tests.Soak;

/// <summary>What weighs the whole process runs when no other test does.</summary>
[CollectionDefinition(nameof(SoakCollection), DisableParallelization = true)]
public sealed class SoakCollection;
