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
    private static readonly LoadTestPlan Plan = K6Plans.Of(vus: [1]) with { Engine = LoadTestEngine.Auto, TargetUrl = new Uri("http://127.0.0.1:9/") };
    private static readonly LoadTestPlan Scripted = Plan with { Script = "/s.js" };
    private static readonly LoadTestPlan Browsing = K6Plans.Of([1], TestType.Browser) with { Engine = LoadTestEngine.Auto, TargetUrl = Plan.TargetUrl };

    private readonly string _folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;
    private readonly Dictionary<string, string> _environment = [];
    private readonly List<string> _log = [];
    private readonly EngineFactory _factory;

    public EngineFactoryTests() => _factory = new EngineFactory(TimeProvider.System, name => _environment.GetValueOrDefault(name));

    public static TheoryData<string> NeedK6 => ["script", "browser", "engine k6"];

    [Fact]
    public async Task Auto_takes_k6_where_there_is_one_and_http_where_there_is_none()
    {
        Assert.IsType<HttpLoadEngine>(await CreateAsync(Plan));
        _environment["PATH"] = Folder(Program("k6 v1.0.0 (go1.24, linux/amd64)"));
        Assert.IsType<K6LoadEngine>(await CreateAsync(Plan with { RunId = "later" }));
        Assert.IsType<HttpLoadEngine>(await CreateAsync(Plan with { RunId = "asked", Engine = LoadTestEngine.Http }));
    }

    [Theory]
    [InlineData("-K6Path")]
    [InlineData(K6Binary.PathVariable)]
    [InlineData("PATH")]
    public async Task K6_is_found_wherever_it_is_named(string place)
    {
        var program = Program("k6 v2.2.0 (go1.25, linux/amd64)");
        if (place != "-K6Path")
            _environment[place] = place == "PATH" ? Folder(program) : program;
        var choice = await _factory.ChooseAsync(place == "-K6Path" ? Plan with { K6Path = program } : Plan, CancellationToken.None);
        Assert.Equal((program, "v2.2.0", null), (choice.K6!.Path, choice.K6.VersionText, choice.Warning));
    }

    [Theory]
    [MemberData(nameof(NeedK6))]
    public async Task Where_k6_is_missing_it_is_told_how_to_get_it(string need)
    {
        var reason = (await Assert.ThrowsAsync<EngineException>(() => CreateAsync(PlanThatNeeds(need)))).Message;
        Assert.Contains(need, reason);
        Assert.Contains("There is no k6 on this machine", reason);
        Assert.Contains("https://grafana.com/docs/k6", reason);
    }

    [Theory]
    [InlineData("k6 v0.48.0 (go1.21, linux/amd64)", "too old")]
    [InlineData("command not found", "does not answer as k6 does")]
    public async Task One_on_the_path_that_is_of_no_use_is_passed_over_where_none_is_needed(string answer, string why)
    {
        _environment["PATH"] = Folder(Program(answer));
        Assert.IsType<HttpLoadEngine>(await CreateAsync(Plan));
        Assert.Contains(why, Assert.Single(_log));
        Assert.Contains(why, (await _factory.ChooseAsync(Plan, CancellationToken.None)).Warning);
        Assert.Contains(why, (await Assert.ThrowsAsync<EngineException>(() => _factory.ChooseAsync(Scripted, CancellationToken.None))).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_is_asked_for_has_to_work(bool isThere)
    {
        var program = isThere ? Program("k6 v0.20.0 (go1.12, linux/amd64)") : "/no/k6";
        var why = isThere ? "too old" : "'/no/k6'";
        Assert.Contains(why, (await Assert.ThrowsAsync<EngineException>(() => CreateAsync(Plan with { K6Path = program }))).Message);
        _environment[K6Binary.PathVariable] = program;
        var error = await Assert.ThrowsAsync<EngineException>(() => CreateAsync(Plan with { RunId = "variable" }));
        Assert.Contains(why, error.Message);
        Assert.Contains("engine http", error.Message);
        Assert.IsType<HttpLoadEngine>(await CreateAsync(Plan with { RunId = "asked", Engine = LoadTestEngine.Http }));
    }

    [Fact]
    public async Task Workers_of_a_run_get_the_same_whatever_happens_between_them()
    {
        _environment["PATH"] = Folder(Program("k6 v1.0.0 (go1.24, linux/amd64)"));
        await _factory.ChooseAsync(Plan, CancellationToken.None);
        _environment.Clear();
        Assert.IsType<K6LoadEngine>(await CreateAsync(Plan));
        Assert.IsType<HttpLoadEngine>(await CreateAsync(Plan with { RunId = "another" }));
    }

    [Fact]
    public async Task A_path_of_the_session_means_nothing_in_a_container()
    {
        Assert.Null(EngineFactory.WhyNot(Scripted with { Compute = LoadTestCompute.Aci, K6Path = "/no/k6" }));
        _environment["PATH"] = Folder(Program("k6 v2.2.0 (go1.25, linux/amd64)"));
        Assert.IsType<K6LoadEngine>(await CreateAsync(Scripted with { Compute = LoadTestCompute.Aci, K6Path = "/no/k6" }));
    }

    [Fact]
    public void Engine_http_runs_no_script_and_no_browser()
    {
        Assert.Contains("engine http", EngineFactory.WhyNot(Scripted with { Engine = LoadTestEngine.Http }));
        Assert.Contains("engine http", EngineFactory.WhyNot(Browsing with { Engine = LoadTestEngine.Http }));
        Assert.Null(EngineFactory.WhyNot(Plan with { Engine = LoadTestEngine.Http }));
    }

    [Fact]
    public async Task Browser_workers_need_a_browser_before_the_start()
    {
        _environment[K6Binary.PathVariable] = Program("k6 v2.2.0 (go1.25, linux/amd64)");
        _environment["K6_BROWSER_EXECUTABLE_PATH"] = "/no/chromium";
        var error = await Assert.ThrowsAsync<EngineException>(() => _factory.ChooseAsync(Browsing, CancellationToken.None));
        Assert.Contains("K6_BROWSER_EXECUTABLE_PATH is '/no/chromium'", error.Message);

        // The plan's own stands before the machine's.
        var plan = Browsing with { Env = new Dictionary<string, string> { ["K6_BROWSER_EXECUTABLE_PATH"] = _environment[K6Binary.PathVariable] } };
        Assert.NotNull((await _factory.ChooseAsync(plan, CancellationToken.None)).K6);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static LoadTestPlan PlanThatNeeds(string need) => need switch
    {
        "script" => Scripted,
        "browser" => Browsing,
        _ => Plan with { Engine = LoadTestEngine.K6 },
    };

    private static string Folder(string program) => Path.GetDirectoryName(program)!;

    private Task<ILoadEngine> CreateAsync(LoadTestPlan plan) =>
        _factory.CreateAsync(new EngineContext(plan, plan.Workers[0], _folder, new CollectingSink(), _log.Add), CancellationToken.None);

    // As much of k6 as the choice looks at.
    private string Program(string answer)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a shell script.");
        var path = Path.Combine(_folder, "k6");
        File.WriteAllText(path, $"#!/bin/sh\necho '{answer}'\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
