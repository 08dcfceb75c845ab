using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Docs;

/// <summary>Links between documents lead somewhere: to a file that is there, and to a heading in it.</summary>
public sealed class DocumentLinkTests
{
    public static TheoryData<string> Files => [.. DocumentPage.Files];

    [Fact]
    public void There_are_documents() => Assert.Superset(new HashSet<string> { "README.md", "CHANGELOG.md", "docs/architecture.md", "docs/cmdlets/New-AzLoadTestPlan.md" }, DocumentPage.Files.ToHashSet());

    [Theory]
    [MemberData(nameof(Files))]
    public void Links_lead_somewhere(string file) => Assert.Empty(DocumentPage.Read(file).Links.Select(link => Fault(file, link)).OfType<string>());

    [Fact]
    public void Every_cmdlets_page_is_linked_to_by_the_page_of_another() =>
        Assert.All(DocumentPage.Files.Where(IsCmdlet), page => Assert.Contains(DocumentPage.Files.Where(IsCmdlet), other => other != page && DocumentPage.Read(other).Links.Contains(Path.GetFileName(page))));

    [Fact]
    public void Every_document_can_be_found_from_the_readme()
    {
        var found = new HashSet<string> { "README.md" };
        for (var open = new Queue<string>(found); open.TryDequeue(out var page);)
        {
            foreach (var link in DocumentPage.Read(page).Links.Select(l => l.Split('#')[0]).Where(l => l.EndsWith(".md", StringComparison.Ordinal) && !l.Contains("://", StringComparison.Ordinal)))
            {
                var target = Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, link))).Replace('\\', '/');
                if (found.Add(target))
                    open.Enqueue(target);
            }
        }

        Assert.Empty(DocumentPage.Files.Where(f => f.StartsWith("docs/", StringComparison.Ordinal)).Except(found));
    }

    [Theory]
    [InlineData("README.md", "docs/nowhere.md")]
    [InlineData("README.md", "docs/architecture.md#no-such-heading")]
    [InlineData("README.md", "#no-such-heading")]
    [InlineData("docs/capture.md", "README.md")]
    [InlineData("docs/capture.md", "../../outside")]
    [InlineData("README.md", "/docs/capture.md")]
    public void A_link_that_leads_nowhere_is_found(string file, string link) => Assert.NotNull(Fault(file, link));

    private static bool IsCmdlet(string file) => file.StartsWith("docs/cmdlets/", StringComparison.Ordinal);

    private static string? Fault(string file, string link)
    {
        if (link.StartsWith("https://", StringComparison.Ordinal) || link.StartsWith("http://127.0.0.1", StringComparison.Ordinal) || link.StartsWith("mailto:", StringComparison.Ordinal))
            return null;
        var parts = link.Split('#', 2);
        var target = parts[0].Length == 0 ? file : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, Uri.UnescapeDataString(parts[0])))).Replace('\\', '/');
        if (target.StartsWith("..", StringComparison.Ordinal) || parts[0].StartsWith('/') || !Path.Exists(Path.Combine(Repository.Root, target)))
            return $"{file}: '{link}' leads nowhere.";
        return parts.Length == 1 || (target.EndsWith(".md", StringComparison.Ordinal) && DocumentPage.Read(target).Anchors.Contains(parts[1]))
            ? null
            : $"{file}: '{link}' names a heading that '{target}' does not have.";
    }
}
