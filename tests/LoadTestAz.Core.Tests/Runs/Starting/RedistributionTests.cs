using CsCheck;
using LoadTestAz.Plans;
using LoadTestAz.Runs;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Core.Tests.Runs.Starting;

/// <summary>Laws of giving missing workers' load to the others.</summary>
public sealed class RedistributionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);

    private static readonly Gen<(LoadTestPlan Plan, int[] Ready)> Cases =
        from total in Gen.Int[2, 3_000]
        from perWorker in Gen.Int[1, 60]
        from browser in Gen.Int[0, 100]
        where total / perWorker < 900
        from seed in Gen.Int
        let plan = Plan(total, perWorker, browser)
        from share in Gen.Double[0, 1]
        select (plan, Pick(plan, share, seed));

    [Fact]
    public void VUs_and_segments_add_up_to_the_plans_for_each_type_of_which_one_is_ready() => Cases.Sample((plan, ready) =>
    {
        var shares = Redistribution.Of(plan, ready, giveAway: true, Now);
        var applied = Redistribution.Apply(plan, shares);

        Assert.Equal(ready.Order(), shares.Workers.Select(s => s.Worker));
        Assert.Equal(plan.TotalVus, applied.Workers.Sum(w => w.Vus));
        foreach (var type in plan.Workers.GroupBy(w => w.TestType))
        {
            var present = type.Where(w => ready.Contains(w.Index)).ToList();
            var missing = type.Where(w => !ready.Contains(w.Index)).ToList();
            Assert.Equal(type.Sum(w => w.Vus), applied.Workers.Where(w => w.TestType == type.Key).Sum(w => w.Vus));
            Assert.All(missing, w => Assert.Equal(present.Count > 0, shares.Given.Contains(w.Index)));
            Assert.All(missing, w => Assert.Equal(present.Count > 0 ? 0 : w.Vus, applied.Workers[w.Index].Vus));
            if (present.Count == 0)
                continue;

            // Nobody gets less than he had, the segments tile the whole, and they are those that k6 is told of as the sequence.
            Assert.All(present, w => Assert.True(applied.Workers[w.Index].Vus >= w.Vus));
            var segments = present.Select(w => applied.Workers[w.Index].ExecutionSegment.Split(':')).ToList();
            Assert.Equal(("0", "1"), (segments[0][0], segments[^1][1]));
            Assert.Equal(string.Join(',', segments.Select(s => s[0]).Append("1")), ExecutionSegments.SequenceOf(applied, type.Key));
            Assert.Equal(segments.Skip(1).Select(s => s[0]), segments.SkipLast(1).Select(s => s[1]));
        }
    });

    [Fact]
    public void Without_giving_away_everybody_keeps_his_own() => Cases.Sample((plan, ready) =>
    {
        var shares = Redistribution.Of(plan, ready, giveAway: false, Now);
        Assert.Empty(shares.Given);
        Assert.Equal(ready.Order().Select(i => new WorkerShare(i, plan.Workers[i].Vus, plan.Workers[i].ExecutionSegment)), shares.Workers);
        Assert.Equal(plan.Workers, Redistribution.Apply(plan, shares).Workers);
    });

    [Fact]
    public void What_the_store_holds_is_read_back()
    {
        var plan = Plan(30, 10, 0);
        var shares = Redistribution.Of(plan, [0, 2], giveAway: true, Now);
        var json = System.Text.Json.JsonSerializer.Serialize(shares, RunJson.Default.SharesDocument);
        var read = System.Text.Json.JsonSerializer.Deserialize(json, RunJson.Default.SharesDocument)!;
        Assert.Equal(shares.Workers, read.Workers);
        Assert.Equal((shares.At, shares.ReadyBy, 1), (read.At, read.ReadyBy, Assert.Single(read.Given)));
    }

    [Fact]
    public void Whose_load_went_to_whom_is_told()
    {
        Assert.Equal(
            "Before the start the load of worker 1 was given to 2 others (execution.on_missing_workers: redistribute): 10 VUs, so that worker 0 had 15 where the plan has 10. See that CPU and memory of a worker are enough for so many.",
            Redistribution.Describe([Worker(0, 15, 10), Worker(1, 0, 10), Worker(2, 15, 10)]));
        Assert.Null(Redistribution.Describe([Worker(0, 10, 10), Worker(1, 10, 10)]));
    }

    [Fact]
    public void The_load_that_was_given_away_counts_where_it_was_made()
    {
        var coverage = LoadTestCoverage.Of([Worker(0, 15, 10), Worker(1, 0, 10) with { State = WorkerState.Skipped, StartedAt = null }, Worker(2, 15, 10)], stopped: false);
        Assert.Equal("2/3 workers, 30/30 VUs", $"{coverage}");
        Assert.Equal(1, coverage.Share);
    }

    private static LoadTestWorker Worker(int index, int vus, int planned) => new()
    {
        RunId = "r", Index = index, Name = "w", TestType = TestType.Protocol, Vus = vus, PlannedVus = planned, State = WorkerState.Completed, StartedAt = Now, Location = "here",
    };

    private static LoadTestPlan Plan(int total, int perWorker, int browser) => new PlanBuilder(new FakeTimeProvider(), new Random(1)).Build(null, new PlanParameters
    {
        TotalVus = total, VusPerContainer = perWorker, TargetUrl = "http://t/", Script = typeof(RedistributionTests).Assembly.Location,
        Mix = new Dictionary<string, string> { ["protocol"] = $"{101 - browser}", ["browser"] = $"{browser}" },
    });

    // At least one is ready.
    private static int[] Pick(LoadTestPlan plan, double share, int seed)
    {
        var all = plan.Workers.Select(w => w.Index).ToArray();
        new Random(seed).Shuffle(all);
        return all[..Math.Max(1, (int)(share * all.Length))];
    }
}
