using LoadTestAz.Shell.Tests.Infrastructure;

namespace LoadTestAz.Shell.Tests.Commands;

/// <summary>Each case as pwsh answers it.</summary>
public class EverydayCommandTests
{
    private const string Items = "$i = @([pscustomobject]@{N=2;S='b'},[pscustomobject]@{N=1;S='a'},[pscustomobject]@{N=3;S='C'}); ";

    [Theory]
    // Write-Output, Write-Host
    [InlineData("Write-Output 1 2 | ForEach-Object { $_ + 1 }", "2|3")]
    [InlineData("(Write-Output @(1, 2) -NoEnumerate | Measure-Object).Count", "1")]
    [InlineData("Write-Host a b (1, 2) -Separator ','", "a,b,1,2")]
    [InlineData("Write-Host a -NoNewline; Write-Host b", "ab")]
    [InlineData("'x', 'y' | Write-Host", "x|y")]
    [InlineData("Write-Host hidden 6> $null; 'shown'", "shown")]
    // Select-Object
    [InlineData("1..9 | Select-Object -First 2", "1|2")]
    [InlineData("1..9 | Select-Object -Last 2", "8|9")]
    [InlineData("1..9 | Select-Object -First 1 -Last 1", "1|9")]
    [InlineData("1..9 | Select-Object -Skip 7", "8|9")]
    [InlineData("1..9 | Select-Object -Skip 2 -First 2", "3|4")]
    [InlineData("1..9 | Select-Object -Skip 1 -Last 2", "7|8")]
    [InlineData("1, 2, 1 | Select-Object -Unique", "1|2")]
    [InlineData(Items + "$i | Select-Object -ExpandProperty S", "b|a|C")]
    [InlineData(Items + "($i | select N -First 1).psobject.Properties.Name", "N")]
    [InlineData(Items + "($i[0] | Select-Object -ExcludeProperty N).psobject.Properties.Name", "S")]
    [InlineData(Items + "($i[0] | Select-Object *, @{ n = 'D'; e = { $_.N * 2 } }).D", "4")]
    [InlineData(Items + "($i[0] | Select-Object @{ Label = 'L'; Expression = 'S' }).L", "b")]
    [InlineData(Items + "$null -eq ($i[0] | Select-Object Nope).Nope", "True")]
    [InlineData(Items + "($i[0] | Select-Object N).psobject.TypeNames[0]", "Selected.System.Management.Automation.PSCustomObject")]
    [InlineData("1..3 | ForEach-Object { Write-Host \"made $_\"; $_ } | Select-Object -First 1", "made 1|1")]
    // Sort-Object
    [InlineData("3, 1, 2 | Sort-Object", "1|2|3")]
    [InlineData("3, 1, 2 | Sort-Object -Descending", "3|2|1")]
    [InlineData("'b', 'A', 'c' | sort-object", "A|b|c")]
    [InlineData("10, 9 | Sort-Object { \"$_\" }", "10|9")]
    [InlineData("2, 1, 2 | Sort-Object -Unique", "1|2")]
    [InlineData("3, 1, 2 | Sort-Object -Top 2", "1|2")]
    [InlineData(Items + "($i | Sort-Object N).S", "a|b|C")]
    [InlineData(Items + "($i | Sort-Object @{ e = 'N'; Descending = $true }).S", "C|b|a")]
    [InlineData("('a1', 'b0', 'a0' | Sort-Object { $_[0] }) -join ' '", "a1 a0 b0")]
    [InlineData("(@{ a = 2 }, @{ a = 1 } | Sort-Object { $_.a }).a", "1|2")]
    // Measure-Object
    [InlineData("(1..4 | Measure-Object).Count", "4")]
    [InlineData("$m = 1..4 | Measure-Object -Sum -Average -Minimum -Maximum; $m.Sum, $m.Average, $m.Minimum, $m.Maximum", "10|2.5|1|4")]
    [InlineData(Items + "($i | Measure-Object N -Maximum).Maximum", "3")]
    [InlineData("(@() | Measure-Object).Count", "0")]
    // Paths
    [InlineData("Join-Path a b", "a/b")]
    [InlineData("Join-Path a b c d", "a/b/c/d")]
    [InlineData("Join-Path a/ /b", "a/b")]
    [InlineData("'x', 'y' | Join-Path -ChildPath z", "x/z|y/z")]
    [InlineData("Split-Path /a/b.txt", "/a")]
    [InlineData("Split-Path /a/b.txt -Leaf", "b.txt")]
    [InlineData("Split-Path /a/b.txt -LeafBase", "b")]
    [InlineData("Split-Path /a/b.txt -Extension", ".txt")]
    [InlineData("Test-Path /", "True")]
    [InlineData("Test-Path / -PathType Leaf", "False")]
    [InlineData("Test-Path / -PathType Container", "True")]
    [InlineData("Test-Path /nowhere/at/all", "False")]
    [InlineData("Test-Path nodrive:/x", "False")]
    [InlineData("Test-Path env:PATH", "True")]
    [InlineData("Test-Path variable:nope", "False")]
    [InlineData("cd /; (Get-Location).Path; pwd | % Path", "/|/")]
    // Start-Sleep
    [InlineData("Start-Sleep -Milliseconds 1; Start-Sleep 0.001; Start-Sleep -Duration ([timespan]::Zero); 'awake'", "awake")]
    public void Answers_as_pwsh_does(string command, string lines)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && command.Contains('/'), "The paths are those of Unix.");

        ShellRun run = ShellRun.Command(command);

        Assert.Empty(run.Error);
        Assert.Equal(lines.Split('|'), run.OutLines);
    }

    [Theory]
    [InlineData("1, 2 | ConvertTo-Json -Compress", "[1,2]")]
    [InlineData("1 | ConvertTo-Json -AsArray -Compress", "[1]")]
    [InlineData("$null | ConvertTo-Json", "null")]
    [InlineData("[pscustomobject]@{ a = 'x\"y'; b = $null; c = 1.5; d = $true; e = 1.0 } | ConvertTo-Json -Compress", """{"a":"x\"y","b":null,"c":1.5,"d":true,"e":1.0}""")]
    [InlineData("[ordered]@{ z = 1; a = @(); e = @{} } | ConvertTo-Json", "{\n  \"z\": 1,\n  \"a\": [],\n  \"e\": {}\n}")]
    [InlineData("[DayOfWeek]::Friday | ConvertTo-Json", "5")]
    [InlineData("@{ d = [DayOfWeek]::Friday } | ConvertTo-Json -EnumsAsStrings -Compress", """{"d":"Friday"}""")]
    [InlineData("[datetime]::new(2026, 1, 2, 3, 4, 5, [DateTimeKind]::Utc) | ConvertTo-Json", "\"2026-01-02T03:04:05Z\"")]
    [InlineData("@{ a = @{ b = @{ c = @{ d = 1 } } } } | ConvertTo-Json -Compress -Depth 3", """{"a":{"b":{"c":{"d":1}}}}""")]
    public void Json_as_pwsh_writes_it(string command, string json)
    {
        ShellRun run = ShellRun.Command(command);

        Assert.Empty(run.Error);
        Assert.Equal(json + "\n", run.Out);
    }

    [Fact]
    public void Json_that_is_cut_off_warns()
    {
        ShellRun run = ShellRun.Command("@{ a = @{ b = @{ c = @{ d = 1 } } } } | ConvertTo-Json -Compress");

        Assert.Equal("""{"a":{"b":{"c":"System.Collections.Hashtable"}}}""" + "\n", run.Out);
        Assert.Equal("WARNING: Resulting JSON is truncated as serialization has exceeded the set depth of 2.\n", run.Error);
    }

    [Fact]
    public void Get_Content_reads_lines_or_all()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("a [1].txt", "one\ntwo\nthree\n");

        Assert.Equal(["one", "two", "three"], ShellRun.Command($"Get-Content -LiteralPath '{file}'").OutLines);
        Assert.Equal(["one"], ShellRun.Command($"Get-Content -LiteralPath '{file}' -TotalCount 1").OutLines);
        Assert.Equal(["three"], ShellRun.Command($"Get-Content '{folder.Path}/*.txt' -Tail 1").OutLines);
        Assert.Equal(["14"], ShellRun.Command($"(Get-Content -LiteralPath '{file}' -Raw).Length").OutLines);
        Assert.Contains("PathNotFound", ShellRun.Command("Get-Content /nowhere.txt").Error);
    }

    [Theory]
    [InlineData("Write-Error m", "Microsoft.PowerShell.Commands.WriteErrorException")]
    [InlineData("Write-Error m -ErrorId I", "I")]
    [InlineData("Write-Error -Exception ([ArgumentException]::new('m'))", "System.ArgumentException")]
    [InlineData("Select-Object -InputObject 1 -ExpandProperty Nope", "ExpandPropertyNotFound,LoadTestAz.Shell.Commands.SelectObjectCommand")]
    [InlineData("$null = 'x' | Measure-Object -Sum", "NonNumericInputObject,LoadTestAz.Shell.Commands.MeasureObjectCommand")]
    public void Ids_of_errors(string command, string id) =>
        Assert.Equal([id], ShellRun.Command($"{command} -ErrorAction SilentlyContinue -ErrorVariable e; $e[0].FullyQualifiedErrorId").OutLines);

    [Fact]
    public void A_caught_error_can_be_written_again() => Assert.Equal(
        ["DivideByZeroException: oops"],
        ShellRun.Command("try { throw [DivideByZeroException]::new('oops') } catch { Write-Error -ErrorRecord $_ -ErrorAction SilentlyContinue -ErrorVariable e }; $e[0].Exception.GetType().Name + ': ' + $e[0]").OutLines);

    [Fact]
    public void The_engines_own_commands_are_kept() =>
        Assert.Equal(["Microsoft.PowerShell.Core"], ShellRun.Command("(Get-Command Where-Object).Source").OutLines);
}
