using Markdig;
using Markdig.Syntax;

namespace LoadTestAz.HelpBuilder.Pages;

/// <summary>Reads a page's Markdown.</summary>
internal static class PageReader
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    /// <summary>Reads a page; what help can't show is a mistake of the page, so that nothing is lost without a word.</summary>
    /// <param name="file">For messages, and for the name of the cmdlet.</param>
    /// <param name="markdown">The page's text.</param>
    public static HelpPage Read(string file, string markdown)
    {
        var reading = new Reading(file);
        foreach (var block in Markdown.Parse(markdown, Pipeline))
            reading.Take(block);
        return reading.Finish();
    }

    private sealed class Reading(string file)
    {
        private readonly List<Mistake> _mistakes = [];
        private readonly List<Draft> _drafts = [new("", 1, 0)];

        public void Take(Block block)
        {
            var line = block.Line + 1;
            switch (block)
            {
                case HeadingBlock { Level: <= 3 } heading:
                    _drafts.Add(new Draft(PlainText.Of(heading.Inline), line, heading.Level));
                    break;
                case ParagraphBlock paragraph:
                    Add(line, Text(paragraph), isCode: false, PlainText.LinksOf(paragraph));
                    break;
                case FencedCodeBlock code:
                    Add(line, code.Lines.ToString().TrimEnd(), isCode: true, []);
                    break;
                case ListBlock list:
                    Add(line, Text(list), isCode: false, [.. list.Descendants<ParagraphBlock>().SelectMany(PlainText.LinksOf)]);
                    break;
                default:
                    _mistakes.Add(Unknown(block, block.Line));
                    break;
            }
        }

        public HelpPage Finish()
        {
            var title = _drafts.FirstOrDefault(d => d.Level == 1) ?? new Draft("", 1, 1);
            var sections = new List<PageNode>();
            for (var i = 0; i < _drafts.Count; i++)
            {
                if (_drafts[i].Level == 2)
                    sections.Add(Node(_drafts[i], [.. _drafts.Skip(i + 1).TakeWhile(d => d.Level == 3).Select(d => Node(d, []))]));
            }

            return new HelpPage(file, Node(title, sections), _mistakes);
        }

        private static PageNode Node(Draft draft, IReadOnlyList<PageNode> children) => new(draft.Title, draft.Line, draft.Blocks, children);

        private string Text(ParagraphBlock paragraph)
        {
            if (PlainText.FirstUnknown(paragraph) is { } unknown)
                _mistakes.Add(Unknown(unknown, unknown.Line));
            return PlainText.Of(paragraph.Inline);
        }

        private string Text(ListBlock list)
        {
            foreach (var block in list.OfType<ListItemBlock>().SelectMany(i => i).Where(b => b is not ParagraphBlock))
                _mistakes.Add(Unknown(block, block.Line));
            var number = int.TryParse(list.OrderedStart, out var start) ? start : 1;
            var items = list.OfType<ListItemBlock>().Select(i => string.Join(' ', i.OfType<ParagraphBlock>().Select(Text)));
            return string.Join('\n', items.Select((text, i) => list.IsOrdered ? $"{number + i}. {text}" : $"- {text}"));
        }

        private void Add(int line, string text, bool isCode, IReadOnlyList<PageLink> links) => _drafts[^1].Blocks.Add(new PageBlock(line, text, isCode, links));

        private Mistake Unknown(MarkdownObject markup, int line) =>
            new(file, line + 1, MistakeCodes.Markup, $"Help can't show this ({markup.GetType().Name}). Use headings up to '###', paragraphs, flat lists, fenced code, and '`' around what looks like HTML.");
    }

    private sealed record Draft(string Title, int Line, int Level)
    {
        public List<PageBlock> Blocks { get; } = [];
    }
}
