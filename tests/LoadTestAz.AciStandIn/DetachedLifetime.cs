using Microsoft.Extensions.Hosting;

namespace LoadTestAz.AciStandIn;

/// <summary>A host that ends when it is told to, and leaves Ctrl+C to the program around it.</summary>
internal sealed class DetachedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
