using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Tests.Engines.K6.Scripts;

public sealed class ScriptPackerTests : IDisposable
{
    private readonly ScriptFolder _home = new();
    private readonly ScriptFolder _worker = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_that_a_script_needs_arrives_in_its_place(bool withK6)
    {
        var script = Scripts();
        var packed = await PackAsync(ScriptFolder.Plan(script), withK6);
        Assert.Empty(packed.Warnings);
        var entry = Unpack(packed);
        Assert.Equal(
            ["data/users.json", "lib/a.js", "lib/deep/b.js", "tests/test.js"],
            Directory.EnumerateFiles(_worker.Path, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Path.Combine(_worker.Path, "script", "files"), f).Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.Equal(File.ReadAllText(script), File.ReadAllText(entry));
    }

    [Theory]
    [InlineData("export default function () { }", "", false)]
    [InlineData("export const options = { setupTimeout: '5s' }; export default function () { }", "", false)]
    [InlineData("export function setup() { } export default function () { }", "", true)]
    [InlineData("export default function () { } export const teardown = () => { }", "", true)]
    [InlineData("export { begin as setup } from './lib.js'; export default function () { }", "export function begin() { }", true)]
    [InlineData("import './lib.js'; export default function () { }", "export function setup() { }", true)]
    [InlineData("export * from './lib.js'; export default function () { }", "export const a = 1;", true)]
    [InlineData("exports.default = function () { };", "", true)]
    public async Task Whether_it_may_have_a_setup_is_seen_from_all_that_travels(string script, string library, bool may)
    {
        _home.Add("lib.js", library);
        Assert.Equal(may, (await PackAsync(ScriptFolder.Plan(_home.Add("t.js", script)), withK6: false)).MayHaveSetup);
    }

    [Theory]
    [InlineData("export function begin() { }", false)]
    [InlineData("export function setup() { }", true)]
    public async Task So_it_is_with_k6(string library, bool may)
    {
        _home.Add("lib.js", library);
        var script = _home.Add("t.js", "import './lib.js'; export const options = { setupTimeout: '5s' }; export default function () { }");
        Assert.Equal(may, (await PackAsync(ScriptFolder.Plan(script), withK6: true)).MayHaveSetup);
    }

    [Fact]
    public async Task K6_runs_what_arrived()
    {
        var packed = await PackAsync(ScriptFolder.Plan(Scripts()), withK6: true);
        _home.Dispose();
        var output = await new K6Tool(RealK6.PathOrSkip(), TimeProvider.System).RunAsync(["run", "--quiet", Unpack(packed)], new Dictionary<string, string>(), CancellationToken.None);
        Assert.True(output.ExitCode == 0, output.Error);
        Assert.Contains("ann and bob", output.Error);
    }

    [Fact]
    public async Task Options_follow_the_workers_environment_and_secrets_stay_out()
    {
        var script = _home.Add("t.js", "export const options = { tags: { w: __ENV.WORKER_INDEX } }; export default function () { console.log(`tag ${__ENV.WORKER_INDEX} ${__ENV.SECRET}`) }");
        var plan = ScriptFolder.Plan(script) with { Env = new Dictionary<string, string> { ["SECRET"] = "hush" } };
        var packed = await PackAsync(plan, withK6: true);
        Assert.Equal(-1, packed.Content.Span.IndexOf("hush"u8));
        var entry = Unpack(packed);
        var output = await new K6Tool(RealK6.PathOrSkip(), TimeProvider.System).RunAsync(["inspect", "--include-system-env-vars", entry], ScriptEnvironment.Of(plan, plan.Workers[2]), CancellationToken.None);
        Assert.Contains("\"w\": \"2\"", output.Text);
    }

    [Fact]
    public async Task Files_of_absolute_places_travel_as_k6s_archive()
    {
        var data = _home.Add("d.txt", "absolutely").Replace('\\', '/');
        var packed = await PackAsync(ScriptFolder.Plan(_home.Add("t.js", $"const d = open('{data}'); export default function () {{ console.log(d) }}")), withK6: true);
        Assert.Contains("archive", Assert.Single(packed.Warnings));
        _home.Dispose();
        var entry = Unpack(packed);
        Assert.Equal("archive.tar", Path.GetFileName(entry));
        var output = await new K6Tool(RealK6.PathOrSkip(), TimeProvider.System).RunAsync(["run", "--quiet", entry], new Dictionary<string, string>(), CancellationToken.None);
        Assert.Contains("absolutely", output.Error);
    }

    [Theory]
    [InlineData("import './nope.js';", "'./nope.js', which does not exist")]
    [InlineData("open('/etc/hostname');", "by an absolute path")]
    public async Task What_can_not_travel_is_a_mistake_of_the_plan(string source, string message)
    {
        var error = await Assert.ThrowsAsync<PlanException>(() => PackAsync(ScriptFolder.Plan(_home.Add("t.js", source)), withK6: false));
        Assert.Contains(message, error.Message);
        Assert.Equal("test.script", Assert.Single(error.Mistakes).Path);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_name_that_some_system_can_not_hold_is_told_as_it_is(bool withK6)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It can't even be made there.");
        _home.Add("lib/a:b.json", "{}");
        var script = _home.Add("t.js", "const a = open('./lib/a:b.json'); export default function () { }");
        var error = await Assert.ThrowsAsync<PlanException>(() => PackAsync(ScriptFolder.Plan(script), withK6));
        Assert.Contains("the file 'lib/a:b.json' can't travel to workers on any system: control characters and", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_link_points_to_travels_under_the_links_name(bool withK6)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right there.");
        var elsewhere = _home.Add("elsewhere/real.js", "export const a = 1;");
        var script = _home.Add("tests/t.js", "import { a } from './link.js'; import { a as b } from './folder/real.js'; export default function () { }");
        File.CreateSymbolicLink(Path.Combine(_home.Path, "tests", "link.js"), elsewhere);
        Directory.CreateSymbolicLink(Path.Combine(_home.Path, "tests", "folder"), Path.GetDirectoryName(elsewhere)!);
        Unpack(await PackAsync(ScriptFolder.Plan(script), withK6));

        var folder = Path.Combine(_worker.Path, "script", "files");
        foreach (var name in new[] { "link.js", "folder/real.js" })
        {
            Assert.Equal("export const a = 1;", await File.ReadAllTextAsync(Path.Combine(folder, name)));
            Assert.Null(File.ResolveLinkTarget(Path.Combine(folder, name), returnFinalTarget: true));
        }
    }

    [Fact]
    public async Task Too_much_is_refused_with_the_limit()
    {
        using (var large = File.Create(Path.Combine(_home.Path, "large.bin")))
            large.SetLength(ScriptBundle.MaxBytes + 1);
        var error = await Assert.ThrowsAsync<PlanException>(() => PackAsync(ScriptFolder.Plan(_home.Add("t.js", "open('./large.bin', 'b')")), withK6: false));
        Assert.Contains("more than 50 MB", error.Message);
    }

    [Fact]
    public async Task What_is_known_only_at_run_time_is_a_warning()
    {
        var packed = await PackAsync(ScriptFolder.Plan(_home.Add("t.js", "open(`./${__ENV.X}.csv`); open(`./${__ENV.Y}.csv`)")), withK6: false);
        Assert.Contains("only while it runs", Assert.Single(packed.Warnings));
    }

    [Fact]
    public async Task The_same_script_gives_the_same_bytes()
    {
        var plan = ScriptFolder.Plan(Scripts());
        Assert.Equal((await PackAsync(plan, withK6: false)).Content.ToArray(), (await PackAsync(plan, withK6: false)).Content.ToArray());
    }

    [Fact]
    public async Task A_plan_without_a_script_has_nothing_to_pack() =>
        Assert.Null(await new ScriptPacker(TimeProvider.System).PackAsync(ScriptFolder.Plan(null), null, CancellationToken.None));

    public void Dispose()
    {
        if (Directory.Exists(_home.Path))
            _home.Dispose();
        _worker.Dispose();
    }

    private string Scripts()
    {
        _home.Add("data/users.json", """["ann","bob"]""");
        _home.Add("data/unused.json", "[]");
        _home.Add("lib/a.js", "import { join } from './deep/b.js';\nexport const text = () => join(JSON.parse(open('../data/users.json')));");
        _home.Add("lib/deep/b.js", "export const join = (names) => names.join(' and ');");
        return _home.Add("tests/test.js", "import http from 'k6/http';\nimport { text } from '../lib/a.js';\nconst names = text();\nexport default function () { console.log(names); }");
    }

    private static async Task<PackedScript> PackAsync(LoadTestPlan plan, bool withK6) =>
        (await new ScriptPacker(TimeProvider.System).PackAsync(plan, withK6 ? RealK6.PathOrSkip() : null, CancellationToken.None))!;

    private string Unpack(PackedScript packed) => ScriptUnpacker.Unpack(packed.Content.ToArray(), Path.Combine(_worker.Path, "script"));
}
