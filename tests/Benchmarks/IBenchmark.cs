namespace LoadTestAz.Benchmarks;

/// <summary>Something that people measure by name: <c>dotnet run -c Release --project tests/Benchmarks -- NAME</c>.</summary>
internal interface IBenchmark
{
    /// <summary>The name, one word.</summary>
    string Name { get; }

    /// <summary>What it measures, and its options, in a few lines.</summary>
    string Summary { get; }

    /// <summary>Measures, and writes a report in Markdown.</summary>
    /// <exception cref="BenchmarkException">It can't be measured here; the message says why and what to do.</exception>
    Task RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken);
}
