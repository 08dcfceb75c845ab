using LoadTestAz.Merging.K6.Csv;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6.Files;

/// <summary>
/// Reads a raw file of k6, JSON or CSV, plain or gzip. Memory does not depend on the file's size.
/// </summary>
/// <remarks>
/// Several threads may share a file: each reads and unpacks a block when it is its turn, and parses it while others read theirs.
/// So nobody waits for a block to be handed over, and a block is parsed where it was unpacked, in the same processor's cache.
/// </remarks>
internal sealed class RawFileReader
{
    // Reading in small pieces is slow for GZipStream, which asks for 8 KB at a time.
    private const int FileBufferBytes = 256 << 10;

    private const int ProgressBlocks = 32;

    /// <summary>The submetrics to keep beside those that the file declares.</summary>
    public IReadOnlyCollection<MetricSelector> Submetrics { get; init; } = [];

    /// <summary>What other files say of a metric that the file does not declare.</summary>
    public Func<string, Metric?> Kinds { get; init; } = _ => null;

    /// <summary>Makes the set for one thread's samples.</summary>
    public Func<IEnumerable<MetricSelector>, MetricSet> NewSet { get; init; } = submetrics => new MetricSet(submetrics);

    /// <summary>Told now and then how many bytes of the file have been read, as it is on the disk.</summary>
    public Action<long>? Progress { get; init; }

    /// <summary>How many threads share it.</summary>
    public int Parsers { get; init; } = 1;

    /// <summary>About how large the pieces are that a thread reads at once.</summary>
    public int BlockBytes { get; init; } = BlockReader.BlockBytes;

    /// <summary>Opens a file that others may still be writing.</summary>
    public static FileStream Open(string path, int bufferBytes = FileBufferBytes) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferBytes, FileOptions.SequentialScan);

    /// <summary>Reads a file to its end.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="MetricTypeException">It has two metrics of one name.</exception>
    /// <exception cref="InvalidOperationException">It has too many metrics.</exception>
    public async Task<RawFile> ReadAsync(string path, bool isCsv, CancellationToken cancellationToken)
    {
        using var file = Open(path);
        return await ReadAsync(file, isCsv, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="ReadAsync(string, bool, CancellationToken)"/>
    public async Task<RawFile> ReadAsync(Stream stream, bool isCsv, CancellationToken cancellationToken)
    {
        using var input = K6Input.Open(stream);
        var blocks = new BlockReader(input, isCsv ? CsvFormat.LastRecord : BlockReader.AnyLine, BlockBytes);
        var first = blocks.Read(cancellationToken);
        var metrics = new FileMetrics(Kinds) { Declares = !isCsv };
        var format = isCsv ? FormatOf(first) : null;
        IReadOnlyCollection<MetricSelector> submetrics = format is { TellsExpectedResponses: true } ? [.. Submetrics, BuiltInMetrics.ExpectedResponses] : Submetrics;
        var workers = Enumerable.Range(0, Parsers).Select(_ => NewSet(submetrics)).Select(set => (Set: set, Parser: Create(metrics, format, set))).ToList();
        if (first is not null)
        {
            // Nearly all metrics are declared in the first block: the others need not wait for each other then.
            Parse(workers[0].Parser, first, metrics);
            await ParseAsync(() => Next(blocks, stream, cancellationToken), metrics, [.. workers.Select(w => w.Parser)], cancellationToken).ConfigureAwait(false);
        }

        return Join(workers, metrics, blocks.Truncated);
    }

    private RawBlock? Next(BlockReader blocks, Stream stream, CancellationToken cancellationToken)
    {
        var block = blocks.Read(cancellationToken);
        if (block is { Index: var index } && index % ProgressBlocks == 0)
            Progress?.Invoke(stream.CanSeek ? stream.Position : 0);
        return block;
    }

    private static CsvFormat FormatOf(RawBlock? first)
    {
        var content = first is null ? default : first.Content;
        var line = content[..(content.IndexOf((byte)'\n') is >= 0 and var end ? end : content.Length)].TrimEnd((byte)'\r');
        return CsvFormat.TryParse(line.StartsWith("\ufeff"u8) ? line["\ufeff"u8.Length..] : line)
            ?? throw new InvalidDataException("line 1: the header of k6's CSV output is missing (metric_name, timestamp, metric_value, ...).");
    }

    private static IBlockParser Create(FileMetrics metrics, CsvFormat? format, MetricSet set) =>
        format is null ? new JsonBlockParser(metrics, set) : new CsvBlockParser(format, metrics, set);

    private static async Task ParseAsync(Func<RawBlock?> read, FileMetrics metrics, IBlockParser[] parsers, CancellationToken cancellationToken)
    {
        // Whoever fails ends the others: they may be waiting for a declaration in one of its blocks.
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var aborting = failure.Token.Register(metrics.Abort);
        var turn = new object();
        var tasks = Array.ConvertAll(parsers, p => Task.Run(() => ParseAll(p), CancellationToken.None));
        try
        {
            await Task.WhenAll(tasks).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The cause, not those who were stopped for it.
            await (Array.Find(tasks, t => t.Exception is { InnerException: not OperationCanceledException }) ?? Task.CompletedTask).ConfigureAwait(false);
            throw;
        }

        void ParseAll(IBlockParser parser)
        {
            try
            {
                while (Next() is { } block)
                    Parse(parser, block, metrics);
            }
            catch
            {
                failure.Cancel();
                throw;
            }
        }

        RawBlock? Next()
        {
            lock (turn)
            {
                failure.Token.ThrowIfCancellationRequested();
                return read();
            }
        }
    }

    private static void Parse(IBlockParser parser, RawBlock block, FileMetrics metrics)
    {
        parser.Parse(block);
        metrics.Done(block.Index);
        block.Return();
    }

    private static RawFile Join(IReadOnlyList<(MetricSet Set, IBlockParser Parser)> workers, FileMetrics metrics, bool truncated)
    {
        var (set, odd) = (workers[0].Set, workers[0].Parser.Odd);
        foreach (var (other, parser) in workers.Skip(1))
        {
            set.Merge(other);
            odd.Merge(parser.Odd);
        }

        set.Unplace();
        return new RawFile(set, workers.Sum(w => w.Parser.Points), metrics.Declarations, metrics.Guessed, odd, truncated || workers.Any(w => w.Parser.Truncated));
    }
}
