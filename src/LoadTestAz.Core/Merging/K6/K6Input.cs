using System.IO.Compression;

namespace LoadTestAz.Merging.K6;

/// <summary>The bytes of a stream, unpacked when it is gzip, up to where it breaks off.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes a stream that breaks off for one that ends. So a tiny member of our own is put behind
/// it: if that one comes out again, the last member before it was whole; otherwise it was not, and what comes out since
/// is nonsense and dropped.
/// </remarks>
internal sealed class K6Input : IAsyncDisposable
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

    public static async ValueTask<K6Input> OpenAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[2];
        var length = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (head is not [0x1f, 0x8b])
            return new K6Input(stream, null, head.AsMemory(0, length));
        var packed = new GzipTail(head, stream, PackedMark);
        return new K6Input(new GZipStream(packed, CompressionMode.Decompress), packed, default);
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
            // One call gives bytes from before the mark, or from behind it, never both: it asks for more input only when
            // it has nothing to give.
            var read = await _plain.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (!_packed.IsAtMark)
            {
                _ended = read == 0;
                return read;
            }

            Truncated = !await IsMarkAsync(buffer[..read], cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            Truncated = true;
        }

        _ended = true;
        return 0;
    }

    // The stream itself stays open: it is the caller's.
    public ValueTask DisposeAsync() => _packed is null ? ValueTask.CompletedTask : _plain.DisposeAsync();

    private async ValueTask<bool> IsMarkAsync(ReadOnlyMemory<byte> beginning, CancellationToken cancellationToken)
    {
        var seen = new byte[Mark.Length + 1];
        if (beginning.Length > Mark.Length)
            return false;
        beginning.CopyTo(seen);
        var length = beginning.Length;
        while (length < seen.Length && await _plain.ReadAsync(seen.AsMemory(length), cancellationToken).ConfigureAwait(false) is > 0 and var read)
            length += read;
        return seen.AsSpan(0, length).SequenceEqual(Mark);
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
