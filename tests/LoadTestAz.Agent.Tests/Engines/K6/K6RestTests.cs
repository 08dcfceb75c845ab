using LoadTestAz.Agent.Engines.K6;

namespace LoadTestAz.Agent.Tests.Engines.K6;

public sealed class K6RestTests : IDisposable
{
    private readonly K6RestServer _server;
    private readonly K6Rest _rest;

    public K6RestTests()
    {
        var port = LoopbackPorts.Take();
        _server = new K6RestServer(port);
        _rest = new K6Rest(port, TimeProvider.System);
    }

    [Fact]
    public async Task It_is_ready_when_it_is_paused_before_the_run()
    {
        Assert.True((await _rest.TryGetStatusAsync(CancellationToken.None))!.IsReady);
        _server.Status = 1;
        Assert.False((await _rest.TryGetStatusAsync(CancellationToken.None))!.IsReady);
    }

    [Fact]
    public async Task While_nobody_answers_there_is_no_status()
    {
        using var nobody = new K6Rest(LoopbackPorts.Take(), TimeProvider.System);
        Assert.Null(await nobody.TryGetStatusAsync(CancellationToken.None));
        await Assert.ThrowsAsync<K6RestException>(() => nobody.StopAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Letting_go_is_k6s_own_request()
    {
        await _rest.UnpauseAsync(CancellationToken.None);
        Assert.Equal("""PATCH /v1/status {"data":{"type":"status","id":"default","attributes":{"paused":false}}}""", Assert.Single(_server.Requests));
    }

    [Fact]
    public async Task Stopping_is_k6s_own_request()
    {
        await _rest.StopAsync(CancellationToken.None);
        Assert.Equal("""PATCH /v1/status {"data":{"type":"status","id":"default","attributes":{"stopped":true}}}""", Assert.Single(_server.Requests));
    }

    [Fact]
    public async Task A_request_that_fails_is_made_again_but_not_without_end()
    {
        _server.Failures = 2;
        await _rest.StopAsync(CancellationToken.None);
        Assert.Equal(3, _server.Requests.Count);

        _server.Failures = 100;
        var error = await Assert.ThrowsAsync<K6RestException>(() => _rest.StopAsync(CancellationToken.None));
        Assert.Contains("500", error.Message);
        Assert.Equal(6, _server.Requests.Count);
    }

    [Fact]
    public async Task Letting_go_twice_is_no_error_when_only_the_first_answer_was_lost()
    {
        (_server.Failures, _server.FailAfterwards) = (1, true);
        await _rest.UnpauseAsync(CancellationToken.None);
        Assert.False(_server.Paused);
    }

    [Theory]
    [InlineData("""{"token":"é","n":1e-9}""")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task What_setup_returned_can_be_taken_and_given(string? data)
    {
        _server.SetupReturns = data;
        Assert.Equal(data, await _rest.RunSetupAsync(CancellationToken.None));
        _server.SetupData = "1";
        await _rest.PutSetupDataAsync(data, CancellationToken.None);
        Assert.Equal(data, _server.SetupData);
    }

    [Fact]
    public async Task What_setup_and_teardown_do_is_done_once_and_fails_in_k6s_words()
    {
        (_server.SetupError, _server.TeardownError) = ("Error: no login\n\tat setup (file:///x.js:8:37(55))\n", "Error: td");
        Assert.Equal("Error: no login at setup (file:///x.js:8:37(55))", (await Assert.ThrowsAsync<K6RestException>(() => _rest.RunSetupAsync(CancellationToken.None))).Detail);
        Assert.Equal("Error: td", (await Assert.ThrowsAsync<K6RestException>(() => _rest.RunTeardownAsync(CancellationToken.None))).Detail);
        Assert.Equal(["POST /v1/setup", "POST /v1/teardown"], _server.Requests);

        _server.TeardownError = null;
        await _rest.RunTeardownAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_setup_takes_as_long_as_it_takes_and_can_be_broken_off()
    {
        using var broken = new CancellationTokenSource();
        _server.Running = async _ => await Task.Delay(Timeout.Infinite, CancellationToken.None);
        var running = _rest.RunSetupAsync(broken.Token);
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        Assert.False(running.IsCompleted);
        await broken.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    public void Dispose()
    {
        _rest.Dispose();
        _server.Dispose();
    }
}
