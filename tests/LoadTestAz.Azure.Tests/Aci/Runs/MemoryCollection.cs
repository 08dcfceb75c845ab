namespace LoadTestAz.Azure.Tests.Aci.Runs;

/// <summary>Tests that weigh the whole process run when no other does.</summary>
[CollectionDefinition(nameof(MemoryCollection), DisableParallelization = true)]
public sealed class MemoryCollection;
