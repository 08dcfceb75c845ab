using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LoadTestAz.Metrics;

/// <summary>Sorts doubles as the whole numbers that have their order, digit by digit.</summary>
/// <remarks>
/// The library's sorting of double is not compiled ahead of time: in a process that sorts but once it runs unoptimised for most
/// of it. 300,000 values take 100 ms so, 31 ms as ulong (which is compiled ahead), and 10 to 14 ms here.
/// </remarks>
internal static class AscendingDoubles
{
    private const ulong Sign = 1UL << 63;
    private const int DigitBits = 11;
    private const int Digits = 6; // Of 64 bits.
    private const int Values = 1 << DigitBits;

    // Fewer are not worth the counting.
    private const int Few = 1000;

    /// <summary>Sorts in place; -0 comes before 0, and there must be no NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sort(Span<double> values)
    {
        var keys = MemoryMarshal.Cast<double, ulong>(values);
        foreach (ref var key in keys)
            key ^= (key & Sign) != 0 ? ulong.MaxValue : Sign;
        if (keys.Length < Few)
            keys.Sort();
        else
            SortByDigits(keys);
        foreach (ref var key in keys)
            key ^= (key & Sign) != 0 ? Sign : ulong.MaxValue;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SortByDigits(Span<ulong> keys)
    {
        var counts = new int[Digits * Values];
        foreach (var key in keys)
        {
            for (var digit = 0; digit < Digits; digit++)
                counts[(digit * Values) + DigitOf(key, digit)]++;
        }

        var rented = ArrayPool<ulong>.Shared.Rent(keys.Length);
        Span<ulong> from = keys, to = rented.AsSpan(0, keys.Length);
        for (var digit = 0; digit < Digits; digit++)
        {
            var places = counts.AsSpan(digit * Values, Values);
            if (places[DigitOf(from[0], digit)] == from.Length)
                continue; // All have the same.

            var next = 0;
            foreach (ref var place in places)
                (place, next) = (next, next + place);
            foreach (var key in from)
                to[places[DigitOf(key, digit)]++] = key;
            var sorted = to;
            to = from;
            from = sorted;
        }

        if (from != keys)
            from.CopyTo(keys);
        ArrayPool<ulong>.Shared.Return(rented);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int DigitOf(ulong key, int digit) => (int)(key >> (digit * DigitBits)) & (Values - 1);
}
