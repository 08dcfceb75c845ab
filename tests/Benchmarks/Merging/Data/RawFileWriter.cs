using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using LoadTestAz.Merging.K6;
using LoadTestAz.Metrics;

namespace LoadTestAz.Benchmarks.Merging.Data;

/// <summary>Writes samples as k6 does, gzipped, in one of its formats.</summary>
internal abstract class RawFileWriter
{
    private readonly Dictionary<(Metric, TagSet), (byte[] Before, byte[] After)> _frames = [];

    /// <summary>Writes a pattern again and again until so many bytes have been written, as they are before packing.</summary>
    /// <returns>How many bytes they are.</returns>
    public long Write(string path, K6Samples pattern, int worker, long bytes, CancellationToken cancellationToken)
    {
        // The level that k6 packs with.
        using var file = new GZipStream(File.Create(path), CompressionLevel.Optimal);
        var head = Head(pattern);
        file.Write(head);
        var written = (long)head.Length;
        var line = new byte[64 << 10];
        for (var repetition = 0; written < bytes; repetition++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var point in pattern.Repeat(repetition, worker))
            {
                var length = Write(line, point);
                file.Write(line, 0, length);
                if ((written += length) >= bytes)
                    break;
            }
        }

        return written;
    }

    /// <summary>What stands before the first sample.</summary>
    protected abstract byte[] Head(K6Samples pattern);

    /// <summary>What stands before the time and behind the value, for all samples of a metric with the same tags.</summary>
    protected abstract (string Before, string After) FrameOf(Metric metric, TagSet tags);

    /// <summary>Writes time and value, with what stands between them.</summary>
    protected abstract int WriteTimeAndValue(Span<byte> target, long utcTicks, double value);

    /// <summary>A number with up to so many decimals, as k6's formats have it.</summary>
    protected static int WriteNumber(Span<byte> target, double value)
    {
        Utf8Formatter.TryFormat(value, target, out var length);
        return length;
    }

    private int Write(byte[] line, in K6Point point)
    {
        if (!_frames.TryGetValue((point.Metric, point.Tags), out var frame))
        {
            var (before, after) = FrameOf(point.Metric, point.Tags);
            _frames.Add((point.Metric, point.Tags), frame = (Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after)));
        }

        frame.Before.CopyTo(line, 0);
        var length = frame.Before.Length;
        length += WriteTimeAndValue(line.AsSpan(length), point.UtcTicks, point.Value);
        frame.After.CopyTo(line, length);
        return length + frame.After.Length;
    }
}
