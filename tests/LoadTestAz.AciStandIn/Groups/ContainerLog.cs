using System.Globalization;
using System.Text;

namespace LoadTestAz.AciStandIn.Groups;

/// <summary>
/// What a container printed, as far as the service keeps it: the last 4 MB while it runs, the last 16 KB or 1,000 lines
/// when it has stopped.
/// </summary>
/// <seealso href="https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits"/>
internal sealed class ContainerLog(TimeProvider clock)
{
    private const int RunningBytes = 4 * 1024 * 1024;
    private const int StoppedBytes = 16 * 1024;
    private const int StoppedLines = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<(DateTimeOffset At, string Text, int Bytes)> _lines = new();
    private int _bytes;
    private bool _stopped;

    public void Add(string line)
    {
        lock (_lock)
        {
            var bytes = Encoding.UTF8.GetByteCount(line) + 1;
            _lines.Enqueue((clock.GetUtcNow(), line, bytes));
            _bytes += bytes;
            Cut();
        }
    }

    /// <summary>The container has stopped: the tighter limits hold.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            Cut();
        }
    }

    /// <summary>The text.</summary>
    /// <param name="tail">Only so many lines from the end; null for all.</param>
    /// <param name="timestamps">Whether each line begins with its time.</param>
    public string Read(int? tail, bool timestamps)
    {
        lock (_lock)
        {
            var lines = _lines.Skip(Math.Max(0, _lines.Count - (tail ?? int.MaxValue)));
            return string.Concat(lines.Select(l => timestamps ? string.Create(CultureInfo.InvariantCulture, $"{l.At:yyyy-MM-ddTHH:mm:ss.fffZ} {l.Text}\n") : l.Text + "\n"));
        }
    }

    private void Cut()
    {
        while (_lines.Count > 1 && (_bytes > (_stopped ? StoppedBytes : RunningBytes) || (_stopped && _lines.Count > StoppedLines)))
            _bytes -= _lines.Dequeue().Bytes;
    }
}
