using LoadTestAz.Agent.Engines;
using LoadTestAz.Agent.Engines.Http;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Tests.Engines.Http;
using LoadTestAz.Agent.Tests.Engines.K6;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Tests.Engines;

public sealed class EngineFactoryTests : IDisposable
{
    private static readonly string SomeFile = typeof(EngineFactoryTests).Assembly.Location;
    private static readonly LoadTestPlan Plan = K6Plans.Of(vus: [1]) with { Engine = LoadTestEngine.Auto, TargetUrl = new Uri("http://127.0.0.1:9/") };

    private readonly string _folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;

    [Fact]
    public async Task A_plan_without_a_script_runs_on_the_http_engine()
    {
        await using var engine = Create(Plan with { K6Path = SomeFile });
        Assert.IsType<HttpLoadEngine>(engine);
    }

    [Theory]
    [InlineData(LoadTestEngine.Auto)]
    [InlineData(LoadTestEngine.K6)]
    public async Task A_plan_with_a_script_runs_on_k6(LoadTestEngine choice)
    {
        await using var engine = Create(Plan with { Script = "/s.js", Engine = choice, K6Path = SomeFile });
        Assert.IsType<K6LoadEngine>(engine);
    }

    [Fact]
    public async Task Engine_k6_needs_no_script_of_the_users()
    {
        await using var engine = Create(Plan with { Engine = LoadTestEngine.K6, K6Path = SomeFile });
        Assert.IsType<K6LoadEngine>(engine);
    }

    [Fact]
    public void Where_k6_is_missing_it_is_told_how_to_get_it()
    {
        Assert.Null(EngineFactory.WhyNot(Plan with { K6Path = "/no/k6" }));
        foreach (var plan in new[] { Plan with { Script = "/s.js" }, Plan with { Engine = LoadTestEngine.K6 }, K6Plans.Of([1], TestType.Browser) })
        {
            var reason = EngineFactory.WhyNot(plan with { K6Path = "/no/k6" });
            Assert.Contains("There is no k6 at '/no/k6'", reason);
            Assert.Contains("https://grafana.com/docs/k6", reason);
        }
    }

    [Fact]
    public void Engine_http_runs_no_script() =>
        Assert.Contains("engine http", EngineFactory.WhyNot(Plan with { Script = "/s.js", Engine = LoadTestEngine.Http, K6Path = SomeFile }));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ILoadEngine Create(LoadTestPlan plan) =>
        new EngineFactory(TimeProvider.System).Create(new EngineContext(plan, plan.Workers[0], _folder, new CollectingSink(), _ => { }));
}
