using System.Collections.Concurrent;

namespace LoadTestAz.AciStandIn.Runtimes;

/// <summary>
/// Runs the real LoadTestAz.Worker as a process for each container, whatever its image is called: with the container's
/// environment and nothing of this process's but what a program needs to start.
/// </summary>
/// <param name="worker">The program: LoadTestAz.Worker.dll, or a native executable; null for the one built with this program.</param>
/// <param name="platform">Variables that the platform adds, as the address of the managed identity; the container's own come first.</param>
public sealed class WorkerProcessRuntime(string? worker, IReadOnlyDictionary<string, string> platform) : IContainerRuntime
{
    private const string Program = "LoadTestAz.Worker.dll";

    // A container has a PATH, a home and a temporary folder; the .NET runtime and k6 are in its image.
    private static readonly string[] Inherited = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "DOTNET_ROOT", "DOTNET_CLI_HOME", "LOADTEST_K6"];

    private readonly ConcurrentDictionary<WorkerProcess, bool> _running = new();
    private readonly string _worker = worker ?? Path.Combine(AppContext.BaseDirectory, Program);

    /// <inheritdoc/>
    public IRunningContainer Start(ContainerStart container)
    {
        if (container.Command.Count > 0)
            throw new ContainerStartException("The stand-in runs the worker program only; a container with a command of its own can't be started here.");
        if (!File.Exists(_worker))
            throw new ContainerStartException($"There is no worker program at '{_worker}'. Build LoadTestAz.Worker, or say where it is.");

        var environment = new Dictionary<string, string>();
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                environment[name] = value;
        }

        foreach (var (name, value) in platform.Concat(container.Environment))
            environment[name] = value;
        string[] command = Path.GetExtension(_worker) == ".dll" ? ["dotnet", _worker] : [_worker];
        var process = WorkerProcess.Start(command, environment, container.Print);
        _running[process] = true;
        _ = process.Exited.ContinueWith(_ => _running.TryRemove(process, out var _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return process;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_running.Keys.Select(p => p.DisposeAsync().AsTask()));
}
