using System.Text.RegularExpressions;
using LoadTestAz.Metrics;

namespace LoadTestAz.Plans.Binding;

/// <summary>Binds the section <c>test</c>, but for its type.</summary>
internal sealed partial class TestBinder(PlanContext context, PlanSection section)
{
    // The worker sets these itself, as the mission's document names them.
    private static readonly string[] WorkersOwn =
        ["WORKER_INDEX", "WORKER_COUNT", "TOTAL_VUS", "VUS", "DURATION", "RUN_ID", "TEST_TYPE", "TARGET_URL", "STORAGE_ACCOUNT", "CONTAINER_NAME"];

    // k6's settings of load hold for each k6 by itself: every worker would make all of it.
    private static readonly string[] LoadOfOneK6 = ["K6_VUS", "K6_DURATION", "K6_ITERATIONS", "K6_STAGES", "K6_RPS"];

    /// <summary>What each virtual user does, and whether the workers of that type can do it.</summary>
    /// <param name="type">What the workers turned out to be.</param>
    /// <param name="compute">Where they run.</param>
    public TestSettings Bind(TestType type, LoadTestCompute compute)
    {
        var (engine, target, script, sleep) = (section.Value("engine"), section.Value("target_url"), section.Value("script"), section.Value("sleep"));
        var setup = section.Value("setup");
        var capture = section.Value("capture");
        var targetUrl = target is { } url ? PlanUrls.Absolute(url) : null;
        var requests = section.Items("requests").ToList();
        var env = Env();
        var secrets = Secrets(env, compute);
        var variables = env.Keys.Concat(secrets).ToHashSet(StringComparer.Ordinal);
        var measured = script is not null ? null : BuiltInMetrics.WithoutScript(protocol: type != TestType.Browser, browser: type != TestType.Protocol);
        var settings = new TestSettings
        {
            Engine = engine?.Choice(LoadTestEngine.Auto, LoadTestEngine.K6, LoadTestEngine.Http) ?? LoadTestEngine.Auto,
            Capture = capture?.Choice(LoadTestCapture.Full, LoadTestCapture.Light) ?? LoadTestCapture.Full,
            TargetUrl = targetUrl,
            Script = script is { } file ? ScriptPath(file) : null,
            Setup = setup?.Choice(SetupPolicy.Once, SetupPolicy.EachWorker) ?? SetupPolicy.Once,
            Env = env,
            Secrets = secrets,
            Requests = requests.Select(request => RequestBinder.Bind(request, targetUrl, target is not null, variables)).OfType<LoadTestRequest>().ToArray(),
            Sleep = sleep is { } pause ? Sleep(pause) : TimeSpan.Zero,
            Measured = measured,
            Thresholds = ThresholdBinder.Bind(section, measured),
            Tags = Tags(),
        };

        if (script is null)
            setup?.Warn("is not used: only a script has setup() and teardown()");
        if (script is null && target is null && requests.Count == 0)
            context.Missing(section.Node, "test.target_url", "there is nothing to test; give a target_url, requests or a script");
        if (script is null && type != TestType.Protocol && target is null && settings.Requests.Count > 0 && settings.Requests.All(request => request.Method != "GET"))
            requests[0].Mistake("browser workers open pages, and none of the requests is a GET; give a test.target_url to open, or a k6 script");
        if (script is not null && requests.Count > 0 && type != TestType.Mixed)
            requests[0].Mistake("stands beside test.script, which makes its own requests; leave out one of the two");
        if (script is not null && type != TestType.Mixed)
            sleep?.Warn("is not used: a script pauses by itself, with sleep() of k6");
        if (settings.Engine == LoadTestEngine.Http && type != TestType.Protocol)
            engine!.Value.Mistake("browser workers need k6; allowed are auto and k6", "auto");
        else if (settings.Engine == LoadTestEngine.Http && script is not null)
            engine!.Value.Mistake("the built-in engine 'http' runs no scripts; set engine to k6 or auto, or put requests in place of the script");
        if (settings is { Capture: LoadTestCapture.Light, Engine: LoadTestEngine.Http })
            capture!.Value.Warn("is not used: the built-in engine takes every sample itself, at no other cost");
        return settings;
    }

