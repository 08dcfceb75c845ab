using System.Globalization;
using System.Numerics;
using CsCheck;
using LoadTestAz.Plans;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Core.Tests.Plans;

/// <summary>Laws of the division of virtual users among workers.</summary>
public class WorkerSharesTests
{
    // At most 1000 workers: the load is bounded by what they may hold.
    private static readonly Gen<PlanParameters> Loads =
        from perWorker in Gen.Int[1, 2000]
        from total in Gen.Int[1, Math.Min(PlanLimits.MaxTotalVus, perWorker * (PlanLimits.MaxWorkers - 1))]
        from protocol in Gen.Double[0, 100]
        from browser in Gen.OneOf(Gen.Const(0.0), Gen.Double[0.001, 100])
        select new PlanParameters
        {
            TotalVus = total,
            VusPerContainer = perWorker,
            TargetUrl = "http://t/",
            Script = typeof(WorkerSharesTests).Assembly.Location,
            Mix = new Dictionary<string, string> { ["protocol"] = Text(browser == 0 ? protocol + 1 : protocol), ["browser"] = Text(browser) },
        };

    [Fact]
    public void Shares_add_up_and_differ_by_one_at_most() => Loads.Sample(load =>
    {
        var plan = Build(load);
        Assert.Equal(plan.TotalVus, plan.Workers.Sum(worker => worker.Vus));
        Assert.Equal(Enumerable.Range(0, plan.Workers.Count), plan.Workers.Select(worker => worker.Index));
        foreach (var type in plan.Workers.GroupBy(worker => worker.TestType))
        {
            var vus = type.Select(worker => worker.Vus).ToList();
            Assert.InRange(vus.Max() - vus.Min(), 0, 1);
            Assert.InRange(vus.Max(), 1, load.VusPerContainer!.Value);
            Assert.Equal((vus.Sum() + load.VusPerContainer.Value - 1) / load.VusPerContainer.Value, vus.Count);
        }
    });

    [Fact]
    public void Segments_of_each_type_tile_the_whole_in_proportion() => Loads.Sample(load =>
    {
        var plan = Build(load);
        foreach (var type in plan.Workers.GroupBy(worker => worker.TestType))
        {
            var total = type.Sum(worker => worker.Vus);
            var cuts = new List<string> { "0" };
            foreach (var worker in type)
            {
                var (from, to) = (worker.ExecutionSegment.Split(':')[0], worker.ExecutionSegment.Split(':')[1]);
                Assert.Equal(cuts[^1], from);
                cuts.Add(to);

                var ((a, b), (c, d)) = (Fraction(from), Fraction(to));
                Assert.Equal(((c * b) - (a * d)) * total, worker.Vus * b * d);
                Assert.Equal(BigInteger.One, BigInteger.GreatestCommonDivisor(c, d));
            }

            Assert.Equal("1", cuts[^1]);
            Assert.Equal(string.Join(',', cuts), ExecutionSegments.SequenceOf(plan, type.Key));
        }
    });

    private static string Text(double number) => number.ToString("0.################", CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [Fact]
    public void A_mix_is_off_by_less_than_one_user() => Loads.Sample(load =>
    {
        var plan = Build(load);
        var (protocols, browsers) = (Number(load.Mix!["protocol"]), Number(load.Mix["browser"]));
        var exact = plan.TotalVus * browsers / (browsers + protocols);
        var browser = plan.Workers.Where(worker => worker.TestType == TestType.Browser).Sum(worker => worker.Vus);
        Assert.InRange(browser - exact, -1, 1);
        Assert.Equal(browser == 0 ? TestType.Protocol : browser == plan.TotalVus ? TestType.Browser : TestType.Mixed, plan.TestType);
    });

    [Fact]
    public void Thirteen_users_on_three_workers()
    {
        var plan = Build(new PlanParameters { TotalVus = 13, VusPerContainer = 5, TargetUrl = "http://t/" });
        Assert.Equal([(5, "0:5/13"), (4, "5/13:9/13"), (4, "9/13:1")], plan.Workers.Select(worker => (worker.Vus, worker.ExecutionSegment)));
        Assert.Equal("0,5/13,9/13,1", ExecutionSegments.SequenceOf(plan, TestType.Protocol));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void The_number_of_workers_is_bounded(int workers, bool allowed)
    {
        var load = new PlanParameters { TotalVus = workers, VusPerContainer = 1, TargetUrl = "http://t/" };
        if (allowed)
            Assert.Equal(workers, Build(load).Workers.Count);
        else
            Assert.Equal("-TotalVus", Assert.Single(Assert.Throws<PlanException>(() => Build(load)).Mistakes).Path);
    }

    [Fact]
    public void Many_users_on_few_workers_are_no_trouble() =>
        Assert.Equal(PlanLimits.MaxTotalVus, Build(new PlanParameters { TotalVus = PlanLimits.MaxTotalVus, VusPerContainer = PlanLimits.MaxTotalVus, TargetUrl = "http://t/" }).Workers[0].Vus);

    private static LoadTestPlan Build(PlanParameters parameters) => new PlanBuilder(new FakeTimeProvider(), new Random(1)).Build(null, parameters);

    private static (BigInteger Numerator, BigInteger Denominator) Fraction(string text)
    {
        var parts = text.Split('/');
        return (BigInteger.Parse(parts[0]), parts.Length == 1 ? BigInteger.One : BigInteger.Parse(parts[1]));
    }
}
