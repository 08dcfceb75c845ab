using CsCheck;
using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Tests.Engines.K6.Scripts;

public sealed class RequestLimitTests
{
    [Fact]
    public void Parts_add_up_to_the_whole_and_none_is_zero_which_would_be_no_limit() =>
        Gen.Select(Gen.Int[1, 5000], Gen.Int[1, 300].Array[2, 20]).Sample((limit, vus) =>
        {
            var plan = RequestLimit.Divide(ScriptFolder.Plan("t.js", vus), new Dictionary<TestType, int?> { [TestType.Protocol] = limit });
            Assert.All(plan.Workers, w => Assert.InRange(w.Rps!.Value, 1, limit));
            Assert.Equal(Math.Max(limit, vus.Length), plan.Workers.Sum(w => w.Rps!.Value));
            Assert.Equal(limit < vus.Length, plan.Warnings.Count > 0);
        });

    [Fact]
    public void One_worker_keeps_what_the_script_says() =>
        Assert.Null(RequestLimit.Divide(ScriptFolder.Plan("t.js", 7), new Dictionary<TestType, int?> { [TestType.Protocol] = 5 }).Workers[0].Rps);

    [Fact]
    public void Browser_workers_share_a_limit_with_the_others_where_it_is_the_same_one()
    {
        var plan = ScriptFolder.Plan("t.js", 6, 3, 1);
        plan = plan with { Workers = [plan.Workers[0], .. plan.Workers.Skip(1).Select(w => w with { TestType = TestType.Browser })] };
        Assert.Equal([60, 30, 10], Divide(100, 100));
        Assert.Equal([null, 6, 2], Divide(100, 8));
        Assert.Equal([null, 6, 2], Divide(null, 8));

        // Those that make the plan's requests run no script.
        plan = plan with { Requests = [new LoadTestRequest { Name = "a", Url = new Uri("http://127.0.0.1/") }] };
        Assert.Equal([null, 75, 25], Divide(100, 100));

        IEnumerable<int?> Divide(int? protocol, int? browser) =>
            RequestLimit.Divide(plan, new Dictionary<TestType, int?> { [TestType.Protocol] = protocol, [TestType.Browser] = browser }).Workers.Select(w => w.Rps);
    }
}
