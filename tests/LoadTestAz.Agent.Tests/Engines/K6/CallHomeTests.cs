using System.Diagnostics;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Agent.Tests.Engines.K6.Scripts;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>A real k6 reaches nobody but its target: no usage report, no extension fetched, no look for a newer version.</summary>
public sealed class CallHomeTests : IDisposable
{
    private const string Script = "import { sleep } from 'k6'; export const options = { cloud: { name: 'x', projectID: 1 } }; export default function () { sleep(0.2); }";

    // What would send it to the cloud, or for an extension, if the plan could say so.
    private static readonly Dictionary<string, string> Astray = new()
    {
        ["K6_OUT"] = "cloud", ["K6_CLOUD_TOKEN"] = "x", ["K6_BINARY_PROVISIONING"] = "true", ["K6_AUTO_EXTENSION_RESOLUTION"] = "true", ["K6_NO_USAGE_REPORT"] = "false",
    };

    private readonly CallHomeListener _wayOut = new();
    private readonly ScriptFolder _folder = new();
    private readonly string _k6;

    public CallHomeTests() => _k6 = _wayOut.Enclose(RealK6.PathOrSkip());

    [Fact]
    public async Task Left_to_itself_it_would()
    {
        // Otherwise the tests below would show nothing.
        var start = new ProcessStartInfo(_k6, ["run", "--quiet", "--duration", "1s", _folder.Add("t.js", Script)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in K6Environment.NoCallHome.Keys)
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync(), process.WaitForExitAsync());
        Assert.NotEmpty(_wayOut.Attempts);
    }

    [Fact]
    public async Task It_does_not_while_it_is_looked_for_looked_into_packed_and_run()
    {
        var binary = await K6Binary.OpenAsync(_k6, TimeProvider.System, CancellationToken.None);
        var plan = ScriptFolder.Plan(_folder.Add("t.js", Script)) with { Env = Astray };
        plan = await new ScriptPlanner(TimeProvider.System).ApplyAsync(plan, binary.Path, CancellationToken.None);
        await new ScriptPacker(TimeProvider.System).PackAsync(plan, binary.Path, CancellationToken.None);
        await using var run = new K6Run(_k6, Script, K6Plans.Of(vus: [1]) with { Duration = TimeSpan.FromSeconds(2), Env = Astray });
        await run.PrepareAsync();
        Assert.True((await run.RunAsync()).Succeeded);

        Assert.Empty(_wayOut.Attempts);
    }

    [Fact]
    public async Task It_fetches_no_extension_that_a_script_asks_for()
    {
        var plan = ScriptFolder.Plan(_folder.Add("t.js", "import faker from 'k6/x/faker';" + Script)) with { Env = Astray };
        await Assert.ThrowsAsync<PlanException>(() => new ScriptPlanner(TimeProvider.System).ApplyAsync(plan, _k6, CancellationToken.None));
        await using var run = new K6Run(_k6, "import faker from 'k6/x/faker';" + Script, K6Plans.Of(vus: [1]) with { Env = Astray });
        await Assert.ThrowsAsync<EngineException>(run.PrepareAsync);

        Assert.Empty(_wayOut.Attempts);
    }

    public void Dispose()
    {
        _wayOut.Dispose();
        _folder.Dispose();
    }
}
