using System.IO.Compression;

namespace LoadTestAz.Merging.K6;

/// <summary>The bytes of a stream, unpacked when it is gzip, up to where it breaks off.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes a stream that breaks off for one that ends. So a tiny member of our own is put behind
/// it: if that one comes out again, the last member before it was whole; otherwise it was not, and what comes out since
/// is nonsense and dropped.
/// </remarks>
internal sealed class K6Input : IDisposable
{
    private static readonly byte[] Mark = [.. "\nthe end of the last gzip member\n"u8];
    private static readonly byte[] PackedMark = Pack(Mark);

    private readonly Stream _plain;
    private readonly GzipTail? _packed;
    private bool _ended;

    private K6Input(Stream plain, GzipTail? packed, ReadOnlyMemory<byte> head) => (_plain, _packed, Head) = (plain, packed, head);

    /// <summary>The first bytes of a plain stream, which were looked at already; they come before those of <see cref="ReadAsync"/>.</summary>
    public ReadOnlyMemory<byte> Head { get; }

    /// <summary>True when it ended within a gzip member, or the member is damaged.</summary>
    public bool Truncated { get; private set; }

    /// <summary>Looks at the first bytes.</summary>
    public static async ValueTask<K6Input> OpenAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[2];
        return Of(stream, head, await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc cref="OpenAsync"/>
    public static K6Input Open(Stream stream)
    {
        var head = new byte[2];
        return Of(stream, head, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
    }

    /// <summary>The next bytes; 0 at the end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_packed is null)
            return await _plain.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (_ended)
            return 0;
        try
        {
            return Take(await _plain.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Span);
        }
        catch (InvalidDataException)
        {
            return End(truncated: true);
        }
    }

    /// <inheritdoc cref="ReadAsync"/>
    public int Read(Span<byte> buffer)
    {
        if (_packed is null)
            return _plain.Read(buffer);
        if (_ended)
            return 0;
        try
        {
            return Take(_plain.Read(buffer), buffer);
        }
        catch (InvalidDataException)
        {
            return End(truncated: true);
        }
    }

    // The stream itself stays open: it is the caller's.
    public void Dispose()
    {
        if (_packed is not null)
            _plain.Dispose();
    }

    private static K6Input Of(Stream stream, byte[] head, int length)
    {
        if (head is not [0x1f, 0x8b])
            return new K6Input(stream, null, head.AsMemory(0, length));
        var packed = new GzipTail(head, stream, PackedMark);
        return new K6Input(new GZipStream(packed, CompressionMode.Decompress), packed, default);
    }

    // One call gives bytes from before the mark, or from behind it, never both: it asks for more input only when it has
    // nothing to give.
    private int Take(int read, ReadOnlySpan<byte> bytes)
    {
        if (_packed!.IsAtMark)
            return End(truncated: !IsMark(bytes[..read]));
        _ended = read == 0;
        return read;
    }

    private int End(bool truncated)
    {
        (Truncated, _ended) = (truncated, true);
        return 0;
    }

    // What is left to unpack is in memory.
    private bool IsMark(ReadOnlySpan<byte> beginning)
    {
        Span<byte> seen = stackalloc byte[Mark.Length + 1];
        if (beginning.Length > Mark.Length)
            return false;
        beginning.CopyTo(seen);
        var length = beginning.Length;
        while (length < seen.Length && _plain.Read(seen[length..]) is > 0 and var read)
            length += read;
        return seen[..length].SequenceEqual(Mark);
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
