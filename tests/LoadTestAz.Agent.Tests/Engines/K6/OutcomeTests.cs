using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>What each end of k6 leaves in the store and makes of the result, with the stand-in in k6's place.</summary>
public sealed class OutcomeTests : IAsyncDisposable
{
    private readonly K6Fleet _fleet = new();

    [Theory]
    [InlineData(0, "", WorkerState.Completed, WorkerCause.None, null)]
    [InlineData(99, "thresholds on metrics 'http_req_duration' have been crossed", WorkerState.Completed, WorkerCause.None, "have been crossed")]
    [InlineData(100, "setup() execution timed out after 60 seconds", WorkerState.Failed, WorkerCause.ScriptError, "setup() execution timed out")]
    [InlineData(101, "teardown() execution timed out after 60 seconds", WorkerState.Failed, WorkerCause.ScriptError, "teardown() execution timed out")]
    [InlineData(102, "handleSummary() execution timed out", WorkerState.Failed, WorkerCause.ScriptError, "handleSummary() execution timed out")]
    [InlineData(103, "test run stopped from REST API", WorkerState.Stopped, WorkerCause.Stopped, "not by this run: test run stopped from REST API")]
    [InlineData(104, "invalid value", WorkerState.Failed, WorkerCause.ScriptError, "options are not valid: invalid value")]
    [InlineData(105, "test run was aborted because k6 received a 'terminated' signal", WorkerState.Stopped, WorkerCause.Stopped, "received a 'terminated' signal")]
    [InlineData(106, "Error from API server", WorkerState.Failed, WorkerCause.EngineError, "REST API could not start")]
    [InlineData(107, "Error: no login at setup", WorkerState.Failed, WorkerCause.ScriptError, "no login at setup")]
    [InlineData(108, "test aborted: enough is enough at default", WorkerState.Stopped, WorkerCause.ScriptAborted, "The script ended the test: test aborted: enough is enough at default")]
    [InlineData(109, "unexpected k6 panic: boom", WorkerState.Failed, WorkerCause.EngineError, "k6 crashed: unexpected k6 panic: boom")]
    [InlineData(110, "test marked as failed: too slow\ntest marked as failed: too slow still\ntest run was marked as failed", WorkerState.Completed, WorkerCause.MarkedAsFailed, "The script failed the test: test marked as failed: too slow")]
    [InlineData(137, "", WorkerState.Failed, WorkerCause.OutOfMemory, "want of memory")]
    [InlineData(255, "something else", WorkerState.Failed, WorkerCause.EngineError, "something else")]
    public async Task Whatever_the_exit_code_all_that_there_is_is_saved_and_merged(int code, string says, WorkerState state, WorkerCause cause, string? words)
    {
        var (run, result) = await _fleet.RunAsync(K6Fleet.Plan("end", 1, ("STANDIN_EXIT", $"{code}"), ("STANDIN_SAYS", says)));

        var worker = Assert.Single(run.Workers);
        Assert.Equal((state, cause, (int?)code), (worker.State, worker.Cause, worker.ExitCode));
        if (words is not null)
            Assert.Contains(words, worker.Detail);
        Assert.Equal(1, result!.Metrics["iterations"]!.Count);
        Assert.Equal(1, result.Coverage.MergedWorkers);
        Assert.Equal(code is 0 or 99, result.Passed);
        Assert.Equal(cause is WorkerCause.ScriptAborted or WorkerCause.MarkedAsFailed ? $"Worker 0: {worker.Detail}" : null, result.ScriptVerdict);
        Assert.Contains("msg=hello", await _fleet.TextAsync("k6_console_0.log"));
        Assert.Contains("0.30000000000000004", await _fleet.TextAsync("summary_0.json"));
        Assert.Contains("k6 ended with exit code", await _fleet.TextAsync("worker_0.log"));
        Assert.NotNull(await _fleet.TextAsync("metrics_0.json.gz"));
    }

    [Fact]
    public async Task An_error_in_the_init_code_leaves_the_logs_and_no_metrics()
    {
        var (run, result) = await _fleet.RunAsync(K6Fleet.Plan("init-error"));

        Assert.Equal((WorkerState.Failed, WorkerCause.ScriptError), (run.Workers[0].State, run.Workers[0].Cause));
        Assert.Contains("init went wrong", run.Workers[0].Detail);
        Assert.Contains("init went wrong", await _fleet.TextAsync("k6_console_0.log"));
        Assert.NotNull(await _fleet.TextAsync("worker_0.log"));
        Assert.Null(await _fleet.TextAsync("metrics_0.json.gz"));
        Assert.Null(result);
    }

    [Fact]
    public async Task One_that_is_killed_from_outside_leaves_what_came_of_it()
    {
        var (run, result) = await _fleet.RunAsync(K6Fleet.Plan("killed"));

        Assert.Equal((WorkerState.Failed, WorkerCause.OutOfMemory, (int?)137), (run.Workers[0].State, run.Workers[0].Cause, run.Workers[0].ExitCode));
        Assert.Equal(1, result!.Metrics["iterations"]!.Count);
        Assert.NotNull(await _fleet.TextAsync("k6_console_0.log"));
    }

    [Fact]
    public async Task Where_one_workers_script_ends_the_test_all_workers_end_as_one_k6_would()
    {
        var (run, result) = await _fleet.RunAsync(K6Fleet.Plan("end", 3, ("STANDIN_WORKER", "1"), ("STANDIN_EXIT", "108"), ("STANDIN_SAYS", "test aborted: enough")));

        Assert.Equal((RunState.Stopped, "Worker 1: The script ended the test: test aborted: enough"), (run.State, run.Detail));
        Assert.Equal([WorkerCause.Stopped, WorkerCause.ScriptAborted, WorkerCause.Stopped], run.Workers.Select(w => w.Cause));
        Assert.Equal((false, "Worker 1: The script ended the test: test aborted: enough"), (result!.Passed, result.ScriptVerdict));
        Assert.Equal(3, result.Coverage.MergedWorkers);
    }

    [Fact]
    public async Task Where_one_workers_script_fails_the_test_the_load_goes_on_to_its_end_and_the_result_has_not_passed()
    {
        var (run, result) = await _fleet.RunAsync(K6Fleet.Plan("end", 3, ("STANDIN_WORKER", "2"), ("STANDIN_OTHERS", "end"), ("STANDIN_EXIT", "110"), ("STANDIN_SAYS", "test marked as failed: no stock")));

        Assert.Equal(RunState.Completed, run.State);
        Assert.Equal((false, "Worker 2: The script failed the test: test marked as failed: no stock"), (result!.Passed, result.ScriptVerdict));
        Assert.Equal((1d, 3d), (result.Coverage.Share, result.Metrics["iterations"]!.Count));
    }

    [Fact]
    public async Task One_that_hangs_past_the_hard_end_is_killed_and_what_it_measured_is_kept()
    {
        var plan = K6Fleet.Plan("deaf") with { Execution = new() { MaxDuration = TimeSpan.FromSeconds(5) } };
        var (run, result) = await _fleet.RunAsync(plan);

        Assert.Equal((WorkerState.Failed, WorkerCause.DeadlineExceeded), (run.Workers[0].State, run.Workers[0].Cause));
        Assert.True(result!.Metrics["iterations"]!.Count > 1);
        Assert.NotNull(await _fleet.TextAsync("k6_console_0.log"));
        _fleet.AssertGone();
    }

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();
}
