using LoadTestAz.Shell.Hosting;
using LoadTestAz.Shell.Tests.Infrastructure;

namespace LoadTestAz.Shell.Tests.Hosting;

public class ModuleTests
{
    [Fact]
    public void A_script_may_import_the_module_by_its_name() => Assert.Equal(
        ["1", ShellRun.Module],
        ShellRun.Script("Import-Module LoadTestAz -ErrorAction Stop; $m = @(Get-Module LoadTestAz); $m.Count; $m[0].ModuleBase").OutLines);

    [Fact]
    public void A_script_may_import_it_anew() =>
        Assert.Equal(["1"], ShellRun.Script("Import-Module LoadTestAz -Force -ErrorAction Stop; @(Get-Module LoadTestAz).Count").OutLines);

    [Fact]
    public void The_built_module_is_found_above_the_program()
    {
        using var repository = new TemporaryFolder();
        repository.Write("output/LoadTestAz/LoadTestAz.psd1", "@{}");
        string program = Directory.CreateDirectory(Path.Combine(repository.Path, "src", "bin", "net10.0")).FullName;

        Assert.Equal(Path.Combine(repository.Path, "output", "LoadTestAz"), ModuleLocator.Find(program));
    }

    [Fact]
    public void The_module_beside_the_program_comes_first()
    {
        using var folder = new TemporaryFolder();
        folder.Write("output/LoadTestAz/LoadTestAz.psd1", "@{}");
        folder.Write("LoadTestAz/LoadTestAz.psd1", "@{}");

        Assert.Equal(Path.Combine(folder.Path, "LoadTestAz"), ModuleLocator.Find(folder.Path));
    }

    [Fact]
    public void Without_a_module_the_shell_says_what_to_do()
    {
        using var folder = new TemporaryFolder();
        var terminal = new FakeTerminal();

        Assert.Equal(1, new ShellProgram(terminal, TimeProvider.System, new Interrupts(TimeProvider.System), folder.Path).Run(["-Command", "1"]));
        Assert.Contains("dotnet build", terminal.ErrorText);
        Assert.Contains("-ModulePath", terminal.ErrorText);
    }

    [Fact]
    public void A_folder_without_a_module_is_bad_usage()
    {
        using var folder = new TemporaryFolder();
        var terminal = new FakeTerminal();

        Assert.Equal(64, new ShellProgram(terminal, TimeProvider.System, new Interrupts(TimeProvider.System), folder.Path).Run(["-ModulePath", folder.Path, "-Command", "1"]));
        Assert.Contains("holds no LoadTestAz.psd1", terminal.ErrorText);
    }

    [Fact]
    public void A_module_that_fails_to_load_ends_the_shell()
    {
        using var folder = new TemporaryFolder();
        folder.Write("LoadTestAz.psd1", "@{ RootModule = 'Gone.dll'; ModuleVersion = '1.0' }");
        var terminal = new FakeTerminal();

        Assert.Equal(1, new ShellProgram(terminal, TimeProvider.System, new Interrupts(TimeProvider.System), folder.Path).Run(["-ModulePath", folder.Path, "-Command", "'never'"]));
        Assert.Empty(terminal.OutText);
        Assert.Contains("Gone.dll", terminal.ErrorText);
    }
}
