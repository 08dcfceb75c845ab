using System.Runtime.InteropServices;
using LoadTestAz.AciStandIn;

// Ended in an orderly way on Ctrl+C and SIGTERM, so that no worker stays behind.
using var end = new CancellationTokenSource();
void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    end.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
try
{
    var line = CommandLine.Parse(args);
    if (line.Help)
        Console.WriteLine(CommandLine.Usage);
    else
        await Rehearsal.RunAsync(line, Console.WriteLine, end.Token);
    return 0;
}
catch (OperationCanceledException) when (end.IsCancellationRequested)
{
    return 0;
}
catch (Exception e) when (e is FormatException or IOException or InvalidOperationException or TimeoutException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
