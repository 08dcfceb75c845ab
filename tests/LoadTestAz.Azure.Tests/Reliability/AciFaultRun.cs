using System.Globalization;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.AciStandIn.Faults;
using LoadTestAz.AciStandIn.Runtimes;
using LoadTestAz.Azure.Tests.Aci.Runs;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Tests.Reliability;

/// <summary>Workers in container groups of the ACI stand-in.</summary>
internal sealed class AciFaultRun : FaultRun
{
    private readonly StandInRun _standIn;
    private readonly Containers _containers;

    private AciFaultRun(StandInRun standIn, Containers containers)
        : base(standIn.Clock, standIn.Store)
    {
        (_standIn, _containers) = (standIn, containers);
        Plan = standIn.Plan(3, startTimeout: TimeSpan.FromMinutes(2));
        containers.Runtimes = worker => new AgentRuntime(_ => StoreOf(worker), Engines, ClockOf(worker)) { PollInterval = TimeSpan.FromSeconds(1) };
    }

    public override int Left => _standIn.StandIn.Groups.Count;

    public static async Task<AciFaultRun> StartAsync()
    {
        var containers = new Containers();
        return new AciFaultRun(await StandInRun.StartAsync(options => options with { Runtime = containers }), containers);
    }

    public override void NeverStarts() => _standIn.StandIn.Faults.Add(Fault.NeverStarts() with { Name = $"*-{Victim}-*" });

    public override void Die() => _containers.Kill(Victim);

    public override IComputeBackend NewBackend() => new WatchedBackend(_standIn.NewBackend(Plan)) { Launching = Launching };

    public override Task<T> ElapseAsync<T>(Task<T> task) => _standIn.ElapseAsync(task);

    public override ValueTask DisposeAsync() => _standIn.DisposeAsync();

    // Knows which container is which worker.
    private sealed class Containers : IContainerRuntime
    {
        private readonly Dictionary<int, IRunningContainer> _running = [];

        /// <summary>Gives each worker a runtime of its own, since it may have a clock of its own.</summary>
        public Func<int, IContainerRuntime> Runtimes { get; set; } = null!;

        public IRunningContainer Start(ContainerStart container)
        {
            var worker = int.Parse(container.Environment["WORKER_INDEX"], CultureInfo.InvariantCulture);
            var running = Runtimes(worker).Start(container);
            lock (_running)
                _running[worker] = running;
            return running;
        }

        public void Kill(int worker)
        {
            lock (_running)
                _running[worker].Kill();
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var running in _running.Values)
                await running.DisposeAsync();
        }
    }
}
