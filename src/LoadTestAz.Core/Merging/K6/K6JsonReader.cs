using System.Text;
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
    /// <summary>The longest line that is read, in bytes; k6's own have some hundred.</summary>
    public const int MaxLineBytes = 16 << 20;

    private readonly K6MetricTable _metrics = new();
    private readonly OddLineLog _odd = new();
    private readonly SampleBatch _batch;
    private readonly K6PointScanner _scanner;
    private readonly K6LineParser _parser;
    private long _points;

    /// <summary>A reader into that sink, whose exceptions it passes on.</summary>
    public K6JsonReader(ISampleSink sink)
    {
        var tagSets = new TagSetCache();
        _batch = new SampleBatch(sink);
        _scanner = new K6PointScanner(_metrics, tagSets);
        _parser = new K6LineParser(_metrics, tagSets);
    }

    /// <summary>How many samples went into the sink.</summary>
    public long Points => Volatile.Read(ref _points);

    /// <summary>How many lines could not be used; blank ones and those for <see cref="ForeignLine"/> are not among them.</summary>
    public long OddLines => _odd.Count;

    /// <summary>The first few of them with the numbers of their lines, up to 200 characters of each.</summary>
    public IReadOnlyList<string> OddExamples => _odd.Examples;

    /// <summary>True when a stream ended in the middle of a line or of a gzip member, as a killed k6 leaves it. The samples before are kept.</summary>
    public bool Truncated { get; private set; }

    /// <summary>What the stream said of its metrics, in the order in which it did.</summary>
    public IReadOnlyList<K6MetricDeclaration> Declarations => _metrics.Declarations;

    /// <summary>Takes the lines that are none of the JSON output's, such as k6's console text; without it they count as odd.</summary>
    public Action<string>? ForeignLine { get; init; }

    /// <summary>Reads to the end of the stream, which stays open. All samples that have come are in the sink before it waits for more.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the samples that had come are in the sink.</exception>
    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var lines = new LineBuffer(MaxLineBytes);
        var number = 0L;
        var input = await K6Input.OpenAsync(stream, cancellationToken).ConfigureAwait(false);
        await using (input.ConfigureAwait(false))
        {
            var read = input.Head.Length;
            input.Head.CopyTo(lines.MakeRoom());
            do
            {
                lines.Commit(read);
                ReadLines(lines, ref number);
                read = await input.ReadAsync(lines.MakeRoom(), cancellationToken).ConfigureAwait(false);
            }
            while (read > 0);
        }

        ReadRest(lines, number + 1);
        Truncated |= input.Truncated;
    }

    private void ReadLines(LineBuffer lines, ref long number)
    {
        while (lines.TryTake(out var line, out var tooLong))
        {
            number++;
            if (tooLong)
                _odd.Add(number, line);
            else
                ReadLine(line, number);
        }

        _batch.Flush();
    }

    // k6 ends each line, so one without an end is cut off, unless it happens to be complete: other tools write so.
    private void ReadRest(LineBuffer lines, long number)
    {
        var line = Trim(lines.Rest, number);
        if (lines.IsSkipping)
            Truncated = true;
        else if (line is [(byte)'{', ..] && _parser.Parse(line, out _) is K6LineKind.Odd or K6LineKind.Foreign)
            Truncated = true;
        else
            ReadLine(line, number);
        _batch.Flush();
    }

    private void ReadLine(ReadOnlySpan<byte> line, long number)
    {
        if (_scanner.TryScan(line, out var point))
        {
            Add(point);
            return;
        }

        line = Trim(line, number);
        if (line.IsEmpty)
            return;
        switch (_parser.Parse(line, out point))
        {
            case K6LineKind.Point:
                Add(point);
                break;
            case K6LineKind.Foreign when ForeignLine is not null:
                ForeignLine(Encoding.UTF8.GetString(line));
                break;
            case K6LineKind.Foreign or K6LineKind.Odd:
                _odd.Add(number, line);
                break;
        }
    }

    private void Add(in K6Point point)
    {
        _batch.Add(point);
        Volatile.Write(ref _points, _points + 1);
    }

    // Blanks and a carriage return around it, and the mark that some Windows tools put before the first line.
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line, long number)
    {
        var bom = Encoding.UTF8.Preamble;
        if (number == 1 && line.StartsWith(bom))
            line = line[bom.Length..];
        return line.Trim(" \t\r"u8);
    }
}
