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

    // There may be thousands of small files: what is larger than 85,000 bytes, and new for each of them, is dear to collect.
    private const int FileBufferBytes = 32 << 10;

    /// <summary>Reads them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="use">Takes them; they are good until it returns.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static Task<T> ReadAsync<T>(string path, Func<InputHead, T> use, CancellationToken cancellationToken) => ReadAsync(path, MaxBytes, use, cancellationToken);

    /// <summary>Reads a whole file that must not be larger than that.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">How large it may be.</param>
    /// <param name="use">Takes its bytes; they are good until it returns.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FormatException">It is larger, or breaks off.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static Task<T> ReadAllAsync<T>(string path, int maxBytes, Func<ReadOnlyMemory<byte>, T> use, CancellationToken cancellationToken) =>
        ReadAsync(
            path,
            maxBytes,
            head => head.IsWhole
                ? use(WithoutMark(head.Bytes))
                : throw new FormatException(head.IsCutOff ? "its gzip breaks off." : $"it is larger than {maxBytes >> 20} MiB, which no file of its kind is."),
            cancellationToken);

    /// <summary>The bytes behind the mark that some Windows tools put first.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> bytes) => bytes.Span.StartsWith("\ufeff"u8) ? bytes["\ufeff"u8.Length..] : bytes;

    private static async Task<T> ReadAsync<T>(string path, int maxBytes, Func<InputHead, T> use, CancellationToken cancellationToken)
    {
        var (bytes, head) = await RentAsync(path, maxBytes, cancellationToken).ConfigureAwait(false);
        try
        {
            return use(head);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    // What is rented when the reading fails is left to the collector.
    private static async Task<(byte[] Bytes, InputHead Head)> RentAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Min(maxBytes, MaxBytes) + 1);
        var file = RawFileReader.Open(path, FileBufferBytes);
        await using (file.ConfigureAwait(false))
        {
            var input = await K6Input.OpenAsync(file, cancellationToken).ConfigureAwait(false);
            await using (input.ConfigureAwait(false))
            {
                input.Head.CopyTo(bytes);
                var length = input.Head.Length;
                while (length <= maxBytes)
                {
                    if (length == bytes.Length)
                        bytes = Grow(bytes, (int)Math.Min(2L * length, maxBytes + 1L));

                    // One byte more than may be there tells that there is more.
                    var read = await input.ReadAsync(bytes.AsMemory(length, Math.Min(bytes.Length, maxBytes + 1) - length), cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                        return (bytes, new InputHead(bytes.AsMemory(0, length), !input.Truncated, input.Truncated));
                    length += read;
                }

                return (bytes, new InputHead(bytes.AsMemory(0, maxBytes), false, false));
            }
        }
    }

    private static byte[] Grow(byte[] bytes, int length)
    {
        var grown = ArrayPool<byte>.Shared.Rent(length);
        bytes.CopyTo(grown, 0);
        ArrayPool<byte>.Shared.Return(bytes);
        return grown;
    }
}
