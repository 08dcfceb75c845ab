using System.Globalization;
using System.Text;
using LoadTestAz.Agent.Secrets;

namespace LoadTestAz.Agent;

/// <summary>The worker's own log: kept in memory up to a bound, saved as <c>worker_&lt;i&gt;.log</c>.</summary>
internal sealed class WorkerLog(TimeProvider clock, Action<string>? echo)
{
    /// <summary>Characters kept; a worker writes some dozen lines, so only a runaway meets it.</summary>
    private const int MaxLength = 1_000_000;

    private readonly StringBuilder _text = new();
    private int _dropped;

    /// <summary>What takes the secrets out of each line; set before anybody knows one.</summary>
    public SecretRedactor Redactor { get; set; } = SecretRedactor.None;

    /// <summary>Adds a line with the time before it.</summary>
    public void Write(string line)
    {
        var stamped = string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {Redactor.Redact(line)}");
        lock (_text)
        {
            if (_text.Length < MaxLength)
                _text.Append(stamped).Append('\n');
            else
                _dropped++;
        }

        echo?.Invoke(stamped);
    }

    /// <summary>All lines so far, as UTF-8.</summary>
    public byte[] ToBytes()
    {
        lock (_text)
            return Encoding.UTF8.GetBytes(_dropped == 0 ? _text.ToString() : $"{_text}({_dropped} more lines were not kept)\n");
    }
}
