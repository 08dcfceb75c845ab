namespace LoadTestAz.Benchmarks.Performance;

/// <summary>A part of the report on performance: measures LoadTestAz, and beside it what people would use instead.</summary>
internal interface ISection
{
    /// <summary>For the command line.</summary>
    string Name { get; }

    /// <summary>For the report.</summary>
    string Title { get; }

    /// <summary>Measures. Ways that are compared take turns, and ratios are taken within each round.</summary>
    /// <param name="rounds">How often each way is measured; what takes minutes may be measured less often, and says so.</param>
    /// <param name="log">For a line now and then.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BenchmarkException">Something that must be there is not.</exception>
    Task<SectionReport> MeasureAsync(int rounds, TextWriter log, CancellationToken cancellationToken);
}
