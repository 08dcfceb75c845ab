using System.Globalization;
using System.Text;
using LoadTestAz.Agent.Secrets;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>
/// What k6 and the script print, kept in a file: the first half of the bound as it comes, and of what is more the last
/// half, since the first lines say how it began and the last ones how it ended. Safe to use from many threads.
/// </summary>
internal sealed class K6ConsoleLog : IDisposable
{
    /// <summary>Characters of the file; a script that logs every request would fill the disk.</summary>
    public const int DefaultBound = 4_000_000;

    /// <summary>Characters of a line; the rest of a longer one is cut.</summary>
    private const int MaxLine = 16_000;

    /// <summary>Source: errext/interrupt_error.go, MarkedAsFailedTest; logged in internal/js/modules/k6/execution/execution.go.</summary>
    private const string FailMarkStart = "test marked as failed";

    private readonly object _lock = new();
    private readonly Queue<string> _tail = new();
    private readonly int _half;
    private readonly SecretRedactor _redactor;
    private StreamWriter? _file;
    private int _head;
    private int _tailLength;
    private long _dropped;

    /// <summary>A new log, after what the file has already.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bound">Characters of the file.</param>
    /// <param name="redactor">Takes the secrets out of what is written; null when there are none.</param>
    public K6ConsoleLog(string path, int bound = DefaultBound, SecretRedactor? redactor = null)
    {
        (Path, _half, _redactor) = (path, bound / 2, redactor ?? SecretRedactor.None);

        // A worker that gets another share makes its engine anew; what the first one said is kept.
        _file = new StreamWriter(path, append: true, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };
    }

    /// <summary>Takes the secrets out of what k6 and the script print.</summary>
    public SecretRedactor Redactor => _redactor;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The last error that k6 itself logged: when it ends with one, it logs it last (internal/cmd/root.go, execute).</summary>
    public string? LastError { get; private set; }

    /// <summary>What the script said when it first marked the test as failed; at the end k6 itself says no more than that it was.</summary>
    public string? FailMark { get; private set; }

    /// <summary>The last line of any kind that is not empty.</summary>
    public string? LastLine { get; private set; }

    /// <summary>Whether Go's runtime ended the program for want of memory; it then exits with 2.</summary>
    public bool SaysOutOfMemory { get; private set; }

    /// <summary>Adds a line.</summary>
    public void Write(string line) => Add(_redactor.Redact(line));

    private void Add(string line)
    {
        if (line.Length > MaxLine)
            line = line[..MaxLine] + "…";
        lock (_lock)
        {
            var error = K6LogLine.ErrorOf(line);
            LastError = error ?? LastError;
            if (error?.StartsWith(FailMarkStart, StringComparison.Ordinal) == true)
                FailMark ??= error;
            LastLine = string.IsNullOrWhiteSpace(line) ? LastLine : line.Trim();
            SaysOutOfMemory |= line.StartsWith("fatal error: ", StringComparison.Ordinal) && line.Contains("out of memory", StringComparison.Ordinal);
            if (_head + line.Length < _half)
            {
                _head += line.Length + 1;
                _file?.WriteLine(line);
                return;
            }

            _head = _half;
            _tail.Enqueue(line);
            for (_tailLength += line.Length + 1; _tailLength > _half; _dropped++)
                _tailLength -= _tail.Dequeue().Length + 1;
        }
    }

    /// <summary>Takes all lines of a stream until it ends, however long a line may be.</summary>
    public async Task TakeAsync(TextReader reader, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var buffer = new char[4096];

        // Before lines are cut: what is left of a secret would not be known any more.
        var text = new RedactingText(_redactor);
        while (await reader.ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false) is var read and > 0)
            AddLines(text.Push(buffer.AsSpan(0, read)), line);
        AddLines(text.Flush(), line);
        if (line.Length > 0)
            Add(line.ToString());
    }

    private void AddLines(StringBuilder text, StringBuilder line)
    {
        foreach (var chunk in text.GetChunks())
        {
            foreach (var c in chunk.Span)
            {
                if (c == '\n')
                {
                    Add(line.ToString().TrimEnd('\r'));
                    line.Clear();
                }
                else if (line.Length <= MaxLine)
                {
                    line.Append(c);
                }
            }
        }
    }

    /// <summary>Writes the last lines and closes the file.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_file is null)
                return;
            if (_dropped > 0)
                _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"({_dropped} lines were not kept)"));
            foreach (var line in _tail)
                _file.WriteLine(line);
            _file.Dispose();
            _file = null;
        }
    }
}
