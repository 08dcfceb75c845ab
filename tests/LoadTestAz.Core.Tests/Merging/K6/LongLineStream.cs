using System.Text;

namespace LoadTestAz.Core.Tests.Merging.K6;

/// <summary>A sound line, one of a given length, and a sound one again, made as they are read.</summary>
internal sealed class LongLineStream(int length) : MemoryStream
{
    private readonly MemoryStream _first = new([.. Raw.Lines(Raw.Point()), .. Encoding.UTF8.GetBytes("{\"metric\":\"")]);
    private readonly MemoryStream _last = new([(byte)'\n', .. Raw.Lines(Raw.Point())]);
    private int _left = length;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override int Read(Span<byte> buffer)
    {
        var count = _first.Read(buffer);
        if (count > 0)
            return count;
        count = Math.Min(buffer.Length, _left);
        _left -= count;
        buffer[..count].Fill((byte)'x');
        return count > 0 ? count : _last.Read(buffer);
    }
}
