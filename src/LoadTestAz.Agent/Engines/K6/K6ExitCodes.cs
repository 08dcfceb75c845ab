using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>What k6's exit codes mean for a worker.</summary>
/// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/errext/exitcodes/codes.go"/>
public static class K6ExitCodes
{
    public const int ThresholdsHaveFailed = 99;
    public const int SetupTimeout = 100;
    public const int TeardownTimeout = 101;
    public const int GenericTimeout = 102;
    public const int StoppedFromRestApi = 103;
    public const int InvalidConfig = 104;
    public const int ExternalAbort = 105;
    public const int CannotStartRestApi = 106;
    public const int ScriptException = 107;
    public const int ScriptAborted = 108;
    public const int GoPanic = 109;
    public const int MarkedAsFailed = 110;

    /// <summary>Go's runtime ended the program: a crash, or no memory.</summary>
    public const int GoRuntime = 2;

    /// <summary>Everything that has no code of its own: a flag that k6 does not know, a script that is not there.</summary>
    public const int Other = 255;

    private const int Signal = 128;
    private const int Killed = Signal + 9;

    /// <summary>What it means that setup() or teardown(), run over REST, failed: what k6's own exit would have meant.</summary>
    /// <param name="message">k6's words.</param>
    /// <param name="timeout"><see cref="SetupTimeout"/> or <see cref="TeardownTimeout"/>.</param>
    /// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/internal/js/timeout_error.go"/>
    /// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/errext/interrupt_error.go"/>
    public static EngineOutcome OfFailure(string message, int timeout) => Of(
        message.Contains("() execution timed out after ", StringComparison.Ordinal) ? timeout
        : message.StartsWith("test aborted", StringComparison.Ordinal) ? ScriptAborted
        : ScriptException,
        message, asked: false);

    /// <summary>What an exit means.</summary>
    /// <param name="code">As the operating system gave it; 128 and the signal's number after a signal.</param>
    /// <param name="message">What k6 logged about it: the script's own word of a failed test, else its last error; null when there was none.</param>
    /// <param name="asked">Whether the worker had been asked to end.</param>
    /// <param name="outOfMemory">Whether k6 said that it had no memory left.</param>
    public static EngineOutcome Of(int code, string? message, bool asked, bool outOfMemory = false)
    {
        // Go's os.Exit(-1) is 255 on Unix only.
        code = code == -1 ? Other : code;
        var why = message is null ? "" : $": {message}";
        return code switch
        {
            0 => Done(null),

            // Its thresholds are judged on the merge; a worker that crossed one has done its work.
            ThresholdsHaveFailed => Done($"Finished{why}"),
            StoppedFromRestApi => new(true, code, WorkerCause.Stopped, asked ? "Stopped on request." : $"k6 was stopped over its REST API, and not by this run{why}"),
            ExternalAbort => new(true, code, WorkerCause.Stopped, asked ? "Stopped on request." : $"k6 was ended by a signal{why}"),

            // The data are good, up to there or to the end; the script's author says by them what the run's verdict is.
            ScriptAborted => new(true, code, WorkerCause.ScriptAborted, $"The script ended the test{why}"),
            MarkedAsFailed => new(true, code, WorkerCause.MarkedAsFailed, $"The script failed the test{why}"),

            // What was measured until then stands, but this is not the load that was planned.
            SetupTimeout => Failed(WorkerCause.ScriptError, $"The script's setup() took too long{why}"),
            TeardownTimeout => Failed(WorkerCause.ScriptError, $"The script's teardown() took too long{why}"),
            GenericTimeout => Failed(WorkerCause.ScriptError, $"The script took too long{why}"),
            InvalidConfig => Failed(WorkerCause.ScriptError, $"The script's options are not valid{why}"),
            ScriptException => Failed(WorkerCause.ScriptError, $"The script failed{why}"),
            Other => Failed(IsOfScript(message) ? WorkerCause.ScriptError : WorkerCause.EngineError, $"k6 could not begin{why}"),

            CannotStartRestApi => Failed(WorkerCause.EngineError, $"k6's REST API could not start{why}"),
            _ when outOfMemory || (code == Killed && !asked) => Failed(WorkerCause.OutOfMemory, "k6 was killed, most likely for want of memory. Give the worker more, or fewer VUs."),
            GoPanic or GoRuntime => Failed(WorkerCause.EngineError, $"k6 crashed{why}"),
            > Signal when asked => new(true, code, WorkerCause.Stopped, $"k6 was ended by signal {code - Signal}, as it did not end by itself."),
            > Signal => Failed(WorkerCause.EngineError, $"k6 was ended by signal {code - Signal}{why}"),
            _ => Failed(WorkerCause.EngineError, $"k6 ended with exit code {code}{why}"),
        };

        EngineOutcome Done(string? detail) => new(true, code, WorkerCause.None, detail);
        EngineOutcome Failed(WorkerCause cause, string detail) => new(false, code, cause, detail);
    }

    // Source: internal/loader/loader.go (fileSchemeCouldntBeLoadedMsg), internal/js/bundle.go (NewBundle).
    private static bool IsOfScript(string? message) =>
        message is not null
        && (message.Contains("couldn't be found on local disk", StringComparison.Ordinal)
            || message.Contains("no exported functions in script", StringComparison.Ordinal)
            || message.Contains("could not load JS test", StringComparison.Ordinal));
}
