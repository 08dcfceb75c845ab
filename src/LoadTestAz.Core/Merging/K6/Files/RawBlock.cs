using System.Buffers;

namespace LoadTestAz.Merging.K6.Files;

/// <summary>A piece of a raw file, of whole lines. Whoever has read it gives it back.</summary>
/// <param name="Index">0-based: its place in the file.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Bytes">Larger than the content.</param>
/// <param name="Length">The bytes of the content.</param>
/// <param name="FirstLine">The 1-based number of its first line.</param>
internal sealed record RawBlock(long Index, RawBlockKind Kind, byte[] Bytes, int Length, long FirstLine)
{
    public ReadOnlySpan<byte> Content => Bytes.AsSpan(0, Length);

    public void Return() => ArrayPool<byte>.Shared.Return(Bytes);
}
