using System.Runtime.CompilerServices;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6.Files;

/// <summary>Reads blocks of k6's JSON output.</summary>
internal sealed class JsonBlockParser : IBlockParser
{
    private readonly BlockMetrics _metrics;
    private readonly K6JsonLines _lines;

    public JsonBlockParser(FileMetrics file, MetricSet set)
    {
        _metrics = new BlockMetrics(file, set);
        _lines = new K6JsonLines(new SetSink(set), _metrics, Odd);
    }

    public long Points => _lines.Points;

    public OddLineLog Odd { get; } = new();

    public bool Truncated { get; private set; }

    public void Parse(RawBlock block)
    {
        _metrics.Block = block.Index;
        switch (block.Kind)
        {
            case RawBlockKind.Lines:
                ParseLines(block.Content, block.FirstLine);
                break;
            case RawBlockKind.TooLong:
                Odd.Add(block.FirstLine, block.Content);
                break;
            default:
                Truncated |= !_lines.TryReadRest(block.Content, block.FirstLine);
                break;
        }

        _lines.Flush();
        _metrics.EndBlock();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ParseLines(ReadOnlySpan<byte> content, long number)
    {
        while (!content.IsEmpty)
        {
            var end = ByteScan.LineEnd(content);
            _lines.Read(content[..end], number++);
            content = content[(end + 1)..];
        }
    }
}
