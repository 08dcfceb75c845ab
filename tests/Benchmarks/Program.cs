using LoadTestAz.Benchmarks;
using LoadTestAz.Benchmarks.Capture;
using LoadTestAz.Benchmarks.Live;
using LoadTestAz.Benchmarks.Merging;
using LoadTestAz.Benchmarks.Parts;
using LoadTestAz.Benchmarks.Performance;
using LoadTestAz.Benchmarks.Performance.Controller;
using LoadTestAz.Benchmarks.Performance.Engine;
using LoadTestAz.Benchmarks.Performance.Importing;
using LoadTestAz.Benchmarks.Targets;

IBenchmark[] benchmarks = [new CaptureBenchmark(), new AccuracyBenchmark(), new MergeBenchmark(), new PartsBenchmark(), new LiveBenchmark(), new PerformanceBenchmark()];
using var cancel = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    cancel.Cancel();
};

try
{
    switch (args)
    {
        // What the measurements start in processes of their own.
        case [TargetProcess.Command, .. var kind]:
            await TargetServer.ServeAsync(Console.In, Console.Out, waits: kind is [TargetProcess.Waiting], cancel.Token);
            return 0;
        case [WorkerProcess.Command, ..]:
            await WorkerProcess.RunAsync(args[1..], Console.Out, cancel.Token);
            return 0;
        case [FollowProcess.Command, ..]:
            await FollowProcess.RunAsync(args[1..], Console.Out, cancel.Token);
            return 0;
        case [LoopProcess.Command, ..]:
            await LoopProcess.RunAsync(args[1..], Console.Out, cancel.Token);
            return 0;
        case [MergeProcess.Command, ..]:
            await MergeProcess.RunAsync(args[1..], Console.Out, cancel.Token);
            return 0;
        case [ImportProcess.Command, ..]:
            ImportProcess.Run(args[1..], Console.Out);
            return 0;
        case [var name, .. var rest] when benchmarks.FirstOrDefault(b => b.Name == name) is { } benchmark:
            await benchmark.RunAsync(rest, Console.Out, cancel.Token);
            return 0;
        default:
            Console.Error.WriteLine("Name a measurement:\n\n" + string.Join("\n\n", benchmarks.Select(b => $"{b.Name}\n{b.Summary}")));
            return 2;
    }
}
catch (BenchmarkException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Interrupted.");
    return 130;
}
