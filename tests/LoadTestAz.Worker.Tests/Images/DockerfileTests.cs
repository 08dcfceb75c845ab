using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LoadTestAz.AciStandIn.Node;
using LoadTestAz.Plans;
using LoadTestAz.Tests.Node;

namespace LoadTestAz.Worker.Tests.Images;

/// <summary>The Dockerfiles as texts: linted, and held against what they are made of.</summary>
public sealed partial class DockerfileTests
{
    private static readonly NodeTools Linters = new("docker-lint");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static TheoryData<string> All => ["Dockerfile.worker", "Dockerfile.browser-worker", "Dockerfile.rehearsal"];

    public static TheoryData<string> Workers => ["Dockerfile.worker", "Dockerfile.browser-worker"];

    [Fact]
    public async Task Two_linters_find_nothing_in_them_and_something_in_a_bad_one()
    {
        if (!NodeTools.IsPossible())
            NodeTests.Skip("A linter of Dockerfiles");
        await Linters.EnsureAsync(TestContext.Current.CancellationToken);
        using var bad = new TemporaryFile("FROM debian\nRUN apt-get install chromium\nMAINTAINER nobody\n");

        Assert.Empty(await LintAsync([.. All.Select(file => Path.Combine(BuildContext.Root, "docker", file))]));
        var found = await LintAsync(bad.Path);

        Assert.Contains("Base Image Missing Tag", found, StringComparison.Ordinal); // dockerfilelint
        Assert.Contains("MAINTAINER has been deprecated", found, StringComparison.Ordinal); // dockerfile-utils
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Base_images_are_pinned_and_all_that_is_copied_gets_to_the_builder(string file)
    {
        var docker = Dockerfile.Read(file);

        Assert.All(docker.Stages, stage => Assert.Matches(Pinned(), stage.Image));
        Assert.All(docker.Stages.SelectMany(stage => stage.All("COPY")).Where(copy => copy.Copy.From is null).SelectMany(copy => copy.Copy.Sources), source => Assert.NotEmpty(BuildContext.FilesOf(source)));
        Assert.All(docker.Stages.SelectMany(stage => stage.All("COPY")).Where(copy => copy.Copy.From is not null), copy => Assert.Contains(docker.Stages, stage => stage.Name == copy.Copy.From));
        Assert.DoesNotContain(docker.Stages.SelectMany(stage => stage.Instructions), i => i.Text.Contains("--chmod", StringComparison.Ordinal) || i.Text.Contains("--mount", StringComparison.Ordinal) || i.Keyword == "ADD");
    }

    [Fact]
    public void Nothing_that_was_built_gets_to_the_builder()
    {
        Assert.False(BuildContext.Takes("src/LoadTestAz.Core/obj/project.assets.json"));
        Assert.False(BuildContext.Takes("tests/LoadTestAz.AciStandIn/bin/Debug"));
        Assert.False(BuildContext.Takes("output/LoadTestAz/LoadTestAz.psd1"));
        Assert.False(BuildContext.Takes(".git/HEAD"));
        Assert.False(BuildContext.Takes("tests/LoadTestAz.Tests/LoadTestAz.Tests.csproj"));
        Assert.True(BuildContext.Takes("src/LoadTestAz.Core/LoadTestAz.Core.csproj"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Projects_that_are_published_are_copied_with_all_that_they_refer_to(string file)
    {
        var stage = Dockerfile.Read(file).Stages[0];
        var copied = stage.All("COPY").SelectMany(copy => copy.Copy.Sources).ToList();
        var published = Published().Matches(stage.The("RUN").Text).Select(m => m.Groups[1].Value).ToList();

        Assert.NotEmpty(published);
        Assert.All(published.SelectMany(Projects), project => Assert.Contains(copied, source => project == source || project.StartsWith(source + "/", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Workers))]
    public void Images_of_workers_run_as_somebody_without_rights_and_write_below_tmp_only(string file)
    {
        var final = Dockerfile.Read(file).Final;

        Assert.Matches(@"^[1-9]\d+:[1-9]\d+$", final.The("USER").Text);
        Assert.Equal(("/tmp", "/tmp", "/tmp"), (final.Environment["HOME"], final.Environment["TMPDIR"], final.The("WORKDIR").Text));
        Assert.Equal("/usr/bin/k6", final.Environment["LOADTEST_K6"]);
        Assert.Equal("NONE", final.The("HEALTHCHECK").Text);
        Assert.Equal("/usr/bin/loadtestaz-worker", final.The("ENTRYPOINT").Exec[^1]);
        Assert.Contains("org.opencontainers.image.licenses", final.The("LABEL").Pairs.ToDictionary().Keys);
        Assert.EndsWith(final.Image, final.The("LABEL").Pairs.ToDictionary()["org.opencontainers.image.base.name"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_images_differ_in_their_last_stage_only_and_have_one_k6()
    {
        var stages = Workers.Select(file => Dockerfile.Read(file).Stages[0]).ToList();

        Assert.Equal(stages[0].Image, stages[1].Image);
        Assert.Equal(stages[0].Instructions, stages[1].Instructions);
        Assert.Single(All.Select(file => Dockerfile.Read(file).Stages.Single(stage => stage.Name == "k6").Image).Distinct());
    }

    [Fact]
    public void The_page_builds_them_under_the_names_that_plans_expect()
    {
        var page = File.ReadAllText(Path.Combine(BuildContext.Root, "docs", "images.md"));
        var version = LoadTestImages.Default("r", TestType.Protocol).Split(':')[1];

        foreach (var (file, type) in new[] { ("Dockerfile.worker", TestType.Protocol), ("Dockerfile.browser-worker", TestType.Browser) })
        {
            var name = LoadTestImages.Default("", type).Replace(version, "$version", StringComparison.Ordinal);
            Assert.Contains($"--file docker/{file} --tag $registry{name}", page, StringComparison.Ordinal);
            Assert.Contains($"--file docker/{file} --image {name[1..]}", page, StringComparison.Ordinal);
        }

        Assert.Contains($"version={version}", page, StringComparison.Ordinal);
    }

    private static async Task<string> LintAsync(params string[] files)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Linters.Folder, "lint.js"), .. files]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = Task.WhenAll(node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, node.ExitCode);
        return string.Concat(await output);
    }

    // A project's folder, and those of all that it refers to.
    private static IEnumerable<string> Projects(string folder)
    {
        var file = Directory.GetFiles(Path.Combine(BuildContext.Root, folder), "*.csproj").Single();
        var references = XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetRelativePath(BuildContext.Root, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, Path.GetDirectoryName((string)reference.Attribute("Include")!)!))).Replace('\\', '/'));
        return references.SelectMany(Projects).Prepend(folder);
    }

    // By digest, or by a tag that has a version in it.
    [GeneratedRegex(@"\A[a-z0-9./-]+(:\d+[A-Za-z0-9.-]*)?(@sha256:[0-9a-f]{64})?\z(?<=[:@].*)")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"dotnet publish (\S+)")]
    private static partial Regex Published();

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
