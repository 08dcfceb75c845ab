using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Secrets;

/// <summary>The same with a real k6, and a script that puts its token wherever it can.</summary>
[Collection("Secrets")]
public sealed class RealSecretTests : IDisposable
{
    private const string Token = "s3cr3t_T0k3n_4711";
    private const string Password = "p@ss w\u00f6rd/+\"x\\<&>%41";

    private const string Script = """
        import http from 'k6/http';
        import encoding from 'k6/encoding';
        import { check, group, sleep } from 'k6';
        import { Counter } from 'k6/metrics';
        const token = __ENV.API_TOKEN, password = __ENV.API_PASSWORD;
        if (!token || !password) throw new Error('I need both');
        const made = new Counter(token === 'unknown-while-planning' ? 'made' : 'made_' + token);
        export function setup() { console.log('setup with ' + token); }
        export default function () {
          for (const secret of [token, password]) {
            console.log(`plain ${secret}`);
            console.warn(JSON.stringify({ secret }));
            console.error(JSON.stringify(JSON.stringify({ secret })));
            console.info(encoding.b64encode('user:' + secret) + ' ' + encoding.b64encode(secret, 'rawurl') + ' ' + encodeURIComponent(secret));
            const response = http.get(`${__ENV.TARGET_URL}?key=${encodeURIComponent(secret)}`, {
              headers: { Authorization: 'Bearer ' + encoding.b64encode(secret) }, tags: { secret, ['is ' + secret]: 'x' },
            });
            check(response, { ['works with ' + secret]: r => r.status === 200 });
            group('group of ' + secret, () => made.add(1, { of: secret }));
            http.get(`http://127.0.0.1:9/${encodeURIComponent(secret)}`); // Nobody is there: k6 warns of the address.
          }
          sleep(0.1);
          throw new Error(`bad ${token} and ${password}`);
        }
        export function teardown() { throw new Error(`teardown with ${token} and ${password}`); }
        """;

    private readonly LoadTarget _target = new();
    private readonly SecretRun _run = new();
    private readonly LeakSearch _search = new(Token, Password);

    [Fact]
    public void Nothing_of_a_run_holds_them()
    {
        var k6 = RealK6.PathOrSkip();
        _run.SetEnvironment("API_PASSWORD", Password);
        _run.SetSecure(Token);
        _run.Write("script.js", Script);
        using var arguments = new ProcessArguments();

        var output = _run.Run(
            $$"""
            $loud = @{ Verbose = $true; Debug = $true; WarningAction = 'Continue' }
            $plan = New-AzLoadTestPlan -Script script.js -K6Path '{{k6}}' -TargetUrl '{{_target.Url}}fast' -SecretName API_TOKEN, API_PASSWORD -TotalVus 2 -VusPerContainer 1 -Duration 2s @loud
            $plan
            $run = $plan | Start-AzLoadTestWorker -Secret @{ API_TOKEN = $secure } @loud | Wait-AzLoadTestRun @loud
            $run
            $run | Merge-AzLoadTestResult @loud
            """);

        Assert.Empty(_search.InFolder(_run.Folder));
        Assert.All(_run.Written, text => Assert.Null(_search.In(text)));
        Assert.Contains(arguments.Seen, line => line.Contains(k6, StringComparison.Ordinal) && line.Contains("--paused", StringComparison.Ordinal));
        Assert.All(arguments.Seen, line => Assert.Null(_search.In(line)));

        // They were there and did their work: the target was asked, and what they named is in the result without them.
        dynamic result = output[^1];
        Assert.InRange(_target.Requests, 4, int.MaxValue);
        Assert.Equal((double)_target.Requests, (double)result.Metrics["made_redacted_counter"].Count);
        Assert.Equal("works with ***", (string)result.Checks[0].Name);
        var console = File.ReadAllText(Assert.Single(Directory.GetFiles(_run.Folder, "k6_console_0.log", SearchOption.AllDirectories)));
        foreach (var trace in new[] { "setup with ***", "plain ***", "bad *** and ***", "http://127.0.0.1:9/***" })
            Assert.Contains(trace, console, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_while_planning_or_packing_tells_nothing_of_them()
    {
        var k6 = RealK6.PathOrSkip();
        _run.SetEnvironment("API_TOKEN", Token);
        _run.Write("planning.js", "throw new Error('bad ' + __ENV.API_TOKEN);");
        _run.Run($"New-AzLoadTestPlan -Script planning.js -K6Path '{k6}' -SecretName API_TOKEN -TotalVus 1");
        Assert.Contains(_run.Written, text => text.Contains("bad ***", StringComparison.Ordinal));

        // A script that does without its secret while it is planned.
        _run.SetSecure(Password);
        _run.Write("packing.js", "if (__ENV.API_PASSWORD !== 'unknown-while-planning') throw new Error('bad ' + __ENV.API_PASSWORD); export default function () {}");
        _run.Run($"New-AzLoadTestPlan -Script packing.js -K6Path '{k6}' -SecretName API_PASSWORD -TotalVus 1 | Start-AzLoadTestWorker -Secret @{{ API_PASSWORD = $secure }}");
        Assert.Contains(_run.Written, text => text.Contains("can't be packed", StringComparison.Ordinal) || text.Contains("packing.js' Error: bad ***", StringComparison.Ordinal));

        Assert.All(_run.Written, text => Assert.Null(_search.In(text)));
        Assert.Empty(_search.InFolder(_run.Folder));
    }

    public void Dispose()
    {
        _run.Dispose();
        _target.Dispose();
    }
}
