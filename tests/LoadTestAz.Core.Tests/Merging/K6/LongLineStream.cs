using System.Text;

namespace LoadTestAz.Core.Tests.Merging.K6;

/// <summary>A sound line, one of a given length, and a sound one again, made as they are read.</summary>
internal sealed class LongLineStream(int length) : MemoryStream
{
    private readonly byte[] _first = [.. Raw.Lines(Raw.Point()), .. Encoding.UTF8.GetBytes("{\"metric\":\"")];
    private readonly byte[] _last = [(byte)'\n', .. Raw.Lines(Raw.Point())];
    private int _at;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var (start, end) = (_at, _first.Length + length);
        var count = Math.Min(buffer.Length, end + _last.Length - start);
        for (var i = 0; i < count; i++, _at++)
            buffer.Span[i] = _at < _first.Length ? _first[_at] : _at < end ? (byte)'x' : _last[_at - end];
        return new(count);
    }
}
