namespace LoadTestAz.Worker.Tests.Images;

/// <summary>The last stage of a Dockerfile, on plain folders: what it copies, over what stands for its base image.</summary>
internal sealed class WorkerImage
{
    // What a chiseled base image has of glibc, OpenSSL and the like. https://github.com/dotnet/dotnet-docker/blob/main/src/runtime-deps/10.0/noble-chiseled/amd64/Dockerfile
    private static readonly string[] Libraries = ["libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "libssl.so.3", "libcrypto.so.3", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"];

    private readonly WorkerBuild _build;
    private readonly DockerStage _final;
    private readonly string _base;

    private WorkerImage(WorkerBuild build, DockerStage final, string baseFolder, string layer)
    {
        _build = build;
        _final = final;
        _base = baseFolder;
        Layer = layer;
    }

    /// <summary>What the Dockerfile adds.</summary>
    public string Layer { get; }

    /// <summary>Puts it together.</summary>
    /// <param name="build">What the build stage made.</param>
    /// <param name="file">The Dockerfile's name.</param>
    /// <param name="k6">What is taken for k6's own image: a program.</param>
    public static async Task<WorkerImage> AssembleAsync(WorkerBuild build, string file, string k6)
    {
        var docker = Dockerfile.Read(file);
        var stages = new Dictionary<string, string> { ["build"] = await build.StageAsync(), ["k6"] = build.NewFolder() };
        Directory.CreateDirectory(stages["k6"] + "/usr/bin");
        File.Copy(k6, stages["k6"] + "/usr/bin/k6");

        var layer = build.NewFolder();
        docker.Final.CopyInto(stages, layer);
        return new WorkerImage(build, docker.Final, docker.Final.Image.Contains("chiseled", StringComparison.Ordinal) ? Chisel(build.NewFolder()) : "/", layer);
    }

    /// <summary>Starts its entry point as its user, with a root file system that can't be written to.</summary>
    /// <param name="environment">What the platform sets.</param>
    /// <param name="trusted">A certificate to trust (PEM), which Azure's need not be.</param>
    public WorkerProcess Start(IReadOnlyDictionary<string, string> environment, string trusted)
    {
        File.WriteAllText(Layer + "/trusted.pem", trusted);
        var start = Container.Start(_base, Layer, _build.NewFolder(), isReadOnly: true, _final.The("USER").Text, _final.The("WORKDIR").Text, _final.The("ENTRYPOINT").Exec);
        start.Environment.Clear();
        foreach (var (name, value) in _final.Environment.Concat(environment))
            start.Environment[name] = value;
        start.Environment["SSL_CERT_FILE"] = "/trusted.pem";
        return new WorkerProcess(start);
    }

    // This machine's libraries in place of the image's: none but those, and no shell.
    private static string Chisel(string folder)
    {
        foreach (var path in new[] { "/lib64", "/lib", "/usr/lib" }.Where(Directory.Exists).SelectMany(Triplets))
        {
            foreach (var library in Libraries.Select(name => Path.Combine(path, name)).Where(File.Exists))
            {
                Directory.CreateDirectory(folder + path);
                File.Copy(library, folder + library);
            }
        }

        return folder;
    }

    private static IEnumerable<string> Triplets(string folder) => Directory.EnumerateDirectories(folder, "*-linux-gnu").Prepend(folder);
}