    private string? ScriptPath(PlanValue value)
    {
        if (value.Text("the path of a k6 script") is not { } text)
            return null;

        // A path of the file is relative to the file, a path of the command line to where its user is.
        var folder = value.Node.Parameter is null ? Path.GetDirectoryName(context.File) : null;
        var path = text.Length == 0 || text.Contains('\0') ? null : Path.GetFullPath(Path.Combine(folder ?? "", text));
        if (File.Exists(path))
            return path;

        value.Mistake(
            path is null ? $"{value.Shown} is no path" : Directory.Exists(path) ? $"{value.Shown} is a folder; name the script in it" : $"{value.Shown} does not exist; looked for {path}",
            path is null ? null : Neighbour(path));
        return null;
    }

    private static string? Neighbour(string path)
    {
        var folder = Path.GetDirectoryName(path);
        return Directory.Exists(folder)
            ? Spelling.Nearest(Path.GetFileName(path), Directory.EnumerateFiles(folder).Take(200).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal))
            : null;
    }

    // k6's sleep() takes seconds, and so does a bare number here; everywhere else a duration needs its unit.
    private static TimeSpan Sleep(PlanValue value)
    {
        if (value.Node is PlanScalar { Text: var text } && PlanNumbers.TryReal(text, out _))
            return TimeSpan.FromSeconds(value.Number(0, PlanLimits.MaxWait.TotalSeconds, " seconds") ?? 0);
        return value.Duration(TimeSpan.Zero, PlanLimits.MaxWait) ?? TimeSpan.Zero;
    }

    private Dictionary<string, string> Env()
    {
        var env = new Dictionary<string, string>();
        foreach (var (name, value) in section.Entries("env"))
        {
            if (value.Text() is not { } text)
                continue;
            var key = value with { Node = value.Key ?? value.Node };
            if (!VariableName().IsMatch(name))
                key.Mistake($"{key.Shown} can't be the name of a variable; allowed are letters, digits and '_', no digit first");
            else if (WorkersOwn.Contains(name) || name.StartsWith("LOADTEST_", StringComparison.Ordinal))
                key.Mistake($"{key.Shown} is set by each worker itself; take another name");
            else if (LoadOfOneK6.Contains(name, StringComparer.OrdinalIgnoreCase))
                key.Mistake($"{key.Shown} would set the load of each worker's k6 by itself, so that all together make a multiple of it; give distribution.total_vus and duration, or set it in the script's options, which are divided among the workers");
            else if (text.Contains('\0'))
                value.Mistake("the value of a variable can't hold a NUL");
            else
                env[name] = text;
        }

        return env;
    }

    // Case makes no difference here: on Windows two variables can't differ by it alone.
    private string[] Secrets(Dictionary<string, string> env, LoadTestCompute compute)
    {
        var secrets = new List<string>();
        foreach (var value in section.Items("secrets"))
        {
            if (value.Text("the name of an environment variable, such as API_TOKEN") is not { } name)
                continue;
            if (!VariableName().IsMatch(name))
            {
                // Not shown, nor kept with the mistake: somebody may have written the value here.
                context.Mistake(value.Node, value.Path, "can't be the name of a variable; allowed are letters, digits and '_', no digit first. Give the name alone: the value stays in the environment of whoever starts the workers");
                continue;
            }

            if (WorkersOwn.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("LOADTEST_", StringComparison.OrdinalIgnoreCase))
                value.Mistake($"{value.Shown} is set by each worker itself; take another name");
            else if (name.StartsWith("K6_", StringComparison.OrdinalIgnoreCase))
                value.Mistake($"{value.Shown} is one of k6's own settings; take another name");
            else if (env.Keys.FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } plain)
                value.Mistake($"{value.Shown} stands in test.env as well ('{plain}'), where its value is for everybody to read; leave out one of the two");
            else if (secrets.Contains(name, StringComparer.OrdinalIgnoreCase))
                value.Mistake($"{value.Shown} is given twice");
            else if (compute is LoadTestCompute.Aci && (name.StartsWith('_') || name.EndsWith('_')))
                value.Mistake($"{value.Shown} begins or ends with '_', which Azure allows no variable of a container; take another name");
            else if (compute is LoadTestCompute.Aci && name.Equals("AZURE_CLIENT_ID", StringComparison.OrdinalIgnoreCase))
                value.Mistake($"{value.Shown} tells workers in Azure who they are, and stands in azure.identity_client_id; take another name");
            else
                secrets.Add(name);
        }

        return [.. secrets];
    }

    private Dictionary<string, string> Tags()
    {
        var tags = new Dictionary<string, string>();
        foreach (var (name, value) in section.Entries("tags"))
        {
            if (string.IsNullOrWhiteSpace(name))
                (value with { Node = value.Key ?? value.Node }).Mistake("a tag needs a name");
            else if (value.Text() is { } text)
                tags[name] = text;
        }

        return tags;
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();
}
