using System.Runtime.InteropServices;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>How k6 is held, as far as one process can show it; that it dies with its worker is the worker program's tests' to show.</summary>
public sealed class K6ProcessTests
{
    [Fact]
    public async Task It_outlives_the_thread_that_asked_for_it()
    {
        StandInK6.SkipWhereItCanNotRun();
        var folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;
        using var console = new K6ConsoleLog(Path.Combine(folder, "console.log"));
        K6Process process = null!;
        var asking = new Thread(() =>
        {
            process = K6Process.Start(StandInK6.Program, new K6CommandLine(["run", folder], new Dictionary<string, string> { ["STANDIN"] = "finish" }), WorkerSecrets.None, folder, console);
            SpinWait.SpinUntil(() => File.Exists(Path.Combine(folder, "port")), TimeSpan.FromMinutes(1));
        });
        asking.Start();
        asking.Join();
        using (process)
        {
            // It waits to be let go, and would end on any signal.
            await Task.Delay(500);
            Assert.False(process.Exited.IsCompleted);
            process.Kill();
            await process.Exited;
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Where_setpriv_can_not_do_it_k6_is_started_without()
    {
        if (OperatingSystem.IsLinux() && File.Exists("/usr/bin/setpriv"))
            Assert.Equal(["--pdeathsig", "TERM"], DeathSignal.Prefix.Skip(1));
        else if (!OperatingSystem.IsLinux())
            Assert.Empty(DeathSignal.Prefix);
    }

    [Fact]
    public void An_error_on_the_lasting_thread_is_the_callers_and_the_thread_goes_on()
    {
        Assert.Throws<InvalidOperationException>(() => LastingThread.Run<int>(() => throw new InvalidOperationException()));
        Assert.Equal(LastingThread.Run(() => Environment.CurrentManagedThreadId), LastingThread.Run(() => Environment.CurrentManagedThreadId));
    }

    [Fact]
    public void The_limits_of_a_job_have_the_size_that_Windows_expects()
    {
        // sizeof(JOBOBJECT_EXTENDED_LIMIT_INFORMATION): 144 in 64 bits, 112 in 32.
#pragma warning disable CA1416 // The layout is the same everywhere.
        Assert.Equal(Environment.Is64BitProcess ? 144 : 112, Marshal.SizeOf<KillOnCloseJob.ExtendedLimits>());
#pragma warning restore CA1416
    }
}
