using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Tests.Engines.K6.Scripts;

public sealed class ScriptPlannerTests : IDisposable
{
    private const string Body = " export default function () {}";

    private readonly ScriptFolder _folder = new();

    [Theory]
    [InlineData("", LoadDivision.Vus, "sets no load of its own")]
    [InlineData("export const options = { tags: { a: 'b' } };", LoadDivision.Vus, "sets no load of its own")]
    [InlineData("export const options = { vus: 6, duration: '1m' };", LoadDivision.Segments, "by vus and duration")]
    [InlineData("export const options = { stages: [{ duration: '1m', target: 6 }] };", LoadDivision.Segments, "by stages")]
    [InlineData("export const options = { scenarios: { a: { executor: 'constant-vus', vus: 6, duration: '1m' } } };", LoadDivision.Segments, "by scenarios")]
    public async Task Division_and_its_reason_stand_on_the_plan_with_and_without_k6(string source, LoadDivision division, string reason)
    {
        var script = _folder.Add("t.js", source + Body);
        var plan = await PlanAsync(script, k6: null);
        Assert.Equal(division, plan.Division);
        Assert.Contains(reason, plan.DivisionReason);
        Assert.Contains("k6 is not at hand", plan.DivisionReason);

        plan = await PlanAsync(script, RealK6.PathOrSkip());
        Assert.Equal(division, plan.Division);
        Assert.Contains(reason, plan.DivisionReason);
        Assert.DoesNotContain("k6 is not at hand", plan.DivisionReason);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public async Task What_can_not_be_seen_without_k6_is_a_warning()
    {
        var plan = await PlanAsync(_folder.Add("t.js", "export const options = make();" + Body), k6: null);
        Assert.Equal(LoadDivision.Vus, plan.Division);
        Assert.Contains("not certain", Assert.Single(plan.Warnings));
    }

    [Fact]
    public async Task Thresholds_of_the_script_are_taken_over_and_the_plans_own_win()
    {
        var script = _folder.Add("t.js", "export const options = { thresholds: { http_req_duration: [{ threshold: 'p(95) < 500', abortOnFail: true }, 'max<900'] } };" + Body);
        var plan = ScriptFolder.Plan(script) with { Thresholds = [new("http_req_duration", "p(95)<500")] };
        plan = await new ScriptPlanner(TimeProvider.System).ApplyAsync(plan, RealK6.PathOrSkip(), CancellationToken.None);
        Assert.Equal([new("http_req_duration", "p(95)<500"), new("http_req_duration", "max<900")], plan.Thresholds);
        Assert.Contains("thresholds", Assert.Single((await PlanAsync(script, k6: null)).Warnings));
    }

    [Theory]
    [InlineData("import './nope.js';", "./nope.js")]
    [InlineData("throw new Error('boom');", "boom")]
    [InlineData("export const options = {", "t.js")]
    [InlineData("export const options = { scenarios: { a: { executor: 'constant-vus', vus: 1 } } };", "the duration is unspecified")]
    [InlineData("export const options = { thresholds: { http_req_duration: ['pp<3'] } };", "pp<3")]
    [InlineData("export const options = { thresholds: { nosuch: ['rate<1'] } };", "nosuch")]
    public async Task Errors_of_the_script_come_out_with_k6s_words(string source, string words)
    {
        var script = _folder.Add("t.js", source + Body);
        var error = await Assert.ThrowsAsync<PlanException>(() => PlanAsync(script, RealK6.PathOrSkip()));
        Assert.Contains(words, error.Message);
        Assert.DoesNotContain("\"level\"", error.Message);
        Assert.Equal("test.script", Assert.Single(error.Mistakes).Path);
    }

    [Fact]
    public async Task The_plans_duration_follows_the_scripts()
    {
        var plan = await PlanAsync(_folder.Add("t.js", "export const options = { vus: 4, duration: '2m' };" + Body), RealK6.PathOrSkip());
        Assert.Equal(TimeSpan.FromMinutes(2), plan.Duration);
        Assert.Contains("at most 4 VUs", Assert.Single(plan.Warnings));

        // ... but a script that makes something of DURATION must see the same one then.
        plan = await PlanAsync(_folder.Add("u.js", "export const options = { stages: [{ duration: __ENV.DURATION, target: 6 }, { duration: '30s', target: 0 }] };" + Body), RealK6.PathOrSkip());
        Assert.Equal(TimeSpan.FromMinutes(1), plan.Duration);
        Assert.Equal(plan.Execution.StartTimeout + TimeSpan.FromSeconds(90) + LoadTestExecution.DefaultGrace, plan.Execution.MaxDuration);
    }

    [Fact]
    public async Task What_a_script_takes_from_its_workers_share_is_not_divided_again()
    {
        var plan = await PlanAsync(_folder.Add("t.js", "export const options = { vus: __ENV.VUS, duration: __ENV.DURATION };" + Body), RealK6.PathOrSkip());
        Assert.Equal(LoadDivision.Vus, plan.Division);
        Assert.Contains("own share", plan.DivisionReason);

        plan = await PlanAsync(_folder.Add("u.js", "export const options = { scenarios: { a: { executor: 'constant-vus', vus: __ENV.VUS, duration: '1m' } } };" + Body), RealK6.PathOrSkip());
        Assert.Equal(LoadDivision.Segments, plan.Division);
        Assert.Contains(plan.Warnings, warning => warning.Contains("TOTAL_VUS"));
    }

    [Theory]
    [InlineData("export const options = { rps: 100 };", new[] { 50, 30, 20 })]
    [InlineData("export const options = { rps: 100, stages: [{ duration: '1m', target: 10 }] };", new[] { 50, 30, 20 })]
    [InlineData("export const options = { rps: 4 };", new[] { 2, 1, 1 })]
    [InlineData("export const options = { rps: 0 };", null)]
    public async Task A_limit_of_requests_per_second_is_divided_so_that_all_make_what_one_k6_would(string source, int[]? shares)
    {
        var plan = ScriptFolder.Plan(_folder.Add("t.js", source + Body), 5, 3, 2);
        plan = await new ScriptPlanner(TimeProvider.System).ApplyAsync(plan, RealK6.PathOrSkip(), CancellationToken.None);
        Assert.Equal(shares?.Cast<int?>() ?? [null, null, null], plan.Workers.Select(w => w.Rps));
        Assert.Equal(shares is not null, plan.DivisionReason!.Contains("is divided among the workers, too.", StringComparison.Ordinal));
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public async Task A_limit_smaller_than_the_number_of_workers_is_a_warning()
    {
        var plan = await PlanAsync(_folder.Add("t.js", "export const options = { rps: 2 };" + Body), RealK6.PathOrSkip());
        Assert.Equal([1, 1, 1], plan.Workers.Select(w => w.Rps!.Value));
        Assert.Contains("rps (2) can't be divided among 3 workers", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("300 / __ENV.WORKER_COUNT")]
    [InlineData("10 * __ENV.VUS")]
    public async Task A_limit_that_the_script_divides_by_itself_is_not_divided_again(string rps)
    {
        var plan = await PlanAsync(_folder.Add("t.js", $"export const options = {{ rps: {rps} }};" + Body), RealK6.PathOrSkip());
        Assert.All(plan.Workers, w => Assert.Null(w.Rps));
        Assert.EndsWith("so each keeps its own.", plan.DivisionReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_that_can_not_be_read_without_k6_is_a_warning()
    {
        var plan = await PlanAsync(_folder.Add("t.js", "export const options = { rps: 20 };" + Body), k6: null);
        Assert.Contains("option rps can't be read without k6", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_of_digits_leaves_the_scripts_numbers_alone()
    {
        var script = _folder.Add("t.js", "export const options = { scenarios: { ['pin' + __ENV.PIN]: { executor: 'constant-vus', vus: 1000, duration: '1m' } } };" + Body);
        var planner = new ScriptPlanner(TimeProvider.System) { Secrets = Ports.WorkerSecrets.Of(["PIN"], _ => "1000") };
        var plan = await planner.ApplyAsync(ScriptFolder.Plan(script) with { Secrets = ["PIN"] }, RealK6.PathOrSkip(), CancellationToken.None);
        Assert.Contains("scenarios (pin***) (at most 1000 VUs, 1m)", plan.DivisionReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_duration_alone_is_no_mistake()
    {
        var plan = await PlanAsync(_folder.Add("t.js", "export const options = { duration: '1m' };" + Body), RealK6.PathOrSkip());
        Assert.Equal(LoadDivision.Segments, plan.Division);
        Assert.Contains(plan.Warnings, warning => warning.Contains("some have nothing to do"));
    }

    [Fact]
    public async Task Secrets_reach_the_script_by_environment()
    {
        var plan = ScriptFolder.Plan(_folder.Add("t.js", "if (__ENV.SECRET !== 'a b\"c') { throw new Error('no secret') }" + Body)) with { Env = new Dictionary<string, string> { ["SECRET"] = "a b\"c" } };
        Assert.Equal(LoadDivision.Vus, (await new ScriptPlanner(TimeProvider.System).ApplyAsync(plan, RealK6.PathOrSkip(), CancellationToken.None)).Division);
    }

    [Fact]
    public async Task A_program_that_is_no_k6_is_a_mistake()
    {
        var script = _folder.Add("t.js", Body);
        await Assert.ThrowsAsync<PlanException>(() => PlanAsync(script, script));
    }

    [Fact]
    public async Task A_k6_that_is_too_old_is_told_by_its_version()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a shell script.");
        var old = _folder.Add("k6", "#!/bin/sh\necho 'k6 v0.45.0 (2023-05-01, go1.20, linux/amd64)'\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(old, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var error = await Assert.ThrowsAsync<PlanException>(() => PlanAsync(_folder.Add("t.js", Body), old));
        Assert.Contains("is k6 v0.45.0, too old", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("noSetup: true, noTeardown: true", SetupPolicy.EachWorker, 0)]
    [InlineData("noSetup: true", SetupPolicy.EachWorker, 1)]
    [InlineData("noTeardown: true", SetupPolicy.EachWorker, 1)]
    [InlineData("noSetup: false", SetupPolicy.Once, 0)]
    public async Task A_setup_that_the_scripts_options_leave_out_is_left_to_each_k6_which_heeds_them(string options, SetupPolicy policy, int warnings)
    {
        var plan = await PlanAsync(_folder.Add("t.js", $"export const options = {{ {options} }}; export function setup() {{}}" + Body), RealK6.PathOrSkip());
        Assert.Equal((policy, warnings), (plan.Setup, plan.Warnings.Count));
    }

    [Fact]
    public async Task A_plan_without_a_script_stays_as_it_is()
    {
        var plan = ScriptFolder.Plan(null);
        Assert.Same(plan, await new ScriptPlanner(TimeProvider.System).ApplyAsync(plan, null, CancellationToken.None));
    }

    public void Dispose() => _folder.Dispose();

    private static Task<LoadTestPlan> PlanAsync(string script, string? k6) =>
        new ScriptPlanner(TimeProvider.System).ApplyAsync(ScriptFolder.Plan(script), k6, CancellationToken.None);
}
