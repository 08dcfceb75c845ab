using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>Against what real runs of k6 v2.2.0 left behind.</summary>
public sealed class K6ExitCodesTests
{
    [Theory]
    [InlineData("bad-executor", 104, WorkerCause.ScriptError, "unknown executor type 'externally-controlled'")]
    [InlineData("bad-threshold-metric", 104, WorkerCause.ScriptError, "no metric name \"no_such_metric\" found")]
    [InlineData("extension-import", 107, WorkerCause.ScriptError, "unknown modules [\"k6/x/sql\"]")]
    [InlineData("init-throw", 107, WorkerCause.ScriptError, "Error: init went wrong at file://PATH:2:7(13)")]
    [InlineData("missing-exec", 104, WorkerCause.ScriptError, "executor a: function 'nothere' not found in exports")]
    [InlineData("missing-import", 107, WorkerCause.ScriptError, "\"./does-not-exist.js\" couldn't be found on local disk")]
    [InlineData("no-default-export", 255, WorkerCause.ScriptError, "no exported functions in script")]
    [InlineData("script-not-found", 255, WorkerCause.ScriptError, "couldn't be found on local disk")]
    [InlineData("setup-throws", 107, WorkerCause.ScriptError, "Error: setup went wrong at setup")]
    [InlineData("setup-timeout", 100, WorkerCause.ScriptError, "setup() execution timed out after 1 seconds")]
    [InlineData("teardown-timeout", 101, WorkerCause.ScriptError, "teardown() execution timed out after 1 seconds")]
    [InlineData("syntax-error", 107, WorkerCause.ScriptError, "Line 4:1 Unexpected token }")]
    [InlineData("unknown-flag", 255, WorkerCause.EngineError, "unknown flag: --no-summary")]
    [InlineData("summary-mode-legacy", 255, WorkerCause.EngineError, "invalid summary mode")]
    public void A_failed_run_is_a_failed_worker_with_k6s_own_words(string run, int code, WorkerCause cause, string words)
    {
        var outcome = OutcomeOf(run);
        Assert.Equal((false, code, cause), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Contains(words, outcome.Detail);
        Assert.DoesNotContain('\n', outcome.Detail!);
    }

    [Theory]
    [InlineData("refused", 0)]
    [InlineData("iteration-throws", 0)]
    [InlineData("handle-summary-throws", 0)]
    [InlineData("no-iterations", 0)]
    [InlineData("timeout-dns-404", 0)]
    [InlineData("threshold-crossed", 99)]
    public void A_run_to_the_end_is_a_finished_worker(string run, int code)
    {
        var outcome = OutcomeOf(run);
        Assert.Equal((true, code, WorkerCause.None), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
    }

    [Theory]
    [InlineData("test-abort", 108, WorkerCause.ScriptAborted, "The script ended the test: test aborted: enough is enough")]
    public void A_script_that_judges_the_run_is_quoted(string run, int code, WorkerCause cause, string words)
    {
        var outcome = OutcomeOf(run);
        Assert.Equal((true, code, cause), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.StartsWith(words, outcome.Detail);
    }

    [Theory]
    [InlineData("sigint", 105)]
    [InlineData("sigterm", 105)]
    [InlineData("sigterm-long-iteration", 105)]
    [InlineData("sigterm-twice-in-handlesummary", 143)]
    public void A_run_that_was_asked_to_end_is_a_stopped_worker(string run, int code)
    {
        var outcome = OutcomeOf(run, asked: true);
        Assert.Equal((true, code, WorkerCause.Stopped), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
    }

    [Fact]
    public void Every_recorded_run_is_among_these()
    {
        var known = GetType().GetMethods().SelectMany(m => m.GetCustomAttributesData())
            .Where(a => a.AttributeType == typeof(InlineDataAttribute))
            .Select(a => ((IEnumerable<System.Reflection.CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!).First().Value as string);
        Assert.Equal(Directory.GetDirectories(Data).Select(Path.GetFileName).Order(), known.Where(k => k is not null).Order());
    }

    [Fact]
    public void Codes_without_a_recorded_run()
    {
        Assert.Equal((true, WorkerCause.Stopped), Of(103));
        Assert.Equal((false, WorkerCause.ScriptError), Of(102));
        Assert.Equal((false, WorkerCause.EngineError), Of(106));
        Assert.Equal((false, WorkerCause.EngineError), Of(109));
        Assert.Equal((true, WorkerCause.MarkedAsFailed), Of(110));
        Assert.Equal((false, WorkerCause.OutOfMemory), Of(137));
        Assert.Equal((true, WorkerCause.Stopped), Of(137, asked: true));
        Assert.Equal((false, WorkerCause.EngineError), Of(139));
        Assert.Equal((false, WorkerCause.EngineError), Of(2));
        Assert.Equal((false, WorkerCause.EngineError), Of(77));
        Assert.Equal(255, K6ExitCodes.Of(-1, null, asked: false).ExitCode);
        Assert.Equal(WorkerCause.OutOfMemory, K6ExitCodes.Of(2, null, asked: false, outOfMemory: true).Cause);

        static (bool, WorkerCause) Of(int code, bool asked = false) => (K6ExitCodes.Of(code, null, asked).Succeeded, K6ExitCodes.Of(code, null, asked).Cause);
    }

    private static string Data => Path.Combine(AppContext.BaseDirectory, "Data", "k6", "failed");

    private static EngineOutcome OutcomeOf(string run, bool asked = false)
    {
        var path = Path.GetTempFileName();
        try
        {
            using var console = new K6ConsoleLog(path);
            foreach (var line in File.ReadLines(Path.Combine(Data, run, "stderr.log")))
                console.Write(line);
            return K6ExitCodes.Of(int.Parse(File.ReadAllText(Path.Combine(Data, run, "exit-code.txt"))), console.LastError, asked);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
