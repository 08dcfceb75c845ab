namespace LoadTestAz.Merging.K6;

/// <summary>A stream of three parts: bytes that were read already, the stream they were read from, and a mark.</summary>
internal sealed class GzipTail(ReadOnlyMemory<byte> head, Stream rest, ReadOnlyMemory<byte> mark) : Stream
{
    private ReadOnlyMemory<byte> _head = head;
    private ReadOnlyMemory<byte> _mark = mark;

    /// <summary>True once the stream has ended and the mark is being read.</summary>
    public bool IsAtMark { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_head.IsEmpty)
            return Take(ref _head, buffer.Span);
        if (!IsAtMark && await rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            return read;
        IsAtMark = true;
        return Take(ref _mark, buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer)
    {
        if (!_head.IsEmpty)
            return Take(ref _head, buffer);
        if (!IsAtMark && rest.Read(buffer) is > 0 and var read)
            return read;
        IsAtMark = true;
        return Take(ref _mark, buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static int Take(ref ReadOnlyMemory<byte> part, Span<byte> buffer)
    {
        var length = Math.Min(part.Length, buffer.Length);
        part.Span[..length].CopyTo(buffer);
        part = part[length..];
        return length;
    }
}
