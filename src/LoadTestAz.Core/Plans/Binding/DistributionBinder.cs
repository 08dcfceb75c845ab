namespace LoadTestAz.Plans.Binding;

/// <summary>Binds the section <c>distribution</c> and <c>test.type</c>.</summary>
internal sealed class DistributionBinder(PlanContext context, PlanSection section, LoadTestCompute compute)
{
    private static readonly TestType[] Types = [TestType.Protocol, TestType.Browser];

    /// <summary>The load, divided among workers.</summary>
    /// <param name="type">The value of <c>test.type</c>.</param>
    public Distribution Bind(PlanValue? type)
    {
        var totalValue = section.Value("total_vus");
        var total = totalValue?.Integer(1, PlanLimits.MaxTotalVus) ?? PlanDefaults.TotalVus;
        var duration = section.Value("duration")?.Duration(TimeSpan.FromTicks(1), PlanLimits.MaxDuration) ?? PlanDefaults.Duration;

        var perContainer = section.Section("vus_per_container");
        int[] perWorker =
        [
            perContainer.Value("protocol")?.Integer(1, PlanLimits.MaxTotalVus) ?? PlanDefaults.ProtocolVusPerContainer,
            perContainer.Value("browser")?.Integer(1, PlanLimits.MaxTotalVus) ?? PlanDefaults.BrowserVusPerContainer,
        ];
        var resources = section.Section("resources");
        (double Cpu, double MemoryGB)[] size =
        [
            Size(resources.Section("protocol"), PlanDefaults.ProtocolCpu, PlanDefaults.ProtocolMemoryGB),
            Size(resources.Section("browser"), PlanDefaults.BrowserCpu, PlanDefaults.BrowserMemoryGB),
        ];

        var vus = WorkerShares.Divide(total, Weights(type));
        for (var i = 0; i < Types.Length; i++)
            Look(Types[i], vus[i], perWorker[i], size[i], perContainer, resources);

        var count = WorkerShares.Count(vus[0], perWorker[0]) + WorkerShares.Count(vus[1], perWorker[1]);
        if (count > PlanLimits.MaxWorkers)
        {
            context.Mistake(
                totalValue?.Node ?? perContainer.Node,
                totalValue?.Path ?? perContainer.Path,
                $"{PlanValue.Show(total)} VUs would take {PlanValue.Show(count)} workers; allowed are {PlanValue.Show(PlanLimits.MaxWorkers)}: put more VUs on each by vus_per_container");
            return new Distribution(total, duration, default, []);
        }

        if (compute == LoadTestCompute.Aci && count > PlanLimits.AciWorkersInOneBurst)
            context.Warn(totalValue?.Node, section.Path, $"{count} workers: Azure creates 100 container groups in 5 minutes and 300 in an hour, and the usual quota is 100 of them; raise start_timeout, or put more VUs on each worker");

        var workers = new List<LoadTestPlanWorker>(count);
        for (var i = 0; i < Types.Length; i++)
        {
            var shares = WorkerShares.Spread(vus[i], perWorker[i]);
            workers.AddRange(shares.Zip(ExecutionSegments.Of(shares), (share, segment) => (share, segment)).Select((worker, at) => new LoadTestPlanWorker
            {
                Index = workers.Count + at,
                TestType = Types[i],
                Vus = worker.share,
                ExecutionSegment = worker.segment,
                Cpu = size[i].Cpu,
                MemoryGB = size[i].MemoryGB,
            }).ToList());
        }

        return new Distribution(total, duration, vus[0] == 0 ? TestType.Browser : vus[1] == 0 ? TestType.Protocol : TestType.Mixed, workers);
    }

    // By test.type all VUs are of one type; distribution.mix divides them. A parameter sets aside the other of the two in the file.
    private double[] Weights(PlanValue? type)
    {
        var chosen = type?.Choice(Types);
        var mix = section.Section("mix");
        if (mix.Node is null || (type?.Node.Parameter is not null && mix.Node.Parameter is null))
            return chosen == TestType.Browser ? [0, 1] : [1, 0];

        double[] weights = [Weight(mix, "protocol"), Weight(mix, "browser")];
        if (weights.Sum() == 0)
        {
            context.Mistake(mix.Node, mix.Path, "has no share above 0; write shares such as {protocol: 80, browser: 20}");
            return [1, 0];
        }

        var contradicted = chosen == TestType.Protocol ? weights[1] > 0 : chosen == TestType.Browser && weights[0] > 0;
        if (contradicted && (type?.Node.Parameter is null) == (mix.Node.Parameter is null))
            context.Mistake(mix.Node, mix.Path, $"contradicts test.type: {PlanValue.Word(chosen!.Value)}; leave out one of the two");
        return weights;
    }

    // 80 and 20, 0.8 and 0.2, or 80% and 20%: only the proportion counts.
    private static double Weight(PlanSection mix, string key)
    {
        if (mix.Value(key) is not { } value || value.Text("a share such as 80") is not { } text)
            return 0;
        if (PlanNumbers.TryReal(text.EndsWith('%') ? text[..^1] : text, out var weight) && weight is >= 0 and <= PlanLimits.MaxTotalVus)
            return weight;
        value.Mistake($"{value.Shown} is no share; allowed is a number such as 80, not negative", PlanNumbers.SuggestReal(text));
        return 1;
    }

    private (double Cpu, double MemoryGB) Size(PlanSection size, double defaultCpu, double defaultMemoryGB) => compute == LoadTestCompute.Aci
        ? (size.Value("cpu")?.Number(PlanLimits.AciMinCpu, PlanLimits.AciMaxCpu, " vCPUs, for compute: aci") ?? defaultCpu,
           size.Value("memory")?.Number(PlanLimits.AciMinMemoryGB, PlanLimits.AciMaxMemoryGB, " GB, for compute: aci") ?? defaultMemoryGB)
        : (size.Value("cpu")?.Number(PlanLimits.MinCpu, PlanLimits.MaxCpu, " vCPUs") ?? defaultCpu,
           size.Value("memory")?.Number(PlanLimits.MinMemoryGB, PlanLimits.MaxMemoryGB, " GB") ?? defaultMemoryGB);

    // What is allowed, but hardly meant.
    private void Look(TestType type, int vus, int perWorker, (double Cpu, double MemoryGB) size, PlanSection perContainer, PlanSection resources)
    {
        if (vus == 0)
            return;
        if (type == TestType.Browser && Math.Min(vus, perWorker) > PlanLimits.UsualBrowserVusPerContainer)
            context.Warn(perContainer.Node, $"{perContainer.Path}.browser", $"{Math.Min(vus, perWorker)} browsers on one worker; more than {PlanLimits.UsualBrowserVusPerContainer} seldom run well");
        if (compute == LoadTestCompute.Aci && (size.Cpu > PlanLimits.AciUsualCpu || size.MemoryGB > PlanLimits.AciUsualMemoryGB))
            context.Warn(resources.Node, $"{resources.Path}.{PlanValue.Word(type)}", $"more than {PlanLimits.AciUsualCpu} vCPUs or {PlanLimits.AciUsualMemoryGB} GB a worker: Azure offers that only where the region has room");
    }
}
