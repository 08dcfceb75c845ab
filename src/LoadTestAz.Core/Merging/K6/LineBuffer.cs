namespace LoadTestAz.Merging.K6;

/// <summary>Cuts a stream of bytes into lines, however it comes in pieces, and skips lines that are too long to keep.</summary>
internal sealed class LineBuffer(int maxLineBytes)
{
    // Large enough that moving the rest of a line to the front costs nothing beside reading.
    private const int InitialBytes = 256 << 10;

    private byte[] _bytes = new byte[Math.Min(InitialBytes, maxLineBytes + 1)];
    private int _start;
    private int _searched;
    private int _end;

    /// <summary>True from the first piece of a line that is too long until its end comes.</summary>
    public bool IsSkipping { get; private set; }

    /// <summary>Room for the next piece; never empty. Only after all whole lines were taken.</summary>
    public Memory<byte> MakeRoom()
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start.._end).CopyTo(_bytes);
            (_start, _searched, _end) = (0, _searched - _start, _end - _start);
        }

        if (_end == _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(2L * _bytes.Length, maxLineBytes + 1L));
        return _bytes.AsMemory(_end);
    }

    /// <summary>Takes what was put into the room.</summary>
    public void Commit(int bytes) => _end += bytes;

    /// <summary>The next whole line, without its end; valid until room is made.</summary>
    /// <param name="line">The line, or as much of it as is left when it is too long.</param>
    /// <param name="tooLong">True at the first piece of a line that is too long, of which no more will come.</param>
    public bool TryTake(out ReadOnlySpan<byte> line, out bool tooLong)
    {
        line = default;
        tooLong = false;
        while (true)
        {
            var found = _bytes.AsSpan(_searched.._end).IndexOf((byte)'\n');
            if (found < 0)
                return TryGiveUp(out line, out tooLong);

            line = _bytes.AsSpan(_start..(_searched + found));
            _start = _searched += found + 1;
            if (!IsSkipping)
                return true;
            IsSkipping = false;
        }
    }

    /// <summary>What stands behind the last line's end.</summary>
    public ReadOnlySpan<byte> Rest => _bytes.AsSpan(_start.._end);

    private bool TryGiveUp(out ReadOnlySpan<byte> line, out bool tooLong)
    {
        _searched = _end;
        line = Rest;
        tooLong = !IsSkipping && line.Length > maxLineBytes;
        IsSkipping |= tooLong;

        // The bytes of a skipped line are overwritten by the next piece.
        if (IsSkipping)
            _start = _searched = _end;
        return tooLong;
    }
}
