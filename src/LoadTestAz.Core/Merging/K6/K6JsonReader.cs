using LoadTestAz.Ports;

namespace LoadTestAz.Merging.K6;

/// <summary>
/// Reads k6's raw output (<c>--out json</c>, plain or gzip) as it comes, and puts each sample into a sink. Memory does not
/// depend on the stream's length. What cannot be used is counted, never fatal.
/// </summary>
/// <remarks>
/// The figures may be looked at from other threads while it reads. It may read several streams one after another, of
/// which the figures add up, but not at the same time.
/// </remarks>
/// <seealso href="https://grafana.com/docs/k6/latest/results-output/real-time/json/"/>
public sealed class K6JsonReader
{
    /// <summary>Lines of as many bytes or more are skipped as odd; k6's own have some hundred.</summary>
    public const int MaxLineBytes = 16 << 20;

    private readonly K6MetricTable _metrics = new();
    private readonly OddLineLog _odd = new();
    private readonly K6JsonLines _lines;

    /// <summary>A reader into that sink, whose exceptions it passes on.</summary>
    public K6JsonReader(ISampleSink sink) => _lines = new K6JsonLines(sink, _metrics, _odd);

    /// <summary>How many samples went into the sink.</summary>
    public long Points => _lines.Points;

    /// <summary>How many lines could not be used; blank ones and those for <see cref="ForeignLine"/> are not among them.</summary>
    public long OddLines => _odd.Count;

    /// <summary>The first few of them with the numbers of their lines, up to 200 characters of each.</summary>
    public IReadOnlyList<string> OddExamples => [.. _odd.Examples.Select(e => e.ToString())];

    /// <summary>True when a stream ended in the middle of a line or of a gzip member, as a killed k6 leaves it. The samples before are kept.</summary>
    public bool Truncated { get; private set; }

    /// <summary>What the stream said of its metrics, in the order in which it did.</summary>
    public IReadOnlyList<K6MetricDeclaration> Declarations => _metrics.Declarations;

    /// <summary>Takes the lines that are none of the JSON output's, such as k6's console text; without it they count as odd.</summary>
    public Action<string>? ForeignLine
    {
        get => _lines.ForeignLine;
        init => _lines.ForeignLine = value;
    }

    /// <summary>Reads to the end of the stream, which stays open. All samples that have come are in the sink before it waits for more.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the samples that had come are in the sink.</exception>
    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var lines = new LineBuffer(MaxLineBytes);
        var number = 0L;
        using var input = await K6Input.OpenAsync(stream, cancellationToken).ConfigureAwait(false);
        var read = input.Head.Length;
        input.Head.CopyTo(lines.MakeRoom());
        do
        {
            lines.Commit(read);
            ReadLines(lines, ref number);
            read = await input.ReadAsync(lines.MakeRoom(), cancellationToken).ConfigureAwait(false);
        }
        while (read > 0);

        Truncated |= input.Truncated | lines.IsSkipping | !_lines.TryReadRest(lines.Rest, number + 1);
        _lines.Flush();
    }

    private void ReadLines(LineBuffer lines, ref long number)
    {
        while (lines.TryTake(out var line, out var tooLong))
        {
            number++;
            if (tooLong)
                _odd.Add(number, line);
            else
                _lines.Read(line, number);
        }

        _lines.Flush();
    }
}
