using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LoadTestAz.Metrics;

/// <summary>Compares and searches bytes, as the library's spans do.</summary>
/// <remarks>
/// A merge mostly runs once in a process. There the library's own are compiled for any processor at first, and then for a good part
/// of a second count their calls, for .NET to learn from, which for pieces as short as names, times and lines takes longer than the
/// search. These are compiled for this processor at once.
/// </remarks>
internal static class ByteScan
{
    /// <summary>Whether both have the same bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Equal(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.Length != b.Length)
            return false;
        if (a.Length < Vector128<byte>.Count)
            return EqualShort(a, b);
        var at = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; at <= a.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
            {
                if (Vector256.Create(a.Slice(at, Vector256<byte>.Count)) != Vector256.Create(b.Slice(at, Vector256<byte>.Count)))
                    return false;
            }
        }

        for (; at <= a.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            if (!EqualAt(a, b, at))
                return false;
        }

        // The last ones once more, together with some that are known to be equal.
        return at == a.Length || EqualAt(a, b, a.Length - Vector128<byte>.Count);
    }

    /// <summary>Where the first of these bytes is; the length where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int IndexOf(ReadOnlySpan<byte> text, byte first, byte second)
    {
        var at = 0;
        for (; at <= text.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            var bytes = Vector128.Create(text.Slice(at, Vector128<byte>.Count));
            var found = (Vector128.Equals(bytes, Vector128.Create(first)) | Vector128.Equals(bytes, Vector128.Create(second))).ExtractMostSignificantBits();
            if (found != 0)
                return at + BitOperations.TrailingZeroCount(found);
        }

        while (at < text.Length && text[at] != first && text[at] != second)
            at++;
        return at;
    }

    /// <summary>Where the line ends: its line feed, or the length where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int LineEnd(ReadOnlySpan<byte> text)
    {
        var at = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; at <= text.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
            {
                var found = Vector256.Equals(Vector256.Create(text.Slice(at, Vector256<byte>.Count)), Vector256.Create((byte)'\n')).ExtractMostSignificantBits();
                if (found != 0)
                    return at + BitOperations.TrailingZeroCount(found);
            }
        }

        return at + IndexOf(text[at..], (byte)'\n', (byte)'\n');
    }

    /// <summary>How many line feeds there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int CountLineFeeds(ReadOnlySpan<byte> text)
    {
        var (at, count) = (0, 0);
        if (Vector256.IsHardwareAccelerated)
        {
            for (; at <= text.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
                count += BitOperations.PopCount(Vector256.Equals(Vector256.Create(text.Slice(at, Vector256<byte>.Count)), Vector256.Create((byte)'\n')).ExtractMostSignificantBits());
        }

        for (; at <= text.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
            count += BitOperations.PopCount(Vector128.Equals(Vector128.Create(text.Slice(at, Vector128<byte>.Count)), Vector128.Create((byte)'\n')).ExtractMostSignificantBits());
        for (; at < text.Length; at++)
            count += text[at] == '\n' ? 1 : 0;
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool EqualAt(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int at) =>
        Vector128.Create(a.Slice(at, Vector128<byte>.Count)) == Vector128.Create(b.Slice(at, Vector128<byte>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool EqualShort(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] != b[i])
                return false;
        }

        return true;
    }
}
