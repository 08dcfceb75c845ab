using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace LoadTestAz.Benchmarks.Measuring;

/// <summary>
/// How fast the machine is at a moment. A virtual one shares processors, caches and memory with others, so that the same work may
/// take a third longer an hour later: what is measured in seconds means little without this beside it.
/// </summary>
/// <param name="OneProcessor">Millions of steps a second that one thread makes, which only counts.</param>
/// <param name="AllProcessors">The same of as many threads as there are processors, all together.</param>
/// <param name="Copied">GB a second that one thread copies, from more memory than caches hold.</param>
/// <param name="AllCopied">The same of as many threads as there are processors, all together.</param>
/// <param name="Ticks">Processor time so far, in ticks of the system: all, and what others had of it; zero where the system does not tell.</param>
internal sealed record MachineSpeed(double OneProcessor, double AllProcessors, double Copied, double AllCopied, (long All, long Taken) Ticks)
{
    private const int Steps = 100_000_000;
    private const int CopiedBytes = 64 << 20, Copies = 8;
    private const int Times = 3;

    /// <summary>Takes a second or two.</summary>
    public static MachineSpeed Measure()
    {
        var one = Time(() => Count(Steps));
        var all = Time(() => RunTogether(Environment.ProcessorCount, _ => Count(Steps)));
        return new MachineSpeed(Steps / one / 1e6, (double)Environment.ProcessorCount * Steps / all / 1e6, CopiedBy(1), CopiedBy(Environment.ProcessorCount), TicksSoFar());
    }

    /// <summary>Which share of the processors others had between an earlier moment and this one.</summary>
    public double TakenSince(MachineSpeed earlier) =>
        Ticks.All > earlier.Ticks.All ? (double)(Ticks.Taken - earlier.Ticks.Taken) / (Ticks.All - earlier.Ticks.All) : 0;

    // Each step needs the one before, so that it shows the processor's clock and nothing else.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Count(int steps)
    {
        var state = 88172645463325252UL;
        for (var i = 0; i < steps; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
        }

        return state;
    }

    private static double CopiedBy(int threads)
    {
        var blocks = Enumerable.Range(0, threads).Select(_ => (From: Used(), To: Used())).ToList();
        var seconds = Time(() => RunTogether(threads, thread =>
        {
            for (var i = 0; i < Copies; i++)
                blocks[thread].From.CopyTo(blocks[thread].To, 0);
        }));
        return (double)threads * Copies * CopiedBytes / seconds / 1e9;

        // Memory is only there once it was written to.
        static byte[] Used()
        {
            var block = new byte[CopiedBytes];
            Array.Fill(block, (byte)1);
            return block;
        }
    }

    // Threads of their own: the pool's may come a good part of a second late.
    private static void RunTogether(int count, Action<int> action)
    {
        var threads = Enumerable.Range(0, count).Select(i => new Thread(() => action(i))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }

    // The shortest of a few: what else begins meanwhile is not the machine.
    private static double Time(Action action) => Enumerable.Range(0, Times).Min(_ =>
    {
        var begin = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    });

    // https://docs.kernel.org/filesystems/proc.html#miscellaneous-kernel-statistics-in-proc-stat: user nice system idle iowait irq softirq steal
    private static (long All, long Taken) TicksSoFar()
    {
        const string statistics = "/proc/stat";
        const int columns = 8;
        if (!File.Exists(statistics))
            return default;
        var ticks = File.ReadLines(statistics).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(columns)
            .Select(t => long.Parse(t, CultureInfo.InvariantCulture)).ToList();
        return (ticks.Sum(), ticks[^1]);
    }
}
