using System.Globalization;
using LoadTestAz.Agent.Tests.Engines.K6;

namespace LoadTestAz.Tests.Hosting;

/// <summary>
/// A script in k6's place, for as many workers as there are. It says by files on which port its REST API is to be; the
/// answers are this object's.
/// </summary>
internal sealed class StandInK6 : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _over = new();
    private readonly List<K6RestServer> _servers = [];
    private readonly Task _serving;

    public StandInK6()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a shell script.");
        _serving = ServeAsync();
    }

    /// <summary>The program.</summary>
    public string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "StandIn", "k6.sh");

    /// <summary>How many of it have run.</summary>
    public int Runs => _servers.Count;

    /// <summary>The plan's variables that make it do something.</summary>
    public string Env(string behaviour) => $"@{{ STANDIN = '{behaviour}'; STANDIN_FOLDER = '{_folder.Path}' }}";

    /// <inheritdoc/>
    public void Dispose()
    {
        _over.Cancel();
        ((IAsyncResult)_serving).AsyncWaitHandle.WaitOne();
        foreach (var server in _servers)
            server.Dispose();
        _folder.Dispose();
        _over.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            foreach (var file in Directory.GetFiles(_folder.Path, "port.*"))
            {
                var work = (await File.ReadAllTextAsync(file)).Trim();
                File.Delete(file);
                _servers.Add(new K6RestServer(int.Parse(System.IO.Path.GetExtension(file)[1..], CultureInfo.InvariantCulture))
                {
                    Unpaused = () => File.WriteAllText(System.IO.Path.Combine(work, "go"), ""),
                    Stopped = () => File.WriteAllText(System.IO.Path.Combine(work, "stop"), ""),
                });
            }

            await Task.Delay(20, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
