using System.IO.Pipes;
using LoadTestAz.Agent.Engines.K6;

namespace LoadTestAz.Agent.Tests.Engines.K6;

public sealed class K6OutputPipeTests : IDisposable
{
    private readonly AnonymousPipeServerStream _writer = new(PipeDirection.Out);
    private readonly AnonymousPipeClientStream _reader;

    public K6OutputPipeTests() => _reader = new AnonymousPipeClientStream(PipeDirection.In, _writer.ClientSafePipeHandle);

    [Fact]
    public async Task What_is_written_in_many_pieces_comes_whole_in_a_few()
    {
        const int Pieces = 2000;
        var pieces = Enumerable.Range(0, Pieces).Select(i => Enumerable.Repeat((byte)i, 400).ToArray()).ToArray();
        var writing = Task.Run(() =>
        {
            foreach (var piece in pieces)
                _writer.Write(piece);
            _writer.Dispose();
        });

        var (all, reads) = await ReadAllAsync();
        await writing;
        Assert.Equal(pieces.SelectMany(piece => piece), all);
        if (OperatingSystem.IsLinux())
            Assert.InRange(reads, 1, Pieces / 4);
    }

    [Fact]
    public async Task Its_end_is_seen_without_any_content()
    {
        await _writer.DisposeAsync();
        Assert.Empty((await ReadAllAsync()).Content);
    }

    [Fact]
    public async Task A_wait_for_what_does_not_come_ends_with_its_cancellation()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var reading = Task.Run(() => new K6OutputPipe(_reader).ReadAsync(new byte[10], cancel.Token).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Another_stream_is_read_as_it_is()
    {
        var buffer = new byte[10];
        Assert.Equal(3, await new K6OutputPipe(new MemoryStream([1, 2, 3])).ReadAsync(buffer));
    }

    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
    }

    private async Task<(List<byte> Content, int Reads)> ReadAllAsync()
    {
        var pipe = new K6OutputPipe(_reader);
        var (content, reads, buffer) = (new List<byte>(), 0, new byte[256 << 10]);
        while (await Task.Run(() => pipe.ReadAsync(buffer).AsTask()) is > 0 and var read)
        {
            content.AddRange(buffer[..read]);
            reads++;
        }

        return (content, reads);
    }
}
