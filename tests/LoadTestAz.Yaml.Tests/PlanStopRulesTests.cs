using LoadTestAz.Plans;

namespace LoadTestAz.Yaml.Tests;

/// <summary><c>execution.stop_when</c>.</summary>
public sealed class PlanStopRulesTests
{
    private const string Figures = "a threshold reads '<figure> <operator> <number>', where the figure is one of avg, min, max, med, count, rate, value, p(N) and the operator one of <, <=, >, >=, ==, ===, !=; the window follows as in \"rate>0.2 for 60s\"";

    [Fact]
    public void Rules_are_read_in_the_order_of_the_file()
    {
        var plan = PlanFile.Build(PlanFile.Target + """
            distribution:
              duration: 10m
            execution:
              stop_when:
                http_req_failed: rate>0.2 for 60s
                http_req_duration{status:200,name:search}:
                  - p(95) > 2000 for 2m
                  - avg>1000
                vus: "value<1  for  1h"
            """);

        Assert.Equal(
            [
                new("http_req_failed", "rate>0.2", TimeSpan.FromSeconds(60)),
                new("http_req_duration{name:search,status:200}", "p(95) > 2000", TimeSpan.FromMinutes(2)),
                new("http_req_duration{name:search,status:200}", "avg>1000", TimeSpan.FromMinutes(1)),
                new LoadTestStopRule("vus", "value<1", TimeSpan.FromHours(1)),
            ],
            plan.StopWhen);
        Assert.Equal("the window of 1h is as long as the load (10m) or longer, so the rule never ends the run", Assert.Single(plan.Warnings).Split(": ")[^1]);
    }

    [Fact]
    public void Parameters_replace_the_rules_of_a_metric_and_leave_the_others()
    {
        var plan = PlanFile.Build(
            PlanFile.Target + "distribution: {duration: 10m}\nexecution:\n  stop_when: {http_req_failed: rate>0.2, http_reqs: rate<1 for 30s}\n",
            new PlanParameters { StopWhen = new Dictionary<string, IReadOnlyList<string>> { ["http_req_failed"] = ["rate>0.5 for 10s"] } });

        Assert.Equal(["http_req_failed: rate>0.5 for 10s", "http_reqs: rate<1 for 30s"], plan.StopWhen.Select(r => r.ToString()));
    }

    [Fact]
    public void A_metric_that_nothing_measures_is_a_warning_with_the_one_that_was_meant()
    {
        var plan = PlanFile.Build(PlanFile.Target + "execution:\n  stop_when: {http_req_faild: rate>0.2 for 10s}\n");

        Assert.EndsWith("plan.yaml(4,15): execution.stop_when.http_req_faild: no metric 'http_req_faild' will be measured, so the rule never ends the run; did you mean 'http_req_failed'?", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[rate>0.2]", 14, ": is a list; allowed is a mapping")]
    [InlineData("{'http_reqs{x': count>5}", 15, ".http_reqs{x: 'http_reqs{x' names no metric: the closing '}' is missing")]
    [InlineData("{http_req_failed: }", 32, ".http_req_failed: has no value; allowed is a rule such as \"rate>0.2 for 60s\", or a list of them")]
    [InlineData("{http_req_failed: {rate: 1}}", 32, ".http_req_failed: is a mapping; allowed is a rule such as \"rate>0.2 for 60s\", or a list of them")]
    [InlineData("{http_req_failed: many for 60s}", 32, ".http_req_failed: 'many for 60s' is no rule: " + Figures)]
    [InlineData("{http_req_failed: rate>0.2 during 60s}", 32, ".http_req_failed: 'rate>0.2 during 60s' is no rule: " + Figures + "; did you mean 'rate>0.2 for 60s'?")]
    [InlineData("{http_req_failed: rate>0.2 60s}", 32, ".http_req_failed: 'rate>0.2 60s' is no rule: " + Figures + "; did you mean 'rate>0.2 for 60s'?")]
    [InlineData("{http_req_duration: p95>500 for 60s}", 34, ".http_req_duration: 'p95>500 for 60s' is no rule: " + Figures + "; did you mean 'p(95)>500 for 60s'?")]
    [InlineData("{http_req_failed: [rate>0.2, p(95)>1 for 60s]}", 43, ".http_req_failed[1]: 'p(95)>1 for 60s' does not fit: http_req_failed is a rate, which has rate")]
    [InlineData("{http_req_failed: rate>0.2 for 60}", 32, ".http_req_failed: '60' is no window: the unit is missing; write a number with a unit, such as \"30s\", \"5m\" or \"1h30m\"; did you mean 'rate>0.2 for 60s'?")]
    [InlineData("{http_req_failed: rate>0.2 for 9s}", 32, ".http_req_failed: '9s' is out of range; allowed is a window of at least 10s, since a worker reports every 5 s, and at most 1h")]
    [InlineData("{http_req_failed: rate>0.2 for 61m}", 32, ".http_req_failed: '61m' is out of range; allowed is a window of at least 10s, since a worker reports every 5 s, and at most 1h")]
    public void Mistakes(string value, int column, string message) => Assert.Equal(
        $"plan.yaml(4,{column}): execution.stop_when{message}",
        PlanFile.Mistake($"{PlanFile.Target}execution:\n  stop_when: {value}\n"));

    [Fact]
    public void A_key_that_was_meant_is_found() => Assert.Equal(
        "plan.yaml(4,3): execution.stop_wen: unknown key; did you mean 'stop_when'?",
        PlanFile.Mistake(PlanFile.Target + "execution:\n  stop_wen: {http_req_failed: rate>0.2}\n"));

    [Fact]
    public void There_may_be_twenty_of_them_and_no_more()
    {
        var rules = string.Concat(Enumerable.Repeat("      - rate>0.2 for 10s\n", 21));

        Assert.Equal(
            "plan.yaml(26,9): execution.stop_when.http_req_failed[20]: is one rule too many; allowed are 20",
            PlanFile.Mistake($"{PlanFile.Target}execution:\n  stop_when:\n    http_req_failed:\n{rules}"));
    }
}
