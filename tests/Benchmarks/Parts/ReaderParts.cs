using BenchmarkDotNet.Attributes;
using LoadTestAz.Benchmarks.Merging;
using LoadTestAz.Benchmarks.Merging.Data;
using LoadTestAz.Merging.K6.Files;

namespace LoadTestAz.Benchmarks.Parts;

/// <summary>Reading a raw file of some 20 MB, unpacked, from memory, by one parser.</summary>
[MemoryDiagnoser]
public class ReaderParts
{
    private const int Bytes = 20_000_000;

    private byte[] _json = [];
    private byte[] _csv = [];

    [GlobalSetup]
    public void Write()
    {
        var pattern = GeneratedSamples.Create(2000, 50, new Random(1));
        (_json, _csv) = (Write(new JsonFileWriter(), pattern), Write(new CsvFileWriter(), pattern));
    }

    [Benchmark]
    public Task<long> Json() => ReadAsync(_json, isCsv: false);

    [Benchmark]
    public Task<long> Csv() => ReadAsync(_csv, isCsv: true);

    private static byte[] Write(RawFileWriter writer, K6Samples pattern)
    {
        var path = Path.GetTempFileName();
        try
        {
            writer.Write(path, pattern, 0, Bytes, CancellationToken.None);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<long> ReadAsync(byte[] file, bool isCsv) =>
        (await new RawFileReader().ReadAsync(new MemoryStream(file), isCsv, CancellationToken.None).ConfigureAwait(false)).Points;
}
