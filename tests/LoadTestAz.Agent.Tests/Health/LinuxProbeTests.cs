using LoadTestAz.Agent.Health;

namespace LoadTestAz.Agent.Tests.Health;

/// <summary>What the kernel's files are taken to say.</summary>
public sealed class LinuxProbeTests
{
    private const string MemoryStat = """
        anon 157286400
        file 83886080
        inactive_file 62914560
        active_file 20971520
        """;

    private const string MemoryStatV1 = """
        cache 83886080
        rss 157286400
        inactive_file 4096
        total_cache 83886080
        total_inactive_file 62914560
        """;

    [Fact]
    public void Without_limits_it_is_the_whole_machine()
    {
        using var system = new RecordedSystem(
            [.. RecordedSystem.Machine, ("proc/self/cgroup", "4:memory:/user\n2:cpuacct:/\n1:cpu:/\n0::/"), ("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1"),
            ("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000"), ("sys/fs/cgroup/memory/user/memory.limit_in_bytes", "9223372036854771712"), ("sys/fs/cgroup/memory/user/memory.usage_in_bytes", "5")]);

        var reading = system.Probe().Read(null);

        // user + nice + system + irq + softirq + steal, in hundredths of a second; guests are in user.
        Assert.Equal(TimeSpan.FromSeconds((930699 + 100 + 143633 + 0 + 15547 + 11578) / 100.0), reading.MachineCpu);
        Assert.Equal((2d, 2d), (reading.MachineCores, reading.EngineCores));
        Assert.Equal(((24684092L - 23233572) * 1024, 24684092L * 1024), (reading.MachineMemory, reading.MemoryLimit));
        Assert.Equal((null, null), (reading.EngineCpu, reading.EngineMemory));
    }

    [Fact]
    public void A_container_of_version_2_is_judged_by_its_own_limits()
    {
        using var system = new RecordedSystem(
            [.. RecordedSystem.Machine, ("proc/self/cgroup", "0::/"), ("sys/fs/cgroup/cpu.max", "150000 100000"), ("sys/fs/cgroup/cpu.stat", "usage_usec 2500000\nuser_usec 2000000\nnr_throttled 3"),
            ("sys/fs/cgroup/memory.max", "2147483648"), ("sys/fs/cgroup/memory.current", "262144000"), ("sys/fs/cgroup/memory.stat", MemoryStat)]);

        var reading = system.Probe(processors: 8).Read(null);

        Assert.Equal((TimeSpan.FromSeconds(2.5), 1.5, 1.5), (reading.MachineCpu, reading.MachineCores, reading.EngineCores));
        Assert.Equal((262144000 - 62914560, 2147483648), (reading.MachineMemory, reading.MemoryLimit));
    }

