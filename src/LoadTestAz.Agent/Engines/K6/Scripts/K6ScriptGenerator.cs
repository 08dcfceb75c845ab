using System.Globalization;
using System.Text;
using LoadTestAz.Agent.Engines.Http;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>
/// The k6 script of a plan that has none: for protocol workers one that sends what the built-in HTTP engine would send,
/// under the same names; for browser workers one that opens the pages. The plan's tags are not in it: they are the
/// agent's to add, as for every script.
/// </summary>
public static class K6ScriptGenerator
{
    // k6/experimental/browser became k6/browser there, and all of its calls asynchronous; `await` is right for both.
    // https://grafana.com/docs/k6/latest/using-k6-browser/migrating-to-k6-v0-52/
    private static readonly Version BrowserGraduated = new(0, 52);

    /// <summary>The script for a worker of that type.</summary>
    /// <param name="plan">A plan with requests or a target.</param>
    /// <param name="type">Protocol or Browser.</param>
    /// <param name="k6">k6's version; null for a late one.</param>
    /// <returns>
    /// The script of protocol workers has no load of its own: K6_VUS and K6_DURATION give it. That of browser workers
    /// reads VUS (the worker's share) and DURATION itself, since only a scenario can ask for a browser, and K6_VUS
    /// would replace it; see <see cref="SetsOwnLoad"/>.
    /// </returns>
    public static string Create(LoadTestPlan plan, TestType type, Version? k6 = null) =>
        type is TestType.Browser ? Browser(plan, k6) : Protocol(plan);

    /// <summary>
    /// True when the generated script takes VUS and DURATION by itself: k6 must then get neither K6_VUS and K6_DURATION
    /// nor an execution segment.
    /// </summary>
    public static bool SetsOwnLoad(TestType type) => type is TestType.Browser;

    private static string Protocol(LoadTestPlan plan)
    {
        var requests = plan.Requests.Count > 0 ? plan.Requests : [new LoadTestRequest { Url = Target(plan), Name = Target(plan).OriginalString }];
        var script = new StringBuilder();
        script.Append("// Made by LoadTestAz from the plan's requests.\n");
        script.Append("import http from 'k6/http';\nimport { check, sleep } from 'k6';\n\n");
        script.Append("export const options = { discardResponseBodies: true };\n\n");

        var body = new StringBuilder();
        for (var i = 0; i < requests.Count; i++)
            Append(requests[i], i, RequestText.NamesIn(plan), script, body);
        script.Append("\nexport default function () {\n").Append(body);
        if (plan.Sleep > TimeSpan.Zero)
            script.Append(CultureInfo.InvariantCulture, $"  sleep({plan.Sleep.TotalSeconds});\n");
        return script.Append("}\n").ToString();
    }

    /// <summary>One request: what is the same each time is made once, in k6's init context.</summary>
    private static void Append(LoadTestRequest request, int index, IReadOnlySet<string> variables, StringBuilder init, StringBuilder body)
    {
        // As RequestTemplate: a request without a name of its own goes by its address, and its redirects by theirs,
        // which is what k6 does when no name is set (lib/netext/httpext/request.go, MakeRequest).
        var named = request.Name != request.Url.OriginalString && request.Name != request.Url.AbsoluteUri;
        var url = named ? request.Url.OriginalString : request.Name;
        var parameters = new List<string>();
        if (request.Headers.Count > 0)
            parameters.Add($"headers: {JsText.Object(request.Headers, variables)}");
        if (named)
            parameters.Add($"tags: {JsText.Object([new("name", request.Name)])}");

        // Without a callback of its own a request has k6's: 200 to 399 (internal/js/modules/k6/http/http.go).
        var statuses = string.Join(", ", request.ExpectStatus);
        if (statuses.Length > 0)
            parameters.Add($"responseCallback: http.expectedStatuses({statuses})");

        init.Append(CultureInfo.InvariantCulture, $"const params{index} = {{ {string.Join(", ", parameters)} }};\n");
        var call = $"http.request({JsText.Literal(request.Method)}, {JsText.Literal(url)}, {(request.Body is null ? "null" : JsText.Expression(request.Body, variables))}, params{index})";
        if (statuses.Length == 0)
        {
            body.Append(CultureInfo.InvariantCulture, $"  {call};\n");
            return;
        }

        var label = named ? request.Name : UrlText.Masked(request.Name, request.Url);
        var check = $"{label}: status is {string.Join(" or ", request.ExpectStatus)}";
        init.Append(CultureInfo.InvariantCulture, $"const checks{index} = {{ [{JsText.Literal(check)}]: (r) => [{statuses}].includes(r.status) }};\n");
        body.Append(CultureInfo.InvariantCulture, $"  check({call}, checks{index});\n");
    }

    private static string Browser(LoadTestPlan plan, Version? k6)
    {
        var module = k6 is not null && k6 < BrowserGraduated ? "k6/experimental/browser" : "k6/browser";
        var pages = string.Join(", ", Pages(plan).Select(page => JsText.Literal(page.OriginalString)));
        var sleep = plan.Sleep > TimeSpan.Zero
            ? string.Create(CultureInfo.InvariantCulture, $"  sleep({plan.Sleep.TotalSeconds});\n")
            : "";

        // "default" is the scenario's name in k6 when there is but one, and so in the HTTP engine.
        return $$"""
            // Made by LoadTestAz: opens the plan's pages, one after the other.
            import { browser } from '{{module}}';
            import { sleep } from 'k6';

            export const options = {
              scenarios: {
                default: {
                  executor: 'constant-vus',
                  vus: parseInt(__ENV.VUS || '1', 10),
                  duration: __ENV.DURATION || {{JsText.Literal(K6Duration.Format(plan.Duration))}},
                  options: { browser: { type: 'chromium' } },
                },
              },
            };

            const pages = [{{pages}}];

            // A page that is left at once may not have been painted yet: it would have no FCP and no LCP.
            const painted = () => new Promise((done) => {
              setTimeout(done, 3000);
              requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
            });

            export default async function () {
              const context = await browser.newContext();
              try {
                for (const url of pages) {
                  // A page each: k6 takes LCP and CLS when a page is closed, not when the next address is opened in it.
                  const page = await context.newPage();
                  await page.goto(url, { waitUntil: 'load' });
                  await page.evaluate(painted);
                  await page.close();
                }
              } finally {
                await context.close();
              }
            {{sleep}}}

            """.ReplaceLineEndings("\n");
    }

    /// <summary>What a browser opens: of a mixed plan, whose requests are the protocol workers', the target where there is one.</summary>
    private static IEnumerable<Uri> Pages(LoadTestPlan plan)
    {
        var gets = plan.Requests.Where(request => request.Method == "GET").Select(request => request.Url).ToList();
        return gets.Count == 0 || (plan.TestType is TestType.Mixed && plan.TargetUrl is not null) ? [Target(plan)] : gets;
    }

    private static Uri Target(LoadTestPlan plan) =>
        plan.TargetUrl ?? throw new NotSupportedException("The plan names neither requests nor a target address, and no script.");
}
