namespace LoadTestAz.Core.Tests.Merging.Inputs;

/// <summary>Tests that look at the memory of the whole process.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
