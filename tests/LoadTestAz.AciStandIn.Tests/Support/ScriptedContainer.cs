using LoadTestAz.AciStandIn.Runtimes;

namespace LoadTestAz.AciStandIn.Tests.Support;

internal sealed class ScriptedContainer(ContainerStart start) : IRunningContainer
{
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ContainerStart Start => start;

    public bool WasStopped { get; private set; }

    public Task<int> Exited => _exit.Task;

    public void Exit(int code) => _exit.TrySetResult(code);

    public Task StopAsync()
    {
        WasStopped = true;
        Exit(0);
        return Exited;
    }

    public void Kill() => Exit(137);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
