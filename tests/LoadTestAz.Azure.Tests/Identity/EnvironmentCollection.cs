namespace LoadTestAz.Azure.Tests.Identity;

/// <summary>Tests that change the environment, which is the whole process's, run one after another; a stand-in gives them managed identities.</summary>
[CollectionDefinition(nameof(EnvironmentCollection))]
public sealed class EnvironmentCollection : ICollectionFixture<IdentityStandIn>;
