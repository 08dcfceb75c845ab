using System.Runtime.CompilerServices;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6;

/// <summary>Reads times, and the same one again without parsing it: a request's samples share theirs, so that eight of nine need none.</summary>
/// <param name="parse">Reads a time that is another one.</param>
internal sealed class RecentTime(RecentTime.Parser parse)
{
    private readonly byte[] _time = new byte[40];
    private int _length = -1;
    private long _ticks;

    /// <summary>Reads a time as ticks of UTC; false where it is none.</summary>
    public delegate bool Parser(ReadOnlySpan<byte> text, out long utcTicks);

    /// <inheritdoc cref="Parser"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryParse(ReadOnlySpan<byte> text, out long utcTicks)
    {
        if (_length >= 0 && ByteScan.Equal(text, _time.AsSpan(0, _length)))
        {
            utcTicks = _ticks;
            return true;
        }

        if (text.Length > _time.Length || !parse(text, out utcTicks))
        {
            utcTicks = 0;
            return false;
        }

        text.CopyTo(_time);
        (_length, _ticks) = (text.Length, utcTicks);
        return true;
    }
}
