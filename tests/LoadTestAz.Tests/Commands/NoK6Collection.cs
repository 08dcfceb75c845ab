// Nearly all that these tests do is wait for runs of seconds, so more classes run at once than there are processors.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]

namespace LoadTestAz.Tests.Commands;

/// <summary>Runs when no other test does.</summary>
[CollectionDefinition(nameof(NoK6Tests), DisableParallelization = true)]
public sealed class NoK6Collection;
