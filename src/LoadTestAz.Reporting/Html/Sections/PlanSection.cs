using LoadTestAz.Merging;
using LoadTestAz.Plans;

namespace LoadTestAz.Reporting.Html.Sections;

/// <summary>What was planned, where it ran, and what it cost.</summary>
internal static class PlanSection
{
    private const int MaxRequests = 20;
    private const int MaxLength = 2000;

    public static void Write(HtmlBuilder html, LoadTestResult result)
    {
        html.Add($"<section id=\"plan\"><h2>Plan, environment, cost</h2>\n<dl>");
        if (result.Plan is { } plan)
            WritePlan(html, plan);
        Item(html, "Load made by", result.Engine);
        Item(html, "Duration", Figures.Duration(result.Duration));
        Item(html, "Coverage asked for", Figures.Percent(result.MinCoverage));
        Item(html, "Results in", result.Location);
        if (result.EstimatedCost is { } cost)
            Item(html, "Cost", FormattableString.Invariant($"about {cost:0.00} USD{(result.Plan?.EstimatedCost is { } planned ? FormattableString.Invariant($" (planned: {planned:0.00} USD)") : "")}. {result.CostBasis}"));
        else if (result.Plan is { Compute: LoadTestCompute.Local })
            Item(html, "Cost", "nothing is billed for workers on this machine");
        html.Add($"</dl></section>\n");
    }

    private static void WritePlan(HtmlBuilder html, LoadTestPlanOutline plan)
    {
        Item(html, "Test", $"{plan.TestType}, engine {plan.Engine}{(plan.Capture is LoadTestCapture.Light ? ", light capture" : "")}");
        Item(html, "Load", $"{Figures.Number(plan.TotalVus)} VUs for {Figures.Duration(plan.Duration)} on {Figures.Number(plan.Workers)} worker{(plan.Workers == 1 ? "" : "s")}");
        Item(html, "Target", plan.Target);
        Item(html, "Script", plan.Script);
        Item(html, "Divided", plan.DivisionReason);
        Item(html, "Requests", string.Join(", ", plan.Requests.Take(MaxRequests)) + (plan.Requests.Count > MaxRequests ? FormattableString.Invariant($" and {plan.Requests.Count - MaxRequests} more") : ""));
        Item(html, "Variables", string.Join(", ", plan.Variables));
        Item(html, "Tags", string.Join(", ", plan.Tags.Select(t => $"{t.Key}={t.Value}")));
        Item(html, "Ended early if", string.Join("; ", plan.StopWhen));
        Item(html, "Begins with", $"{(plan.StartQuorum >= 1 ? "all workers" : Figures.Percent(plan.StartQuorum) + " of the workers")}; if fewer are ready: {plan.OnMissingWorkers}");
        Item(html, "Workers run", plan.Compute is LoadTestCompute.Local ? "on one machine" : $"as Azure Container Instances in {string.Join(", ", plan.Regions)}{(plan.Priority is LoadTestPriority.Spot ? ", Spot" : "")}");
        if (plan is { Cpu: { } cpu, MemoryGB: { } memory })
            Item(html, "Each has", $"{Figures.Number(cpu)} vCPU, {Figures.Number(memory)} GB");
    }

    private static void Item(HtmlBuilder html, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            html.Add($"<dt>{name}<dd>{new HtmlMarkup(HtmlTemplate.Escape(value, MaxLength))}\n");
    }
}
