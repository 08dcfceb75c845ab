namespace LoadTestAz.Benchmarks.Measuring;

/// <summary>
/// For how long what is compiled while it runs (.NET, Node.js) makes load before the seconds that count: tests last for
/// minutes, and this is the compiler's time. Where the processors are slow and full, .NET's takes some seven seconds.
/// </summary>
internal static class WarmUp
{
    /// <summary>So many seconds.</summary>
    public const int Seconds = 8;
}
