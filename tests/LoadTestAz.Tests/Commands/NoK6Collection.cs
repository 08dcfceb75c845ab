namespace LoadTestAz.Tests.Commands;

/// <summary>Runs when no other test does.</summary>
[CollectionDefinition(nameof(NoK6Tests), DisableParallelization = true)]
public sealed class NoK6Collection;
