using LoadTestAz.Agent.Secrets;
using LoadTestAz.Agent.Tests.Engines.Http;
using LoadTestAz.Metrics;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Tests.Secrets;

public sealed class RedactingSinkTests
{
    private readonly CollectingSink _inner = new();
    private readonly RedactingSink _sink;

    public RedactingSinkTests() => _sink = new RedactingSink(_inner, new SecretRedactor(WorkerSecrets.Of(["T", "H"], name => name == "T" ? "s3cr3t_t0k3n" : "http")));

    [Fact]
    public void Tags_and_names_come_through_without_secrets_and_values_as_they_are()
    {
        var metric = new Metric("orders_s3cr3t_t0k3n", MetricType.Trend, MetricContents.Time);
        var tags = TagSet.Of([new("url", "ftp://t/?k=s3cr3t_t0k3n"), new("is_s3cr3t_t0k3n", "1"), new("method", "GET")]);
        _sink.Record(DateTimeOffset.UnixEpoch, tags, [new(metric, 5), new(BuiltInMetrics.Iterations, 1)]);
        _sink.Record(DateTimeOffset.UnixEpoch, tags, [new(metric, 6)]);

        Assert.Equal(2, _inner.Records.Count());
        foreach (var record in _inner.Records)
            Assert.Equal("is_***:1,method:GET,url:ftp://t/?k=***", record.Tags.ToString());
        Assert.Equal([5, 6], _inner.Values(new Metric("orders_redacted_trend", MetricType.Trend, MetricContents.Time)));
    }

    [Fact]
    public void Built_in_metrics_keep_their_names_and_what_has_no_secret_its_instances()
    {
        var tags = TagSet.Of([new("method", "GET")]);
        _sink.Record(DateTimeOffset.UnixEpoch, tags, [new(BuiltInMetrics.HttpReqs, 1)]);
        var record = Assert.Single(_inner.Records);
        Assert.Same(tags, record.Tags);
        Assert.Equal([1], _inner.Values(BuiltInMetrics.HttpReqs));
    }
}
