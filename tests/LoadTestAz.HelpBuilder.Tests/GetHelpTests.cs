using LoadTestAz.HelpBuilder.Tests.Hosting;

namespace LoadTestAz.HelpBuilder.Tests;

/// <summary>What Get-Help shows of the file, for a module whose assembly lies in a folder below its manifest.</summary>
public sealed class GetHelpTests : IDisposable
{
    private readonly SampleModule _module = new();
    private readonly HelpSession _session;

    public GetHelpTests()
    {
        Assert.Equal(0, _module.Build());
        _session = new HelpSession(_module.Install());
    }

    [Fact]
    public void Full_help_has_all_sections()
    {
        var text = _session.Show("Get-Help New-Sample -Full");
        Assert.All(
            new[]
            {
                "Makes a sample of a file.",
                "New-Sample [-Path] <string[]> [-Size {Small | Large}] [-Count <int>] [-Policy {Always | OnSuccess | Never}] [-Tag <IDictionary>] [-Timeout <timespan>] [<CommonParameters>]",
                "The first paragraph, which is wrapped over two lines",
                "    - the first item\n    - the second item\n",
                "-Count <int>\n        How many.\n",
                "Default value                as many as there are",
                "System.String\n        Paths.",
                "LoadTestAz.HelpBuilder.Samples.Sample\n        A sample for each file.",
                "LoadTestAz.SampleEmpty: A path is empty. Give another.",
                "---------- Example 3: Choose a size ----------",
                "An address https://example.com/docs",
            },
            part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Examples_are_apart_from_each_other()
    {
        var text = _session.Show("Get-Help Stop-Sample -Examples");
        Assert.Contains(
            """
                ---------- Example 1: Stop one ----------
                
                New-Sample 'a.txt' | Stop-Sample
                
                Stops it.
                
                ---------- Example 2: Stop one by name ----------
            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_parameter_can_be_asked_for()
    {
        var text = _session.Show("Get-Help New-Sample -Parameter Policy");
        Assert.Contains("-Policy <CleanupPolicy>\n    One of: Always, OnSuccess, Never.\n    \n    When it goes away.", text, StringComparison.Ordinal);
        Assert.Contains("Required?                    false", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Syntax_names_what_PowerShell_adds() =>
        Assert.Contains("Stop-Sample [-Name] <string> [-Timeout <timespan>] [-Force] [-WhatIf] [-Confirm] [<CommonParameters>]", _session.Show("Get-Help Stop-Sample"), StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _module.Dispose();
    }
}