    [Fact]
    public void A_container_of_version_1_too_although_it_is_told_the_hosts_path()
    {
        using var system = new RecordedSystem(
            [.. RecordedSystem.Machine, ("proc/self/cgroup", "11:memory:/docker/4f5e\n4:cpu,cpuacct:/docker/4f5e\n1:name=systemd:/docker/4f5e"),
            ("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "50000"), ("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000"), ("sys/fs/cgroup/cpu/cpu.stat", "nr_periods 0\nnr_throttled 0\nthrottled_time 0"),
            ("sys/fs/cgroup/cpuacct/cpuacct.usage", "1234567800"), ("sys/fs/cgroup/memory/memory.limit_in_bytes", "1073741824"),
            ("sys/fs/cgroup/memory/memory.usage_in_bytes", "262144000"), ("sys/fs/cgroup/memory/memory.stat", MemoryStatV1)]);

        var reading = system.Probe().Read(null);

        Assert.Equal((TimeSpan.FromTicks(12345678), 0.5, 0.5), (reading.MachineCpu, reading.MachineCores, reading.EngineCores));
        Assert.Equal((262144000 - 62914560, 1073741824), (reading.MachineMemory, reading.MemoryLimit));
    }

    [Fact]
    public void Of_nested_groups_the_tightest_limit_holds_with_its_own_use()
    {
        using var system = new RecordedSystem(
            [.. RecordedSystem.Machine, ("proc/self/cgroup", "0::/jobs.slice/load.service"), ("sys/fs/cgroup/cgroup.controllers", "cpu memory"),
            ("sys/fs/cgroup/jobs.slice/cpu.max", "100000 100000"), ("sys/fs/cgroup/jobs.slice/cpu.stat", "usage_usec 7000000"),
            ("sys/fs/cgroup/jobs.slice/load.service/cpu.max", "max 100000"), ("sys/fs/cgroup/jobs.slice/load.service/cpu.stat", "usage_usec 1000000"),
            ("sys/fs/cgroup/jobs.slice/memory.max", "max"), ("sys/fs/cgroup/jobs.slice/load.service/memory.max", "1073741824"), ("sys/fs/cgroup/jobs.slice/load.service/memory.current", "9000000")]);

        var reading = system.Probe().Read(null);

        Assert.Equal((TimeSpan.FromSeconds(7), 1d), (reading.MachineCpu, reading.MachineCores));
        Assert.Equal((9000000, 1073741824), (reading.MachineMemory, reading.MemoryLimit));
    }

    [Fact]
    public void A_limit_above_what_the_machine_has_is_none()
    {
        using var system = new RecordedSystem(
            [.. RecordedSystem.Machine, ("proc/self/cgroup", "0::/"), ("sys/fs/cgroup/memory.max", "1099511627776"), ("sys/fs/cgroup/memory.current", "1")]);

        Assert.Equal(((24684092L - 23233572) * 1024, 24684092L * 1024), (system.Probe().Read(null).MachineMemory, system.Probe().Read(null).MemoryLimit));
    }

    [Fact]
    public void An_engine_counts_with_all_that_it_started()
    {
        using var system = new RecordedSystem(
            Process(70, "k6 (v2) R 1", cpu: 500, ended: 30, resident: 1000, shared: 400),
            ("proc/70/task/70/children", ""), ("proc/70/task/75/children", "80 "),
            Process(80, "chromium", cpu: 200, ended: 5, resident: 5000, shared: 3000), ("proc/80/task/80/children", "90 91 "),
            Process(90, "chromium", cpu: 100, ended: 0, resident: 700, shared: 200), ("proc/90/task/90/children", ""),
            Process(99, "another", cpu: 9999, ended: 9999, resident: 9999, shared: 0));
        foreach (var (pid, pages) in new[] { (70, "9000 1000 400 1 0 1 0"), (80, "9000 5000 3000 1 0 1 0"), (90, "9000 700 200 1 0 1 0") })
            system.Write($"proc/{pid}/statm", pages);

        var reading = system.Probe().Read(70);

        // 91 ended between the listing and the reading; of the others each counts, with the children that it has outlived.
        Assert.Equal(TimeSpan.FromSeconds(5 + 0.3 + 2 + 0.05 + 1), reading.EngineCpu);
        Assert.Equal((1000 + (5000 - 3000) + (700 - 200)) * (long)Environment.SystemPageSize, reading.EngineMemory);
        Assert.Equal(TimeSpan.FromSeconds(5), system.Probe(self: 70).Read(70).EngineCpu);
    }

    [Fact]
    public void What_is_not_there_is_null_and_not_zero()
    {
        using var system = new RecordedSystem();
        Assert.Equal(new HealthReading { EngineCores = 2 }, system.Probe().Read(70));

        system.Write("proc/stat", "cpu what is this");
        system.Write("proc/meminfo", "MemTotal: lots");
        system.Write("proc/70/stat", "70 (k6) R");
        Assert.Equal(new HealthReading { EngineCores = 2 }, system.Probe().Read(70));
    }

    private static (string Path, string Text) Process(int id, string name, int cpu, int ended, int resident, int shared) =>
        ($"proc/{id}/stat", $"{id} ({name}) S 1 {id} {id} 0 -1 4194560 100 {shared} 0 0 {cpu - 50} 50 {ended} 0 20 0 9 0 1231324 3133440 {resident} 18446744073709551615 1 1");
}
