namespace LoadTestAz.Worker.Tests;

/// <summary>What a container is told by its environment.</summary>
public sealed class WorkerEnvironmentTests
{
    private static readonly Dictionary<string, string> Good = new()
    {
        ["RUN_ID"] = "lt-1", ["WORKER_INDEX"] = "2", ["STORAGE_ACCOUNT"] = "account", ["CONTAINER_NAME"] = "results",
    };

    [Fact]
    public void The_missions_variables_name_the_store() =>
        Assert.Equal(new WorkerEnvironment("lt-1", 2, "https://account.blob.core.windows.net/results"), Read(Good));

    [Fact]
    public void An_endpoint_of_its_own_stands_in_for_the_account() =>
        Assert.Equal(
            "https://127.0.0.1:1234/devstoreaccount1/results",
            Read(new(Good) { ["LOADTEST_BLOB_ENDPOINT"] = "https://127.0.0.1:1234/devstoreaccount1/", ["STORAGE_ACCOUNT"] = "" }).StoreLocation);

    [Fact]
    public void The_last_instant_is_read() =>
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Read(new(Good) { ["LOADTEST_EXPIRES_AT"] = "2026-01-02T03:04:05Z" }).ExpiresAt);

    [Fact]
    public void All_that_is_missing_or_wrong_is_told_at_once()
    {
        var error = Assert.Throws<WorkerEnvironmentException>(() => Read(new() { ["WORKER_INDEX"] = "first", ["LOADTEST_EXPIRES_AT"] = "soon" }));
        Assert.All(new[] { "RUN_ID", "STORAGE_ACCOUNT", "CONTAINER_NAME", "'first'", "'soon'" }, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
    }

    private static WorkerEnvironment Read(Dictionary<string, string> variables) => WorkerEnvironment.Read(variables.GetValueOrDefault);
}
