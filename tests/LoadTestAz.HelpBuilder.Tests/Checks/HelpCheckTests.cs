using LoadTestAz.HelpBuilder.Tests.Hosting;

namespace LoadTestAz.HelpBuilder.Tests.Checks;

/// <summary>Each way in which help and cmdlets can drift apart is found, at its line.</summary>
public sealed class HelpCheckTests : IDisposable
{
    private readonly SampleModule _module = new();

    [Fact]
    public void A_cmdlet_without_a_page()
    {
        File.Delete(_module.Page("Stop-Sample"));
        _module.Edit("New-Sample", "[page](Stop-Sample.md)", "page");
        _module.Edit("New-Sample", "- [Stop-Sample](Stop-Sample.md)\n", "");
        Assert.Equal(1, _module.Build());
        Assert.StartsWith($"{_module.Page("Stop-Sample")}(1,1): error LTH001: The cmdlet Stop-Sample has no page.", Assert.Single(_module.Output), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_without_a_cmdlet()
    {
        File.WriteAllText(_module.Page("Get-Sample"), "# Get-Sample\n");
        Assert.Equal(1, _module.Build());
        Assert.StartsWith($"{_module.Page("Get-Sample")}(1,1): error LTH002: There is no cmdlet Get-Sample.", Assert.Single(_module.Output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("### -Tag\n\nTags, such as `@{ team = 'web' }`.\n\nDefault: none.\n", "", "## PARAMETERS", "LTH003: The parameter -Tag is not described.")]
    [InlineData("## INPUTS", "### -Color\n\nIts color.\n\n## INPUTS", "### -Color", "LTH004: New-Sample has no parameter '-Color'.")]
    [InlineData("### -Path\n", "### -FullName\n", "### -FullName", "Write '### -Path'.")]
    [InlineData("### -Path\n", "### -path\n", "### -path", "Write '### -Path'.")]
    public void A_parameter_that_is_missing_or_unknown(string before, string after, string place, string message) => Expect("New-Sample", before, after, place, message);

    [Theory]
    [InlineData("New-Sample", "Default: Small.", "", "### -Size", "LTH008: -Size may be left out")]
    [InlineData("New-Sample", "as in `*.txt`.", "as in `*.txt`.\n\nDefault: none.", "### -Path", "LTH008: -Path can have no default, since it must be given.")]
    [InlineData("Stop-Sample", "Does not ask.", "Does not ask.\n\nDefault: false.", "### -Force", "LTH008: -Force can have no default, since it is a switch.")]
    public void A_default_that_is_missing_or_too_much(string page, string before, string after, string place, string message) => Expect(page, before, after, place, message);

    [Theory]
    [InlineData("### Example 3: See what would be stopped\n\n```powershell\nStop-Sample -Name 'a.txt' -WhatIf\n```\n\nStops nothing.\n", "", "## EXAMPLES", "LTH005: There are 2 examples; give at least 3.")]
    [InlineData("### Example 2: ", "### Example 4: ", "### Example 4: ", "LTH007: The heading is 'Example 4: Stop one by name'; write '### Example 2:")]
    [InlineData("```powershell\nStop-Sample -Name 'a.txt' -WhatIf\n```\n", "", "### Example 3", "LTH007: 'Example 3: See what would be stopped' must have one block of code")]
    [InlineData("Stops nothing.\n", "", "### Example 3", "LTH007: 'Example 3: See what would be stopped' has no explanation.")]
    [InlineData("-WhatIf", "-WhatFor", "Stop-Sample -Name 'a.txt' -WhatFor", "LTH007: Stop-Sample has no parameter -WhatFor.")]
    [InlineData("New-Sample 'a.txt' |", "New-Sample 'a.txt' -WhatIf |", "New-Sample 'a.txt' -WhatIf", "LTH007: New-Sample has no parameter -WhatIf.")]
    [InlineData("-Confirm:$false", "-Confirm:($false", "Stop-Sample -Name 'a.txt' -Confirm", "LTH007: Missing closing ')'")]
    public void Examples_that_are_too_few_or_wrong(string before, string after, string place, string message) => Expect("Stop-Sample", before, after, place, message);

    [Theory]
    [InlineData("## SYNOPSIS\n\nStops a sample.\n", "", "# Stop-Sample", "LTH006: There is no section '## SYNOPSIS'.")]
    [InlineData("## SYNOPSIS\n\nStops a sample.\n", "## SYNOPSIS\n", "## SYNOPSIS", "LTH006: The section '## SYNOPSIS' is empty.")]
    [InlineData("### LoadTestAz.SampleRunning\n\nIt could not be stopped.\n", "", "## ERRORS", "LTH006: The section '## ERRORS' is empty.")]
    [InlineData("## RELATED LINKS", "## NOTES\n\nText.\n\n## RELATED LINKS", "## NOTES", "LTH006: '## NOTES' is no section")]
    [InlineData("## RELATED LINKS", "## SYNOPSIS\n\nText.\n\n## RELATED LINKS", "## SYNOPSIS\n\nText", "LTH006: The section '## SYNOPSIS' is there twice.")]
    [InlineData("## PARAMETERS\n", "## PARAMETERS\n\nText.\n", "## PARAMETERS", "LTH006: The section '## PARAMETERS' has text before")]
    [InlineData("Does not ask.\n", "", "### -Force", "LTH006: '### -Force' is empty.")]
    [InlineData("How long to wait.\n", "", "### -Timeout", "LTH006: '### -Timeout' is empty.")]
    [InlineData("## INPUTS", "### -Force\n\nAgain.\n\n## INPUTS", "### -Force\n\nAgain", "LTH006: '### -Force' is there twice.")]
    [InlineData("Stops it.\n\n## EXAMPLES", "Stops it.\n\n### More\n\nText.\n\n## EXAMPLES", "## DESCRIPTION", "LTH006: The section '## DESCRIPTION' has no headings of its own.")]
    public void Sections_that_are_missing_empty_or_misplaced(string before, string after, string place, string message) => Expect("Stop-Sample", before, after, place, message);

    [Theory]
    [InlineData("## INPUTS\n\n### LoadTestAz.HelpBuilder.Samples.Sample\n", "## INPUTS\n\n### None\n", "## INPUTS", "LTH009: INPUTS lacks '### LoadTestAz.HelpBuilder.Samples.Sample'.")]
    [InlineData("It gives nothing.\n", "It gives nothing.\n\n### System.Int32\n\nA number.\n", "### System.Int32", "LTH009: 'System.Int32' is not among the cmdlet's outputs, which are: None.")]
    public void Types_that_are_not_the_cmdlets(string before, string after, string place, string message) => Expect("Stop-Sample", before, after, place, message);

    [Theory]
    [InlineData("LoadTestAz.SampleRunning", "LoadTestAz.SampleRuns", "### LoadTestAz.SampleRuns", "LTH010: No error in the assembly has the id 'LoadTestAz.SampleRuns'.")]
    [InlineData("(New-Sample.md)", "(Newer-Sample.md)", "- [New-Sample]", "LTH011: The link 'Newer-Sample.md' leads nowhere.")]
    [InlineData("- [New-Sample](New-Sample.md)", "New-Sample", "## RELATED LINKS", "LTH011: RELATED LINKS has no links")]
    [InlineData("It gives nothing.", "It gives <nothing>.", "It gives <nothing>.", "LTH012: Help can't show this (HtmlInline).")]
    [InlineData("It gives nothing.", "> It gives nothing.", "> It gives nothing.", "LTH012: Help can't show this (QuoteBlock).")]
    public void References_and_markup_that_lead_nowhere(string before, string after, string place, string message) => Expect("Stop-Sample", before, after, place, message);

    /// <inheritdoc/>
    public void Dispose() => _module.Dispose();

    private void Expect(string page, string before, string after, string place, string message)
    {
        _module.Edit(page, before, after);
        Assert.Equal(1, _module.Build());
        var text = File.ReadAllText(_module.Page(page));
        var line = text[..text.IndexOf(place, StringComparison.Ordinal)].Count(c => c == '\n') + 1;
        Assert.Contains(_module.Output, l => l.StartsWith($"{_module.Page(page)}({line},1): error LTH", StringComparison.Ordinal) && l.Contains(message, StringComparison.Ordinal));
    }
}
