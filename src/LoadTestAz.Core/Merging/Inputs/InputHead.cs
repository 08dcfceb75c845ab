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
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static Task<InputHead> ReadAsync(string path, CancellationToken cancellationToken) => ReadAsync(path, MaxBytes, cancellationToken);

    /// <summary>Reads a whole file that must not be larger than that.</summary>
    /// <exception cref="FormatException">It is larger, or breaks off.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAllAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        var head = await ReadAsync(path, maxBytes, cancellationToken).ConfigureAwait(false);
        if (!head.IsWhole)
            throw new FormatException(head.IsCutOff ? "its gzip breaks off." : $"it is larger than {maxBytes >> 20} MiB, which no file of its kind is.");
        return WithoutMark(head.Bytes);
    }

    /// <summary>The bytes behind the mark that some Windows tools put first.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> bytes) => bytes.Span.StartsWith("\ufeff"u8) ? bytes["\ufeff"u8.Length..] : bytes;

    private static async Task<InputHead> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        var file = RawFileReader.Open(path);
        await using (file.ConfigureAwait(false))
        {
            var input = await K6Input.OpenAsync(file, cancellationToken).ConfigureAwait(false);
            await using (input.ConfigureAwait(false))
            {
                // One byte more than may be there tells that there is more.
                var bytes = new byte[Math.Min(maxBytes, MaxBytes) + 1];
                input.Head.CopyTo(bytes);
                var length = input.Head.Length;
                while (length <= maxBytes)
                {
                    if (length == bytes.Length)
                        Array.Resize(ref bytes, (int)Math.Min(2L * length, maxBytes + 1L));
                    var read = await input.ReadAsync(bytes.AsMemory(length), cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                        return new InputHead(bytes.AsMemory(0, length), !input.Truncated, input.Truncated);
                    length += read;
                }

                return new InputHead(bytes.AsMemory(0, maxBytes), false, false);
            }
        }
    }
}
