using LoadTestAz.Agent.Health;

namespace LoadTestAz.Agent.Tests.Health;

/// <summary>A root folder with the kernel's files as they were recorded.</summary>
internal sealed class RecordedSystem : IDisposable
{
    /// <summary>Of a virtual machine with two processors.</summary>
    public const string Stat = """
        cpu  930699 100 143633 1346124 5240 0 15547 11578 7 0
        cpu0 452031 50 68108 692364 605 0 7079 5747 3 0
        cpu1 478668 50 75524 653759 4634 0 8468 5830 4 0
        intr 12548915 0 0 0
        ctxt 86875551
        softirq 47746401 0 726091 8 43482323 768313 0 7 758411 98998 1912250
        """;

    public const string MemInfo = """
        MemTotal:       24684092 kB
        MemFree:        21535252 kB
        MemAvailable:   23233572 kB
        Buffers:           70588 kB
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("loadtestaz-").FullName;

    public RecordedSystem(params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
            Write(path, text);
    }

    public static (string Path, string Text)[] Machine { get; } = [("proc/stat", Stat), ("proc/meminfo", MemInfo)];

    public void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text.ReplaceLineEndings("\n") + "\n");
    }

    public LinuxProbe Probe(int processors = 2, int self = 1) => new(_root, processors, self);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
