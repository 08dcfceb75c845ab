using System.Xml.Linq;
using LoadTestAz.HelpBuilder.Tests.Hosting;

namespace LoadTestAz.HelpBuilder.Tests;

public sealed class HelpProgramTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    private readonly SampleModule _module = new();

    [Fact]
    public void Pages_that_agree_with_the_cmdlets_make_a_help_file()
    {
        Assert.Equal(0, _module.Build());
        Assert.Empty(_module.Output);
        Assert.Equal("helpItems", XDocument.Load(_module.HelpFile).Root!.Name.LocalName);
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes()
    {
        _module.Build();
        var first = File.ReadAllBytes(_module.HelpFile);
        File.Delete(_module.HelpFile);
        _module.Build();
        Assert.Equal(first, File.ReadAllBytes(_module.HelpFile));
        Assert.DoesNotContain((byte)'\r', first);
        Assert.Equal((byte)'<', first[0]);
    }

    [Fact]
    public void A_help_file_is_written_only_when_it_changes()
    {
        _module.Build();
        File.SetLastWriteTimeUtc(_module.HelpFile, LongAgo);
        _module.Build();
        Assert.Equal(LongAgo, File.GetLastWriteTimeUtc(_module.HelpFile));

        _module.Edit("New-Sample", "How large.", "How large it is.");
        _module.Build();
        Assert.NotEqual(LongAgo, File.GetLastWriteTimeUtc(_module.HelpFile));
    }

    [Fact]
    public void Mistakes_leave_no_help_file()
    {
        _module.Edit("New-Sample", "### -Size", "### -Sizes");
        Assert.Equal(1, _module.Build());
        Assert.False(File.Exists(_module.HelpFile));
    }

    [Fact]
    public void All_mistakes_come_at_once_in_the_order_of_the_pages()
    {
        _module.Edit("New-Sample", "# New-Sample\n", "# Old-Sample\n");
        _module.Edit("New-Sample", "### -Size", "### -Sizes");
        _module.Edit("New-Sample", "Default: as many as there are.", "");
        _module.Edit("Stop-Sample", "## DESCRIPTION\n\nStops it.", "## DESCRIPTION");
        _module.Edit("Stop-Sample", "(New-Sample.md)", "(Old-Sample.md)");

        Assert.Equal(1, _module.Build());
        Assert.Equal(
            [
                $"{_module.Page("New-Sample")}(1,1): error LTH006: ",
                $"{_module.Page("New-Sample")}({_module.LineOf("New-Sample", "## PARAMETERS")},1): error LTH003: ",
                $"{_module.Page("New-Sample")}({_module.LineOf("New-Sample", "### -Sizes")},1): error LTH004: ",
                $"{_module.Page("New-Sample")}({_module.LineOf("New-Sample", "### -Count")},1): error LTH008: ",
                $"{_module.Page("Stop-Sample")}({_module.LineOf("Stop-Sample", "## DESCRIPTION")},1): error LTH006: ",
                $"{_module.Page("Stop-Sample")}({_module.LineOf("Stop-Sample", "- [New-Sample]")},1): error LTH011: ",
            ],
            _module.Output.Select(l => l[..(l.IndexOf(": error LTH", StringComparison.Ordinal) + ": error LTH000: ".Length)]));
    }

    [Fact]
    public void A_wrong_command_line_is_told_apart_from_mistakes()
    {
        using var output = new StringWriter();
        Assert.Equal(2, HelpProgram.Run([SampleModule.Assembly], output));
        Assert.Contains("usage", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere.dll", ".")]
    [InlineData(null, "nowhere")]
    public void What_is_not_there_is_an_error(string? assembly, string pages)
    {
        using var output = new StringWriter();
        Assert.Equal(1, HelpProgram.Run([assembly ?? SampleModule.Assembly, pages, _module.HelpFile], output));
        Assert.StartsWith($"{assembly ?? pages}(1,1): error LTH000: ", output.ToString(), StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _module.Dispose();
}
