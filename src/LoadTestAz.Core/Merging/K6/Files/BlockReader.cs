using System.Buffers;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6.Files;

/// <summary>Cuts a file into blocks of whole lines, which several threads can read at once; skips lines that are too long to keep.</summary>
/// <param name="input">The file's bytes, unpacked.</param>
/// <param name="boundary">Where the last line ends that may end a block.</param>
/// <param name="blockBytes">About how large a block is.</param>
internal sealed class BlockReader(K6Input input, BlockReader.Boundary boundary, int blockBytes = BlockReader.BlockBytes)
{
    /// <summary>Large enough that handing a block on costs nothing beside reading it, small enough to stay in a processor's cache.</summary>
    public const int BlockBytes = 256 << 10;

    // How much of a line that is too long is shown.
    private const int ShownBytes = 4096;

    private byte[] _carry = [.. input.Head.Span];
    private int _carried = input.Head.Length;
    private long _index;
    private long _line = 1;
    private bool _ended;
    private bool _skipping;

    /// <summary>The end of the last line in the bytes behind which a block may be cut, its line feed included; 0 for none.</summary>
    public delegate int Boundary(ReadOnlySpan<byte> bytes);

    /// <summary>A block may end at any line's end.</summary>
    public static int AnyLine(ReadOnlySpan<byte> bytes) => bytes.LastIndexOf((byte)'\n') + 1;

    /// <summary>True when the file ended in the middle of a line that is skipped, or of a gzip member.</summary>
    public bool Truncated => input.Truncated || _skipping;

    /// <summary>The next block, or null at the end.</summary>
    /// <remarks>Whoever reads has a thread for it: with a call for every 8 KB of gzip, waiting for one costs more than reading.</remarks>
    public RawBlock? Read(CancellationToken cancellationToken)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Math.Max(blockBytes, _carried));
        _carry.AsSpan(0, _carried).CopyTo(bytes);
        var length = _carried;
        while (true)
        {
            length = Fill(bytes, length, cancellationToken);
            if (_skipping)
                length = Skip(bytes, length);
            var end = _ended ? AnyLine(bytes.AsSpan(0, length)) : boundary(bytes.AsSpan(0, length));
            if (end > 0)
                return Cut(bytes, end, length);
            if (_ended)
                return length > 0 ? Take(RawBlockKind.Rest, bytes, length, lines: 1) : End(bytes);
            if (length >= K6JsonReader.MaxLineBytes)
                return GiveUp(bytes, length);
            if (length == bytes.Length)
                bytes = Grow(bytes);
        }
    }

    private int Fill(byte[] bytes, int length, CancellationToken cancellationToken)
    {
        while (!_ended && length < bytes.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = input.Read(bytes.AsSpan(length));
            _ended = read == 0;
            length += read;
        }

        return length;
    }

    // Drops what belongs to the line that is skipped.
    private int Skip(byte[] bytes, int length)
    {
        var end = bytes.AsSpan(0, length).IndexOf((byte)'\n') + 1;
        if (end == 0)
            return 0;
        _skipping = false;
        bytes.AsSpan(end, length - end).CopyTo(bytes);
        return length - end;
    }

    private RawBlock Cut(byte[] bytes, int end, int length)
    {
        _carried = length - end;
        if (_carry.Length < _carried)
            _carry = new byte[Math.Max(_carried, 2 * _carry.Length)];
        bytes.AsSpan(end, _carried).CopyTo(_carry);
        return Take(RawBlockKind.Lines, bytes, end, ByteScan.CountLineFeeds(bytes.AsSpan(0, end)));
    }

    private RawBlock GiveUp(byte[] bytes, int length)
    {
        _skipping = true;
        _carried = 0;
        return Take(RawBlockKind.TooLong, bytes, Math.Min(length, ShownBytes), lines: 1);
    }

    private RawBlock Take(RawBlockKind kind, byte[] bytes, int length, int lines)
    {
        if (kind == RawBlockKind.Rest)
            _carried = 0;
        _line += lines;
        return new RawBlock(_index++, kind, bytes, length, _line - lines);
    }

    private static RawBlock? End(byte[] bytes)
    {
        ArrayPool<byte>.Shared.Return(bytes);
        return null;
    }

    private static byte[] Grow(byte[] bytes)
    {
        var grown = ArrayPool<byte>.Shared.Rent(2 * bytes.Length);
        bytes.CopyTo(grown, 0);
        ArrayPool<byte>.Shared.Return(bytes);
        return grown;
    }
}
