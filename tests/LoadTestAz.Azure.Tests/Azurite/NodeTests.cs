namespace LoadTestAz.Tests.Node;

/// <summary>Tests that need Node.js.</summary>
internal static class NodeTests
{
    /// <summary>Skips the test where there is none; in CI it fails, so that nothing is skipped unnoticed.</summary>
    /// <param name="what">What needs it.</param>
    public static void Skip(string what)
    {
        var reason = $"{what} needs Node.js 20 or later, and there is no 'node' on the PATH.";
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", reason);
        Assert.Skip(reason);
    }
}
