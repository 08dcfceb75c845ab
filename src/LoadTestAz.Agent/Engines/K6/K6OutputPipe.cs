using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>
/// k6's standard output, read a lot at a time. k6 writes 4 KB at a time, some ten thousand times a second at full speed;
/// to be woken for each of them costs the machine far more than reading does, and it is k6's machine too.
/// So the pipe is made large where it can be (Linux), and what comes is left to gather there for a moment.
/// </summary>
/// <remarks>
/// Reading blocks: it is for a thread of its own. It ends within <see cref="PollTime"/> of a cancellation.
/// On Windows, where it can't be asked whether there is anything to read, it is the stream as it is.
/// </remarks>
internal sealed class K6OutputPipe : Stream
{
    /// <summary>What an ordinary user may ask for. Source: Linux, fs/pipe.c, pipe_max_size.</summary>
    public const int PipeBytes = 1 << 20;

    /// <summary>How long what comes may gather: at 10,000 requests a second some 400 KB, less than the pipe holds.</summary>
    public static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(10);

    /// <summary>How long it waits without looking whether it was cancelled.</summary>
    public static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(200);

    private const int SetPipeSize = 1031;
    private const short Readable = 1;

    private readonly Stream _inner;
    private readonly SafeHandle? _handle;
    private readonly bool _gathers;

    public K6OutputPipe(Stream inner)
    {
        _inner = inner;
        if (OperatingSystem.IsWindows() || inner is not PipeStream pipe)
            return;
        _handle = pipe.SafePipeHandle;

        // A pipe that stayed small is full in a moment: k6 would wait for us.
        _gathers = OperatingSystem.IsLinux() && Control(_handle, SetPipeSize, PipeBytes) >= PipeBytes;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_handle is null)
            return _inner.ReadAsync(buffer, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        while (!IsReadable(_handle))
            cancellationToken.ThrowIfCancellationRequested();
        if (_gathers)
            cancellationToken.WaitHandle.WaitOne(GatherTime);
        return new ValueTask<int>(_inner.Read(buffer.Span));
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => _inner.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // At its end, or broken, it is readable too: reading tells which. An interrupted wait is one that brought nothing.
    private static bool IsReadable(SafeHandle handle)
    {
        var entry = new PollEntry { Descriptor = (int)handle.DangerousGetHandle(), Events = Readable };
        return Poll(ref entry, 1, (int)PollTime.TotalMilliseconds) > 0;
    }

    [DllImport("libc", EntryPoint = "poll")]
    private static extern int Poll(ref PollEntry entries, nuint count, int milliseconds);

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int Control(SafeHandle descriptor, int command, int value);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Answer;
    }
}
