using System.Text.RegularExpressions;
using LoadTestAz.Tests.Hosting;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LoadTestAz.Tests.Docs;

/// <summary>A Markdown file of the repository: its blocks of code, words in backticks, links and headings.</summary>
internal sealed partial class DocumentPage
{
    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().UsePipeTables().Build();

    private DocumentPage(string file)
    {
        File = file;
        var document = Markdig.Markdown.Parse(System.IO.File.ReadAllText(Path.Combine(Repository.Root, file)).ReplaceLineEndings("\n"), Markdown);
        Blocks = [.. document.Descendants<FencedCodeBlock>().Select(b => new CodeBlock(b.Info ?? "", b.Lines.ToString(), b.Line + 1))];
        Words = [.. document.Descendants<CodeInline>().Select(c => c.Content)];
        Links = [.. document.Descendants<LinkInline>().Select(l => l.Url ?? "")];
        Anchors = document.Descendants<HeadingBlock>().Select(h => Anchor(string.Concat(h.Inline!.Descendants().Select(i => i is CodeInline code ? code.Content : i is LiteralInline text ? text.Content.ToString() : "")))).ToHashSet();
    }

    /// <summary>Its path from the root of the repository.</summary>
    public string File { get; }

    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>What stands in backticks within the text.</summary>
    public IReadOnlyList<string> Words { get; }

    public IReadOnlyList<string> Links { get; }

    /// <summary>What a link to a heading of it may name, as GitHub forms it.</summary>
    public IReadOnlySet<string> Anchors { get; }

    /// <summary>All Markdown files for readers, from the root; the pages of another test's sample are none.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. new[] { "", "docs", "configs", "docker", "tests", "src", "build", "module" }.Select(f => Path.Combine(Repository.Root, f)).Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*.md", f == Path.Combine(Repository.Root, "") ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories))
            .Select(f => Path.GetRelativePath(Repository.Root, f).Replace('\\', '/'))
            .Where(f => !Elsewhere().IsMatch(f)).Order(StringComparer.Ordinal),
    ];

    public static DocumentPage Read(string file) => new(file);

    private static string Anchor(string heading) => NotInAnchor().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex("(^|/)(bin|obj|node_modules|output|SamplePages)/")]
    private static partial Regex Elsewhere();
}
