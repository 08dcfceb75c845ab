using System.Buffers;
using LoadTestAz.Merging.K6;
using LoadTestAz.Merging.K6.Files;

namespace LoadTestAz.Merging.Inputs;

/// <summary>The first bytes of a file, unpacked.</summary>
/// <param name="Bytes">Up to <see cref="MaxBytes"/> of them.</param>
/// <param name="IsWhole">True when there are no more.</param>
/// <param name="IsCutOff">True when the file is gzip that breaks off within them.</param>
internal sealed record InputHead(ReadOnlyMemory<byte> Bytes, bool IsWhole, bool IsCutOff)
{
    /// <summary>Enough for some hundred lines.</summary>
    public const int MaxBytes = 64 << 10;

    /// <summary>Reads them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">How many are wanted at most.</param>
    /// <param name="isEnough">Looks at those that were read so far, and tells whether more are needed.</param>
    /// <param name="use">Takes them; they are good until it returns.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static T Read<T>(string path, int maxBytes, Func<ReadOnlyMemory<byte>, bool> isEnough, Func<InputHead, T> use, CancellationToken cancellationToken)
    {
        // What is rented when the reading fails is left to the collector.
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Min(maxBytes, MaxBytes) + 1);
        var head = Read(path, maxBytes, isEnough, ref bytes, cancellationToken);
        try
        {
            return use(head);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Reads a whole file that must not be larger than that.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">How large it may be.</param>
    /// <param name="use">Takes its bytes; they are good until it returns.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FormatException">It is larger, or breaks off.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static T ReadAll<T>(string path, int maxBytes, Func<ReadOnlyMemory<byte>, T> use, CancellationToken cancellationToken) =>
        Read(
            path,
            maxBytes,
            isEnough: _ => false,
            head => head.IsWhole
                ? use(WithoutMark(head.Bytes))
                : throw new FormatException(head.IsCutOff ? "its gzip breaks off." : $"it is larger than {maxBytes >> 20} MiB, which no file of its kind is."),
            cancellationToken);

    /// <summary>The bytes behind the mark that some Windows tools put first.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> bytes) => bytes.Span.StartsWith("\ufeff"u8) ? bytes["\ufeff"u8.Length..] : bytes;

    // Not asynchronous: files on a disk are read by threads in any case, and there may be thousands of small ones.
    private static InputHead Read(string path, int maxBytes, Func<ReadOnlyMemory<byte>, bool> isEnough, ref byte[] bytes, CancellationToken cancellationToken)
    {
        using var file = RawFileReader.Open(path, bufferBytes: 0);
        using var input = K6Input.Open(file);
        input.Head.CopyTo(bytes);
        var length = input.Head.Length;
        while (length <= maxBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (length == bytes.Length)
                bytes = Grow(bytes, (int)Math.Min(2L * length, maxBytes + 1L));

            // One byte more than may be there tells that there is more.
            var read = input.Read(bytes.AsSpan(length, Math.Min(bytes.Length, maxBytes + 1) - length));
            if (read == 0)
                return new InputHead(bytes.AsMemory(0, length), !input.Truncated, input.Truncated);
            length += read;
            if (isEnough(bytes.AsMemory(0, length)))
                return new InputHead(bytes.AsMemory(0, length), false, false);
        }

        return new InputHead(bytes.AsMemory(0, maxBytes), false, false);
    }

    private static byte[] Grow(byte[] bytes, int length)
    {
        var grown = ArrayPool<byte>.Shared.Rent(length);
        bytes.CopyTo(grown, 0);
        ArrayPool<byte>.Shared.Return(bytes);
        return grown;
    }
}
