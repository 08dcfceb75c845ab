using System.Collections.Concurrent;

namespace LoadTestAz.Tests.Secrets;

/// <summary>Watches the arguments of all processes of the machine, which every user of it can read. Only where there is /proc.</summary>
internal sealed class ProcessArguments : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentDictionary<string, bool> _seen = new();
    private readonly Task _watching;

    public ProcessArguments() => _watching = Task.Run(WatchAsync);

    /// <summary>The command lines that there were, once each.</summary>
    public ICollection<string> Seen => _seen.Keys;

    /// <inheritdoc/>
    public void Dispose()
    {
        _over.Cancel();
        ((IAsyncResult)_watching).AsyncWaitHandle.WaitOne();
        _over.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            foreach (var process in Directory.Exists("/proc") ? Directory.GetDirectories("/proc") : [])
            {
                try
                {
                    if (Path.GetFileName(process).All(char.IsAsciiDigit) && File.ReadAllText(Path.Combine(process, "cmdline")) is { Length: > 0 } line)
                        _seen[line.Replace('\0', ' ')] = true;
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // It has ended, or is somebody else's.
                }
            }

            await Task.Delay(20, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
