using System.Management.Automation;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Contract;

/// <summary>What holds for every cmdlet, now and later.</summary>
public sealed class CmdletContractTests
{
    private static readonly Lazy<List<CmdletInfo>> All = new(() =>
    {
        using var session = new ModuleRunspace();
        return [.. session.Run("Get-Command -Module LoadTestAz").Select(c => (CmdletInfo)c.BaseObject)];
    });

    private static readonly Lazy<XDocument> Help = new(() => XDocument.Load(Path.Combine(Repository.Module, "en-US", "LoadTestAz.dll-Help.xml")));

    private static readonly HashSet<string> ApprovedVerbs =
    [
        .. new[] { typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic), typeof(VerbsLifecycle), typeof(VerbsOther), typeof(VerbsSecurity) }
            .SelectMany(t => t.GetFields().Select(f => f.Name)),
    ];

    private static readonly HashSet<string> Common =
        [.. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters];

    public static TheoryData<string> Names => new(All.Value.Select(c => c.Name));

    [Fact]
    public void The_module_exports_what_the_design_names() =>
        Assert.Equal(
            ["Assert-AzLoadTestResult", "Compare-AzLoadTestResult", "Export-AzLoadTestReport", "Get-AzLoadTestRun", "Merge-AzLoadTestResult", "New-AzLoadTestPlan", "Remove-AzLoadTestRun", "Start-AzLoadTestWorker", "Stop-AzLoadTestRun", "Test-AzLoadTestPlan", "Wait-AzLoadTestRun"],
            All.Value.Select(c => c.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_cmdlet_in_the_assembly_is_exported() =>
        Assert.Equal(
            All.Value[0].ImplementingType.Assembly.GetTypes().Where(t => t.GetCustomAttribute<CmdletAttribute>() is not null).Select(t => t.Name).Order(StringComparer.Ordinal),
            All.Value.Select(c => c.ImplementingType.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Verb_is_approved_and_noun_singular(string name)
    {
        var cmdlet = Find(name);
        Assert.Contains(cmdlet.Verb, ApprovedVerbs);
        Assert.StartsWith("AzLoadTest", cmdlet.Noun, StringComparison.Ordinal);
        Assert.False(cmdlet.Noun.EndsWith('s'), cmdlet.Noun);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Class_is_sealed_and_named_after_its_cmdlet(string name)
    {
        var type = Find(name).ImplementingType;
        Assert.True(type.IsSealed);
        Assert.Equal($"LoadTestAz.Commands.{name.Replace("-", "", StringComparison.Ordinal)}Command", type.FullName);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Output_type_is_one_of_ours_or_a_file_and_no_collection(string name)
    {
        var outputs = Find(name).OutputType.Select(o => o.Type).ToList();
        Assert.NotEmpty(outputs);
        Assert.All(outputs.Where(t => t != typeof(FileInfo)), t => Assert.Equal("LoadTestAz.Core", t.Assembly.GetName().Name));
        Assert.All(outputs, t => Assert.False(typeof(System.Collections.IEnumerable).IsAssignableFrom(t)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_parameter_set_takes_something_from_the_pipeline_and_no_two_things_by_value(string name) =>
        Assert.All(Find(name).ParameterSets, set =>
        {
            Assert.Contains(set.Parameters, p => p.ValueFromPipeline || p.ValueFromPipelineByPropertyName);
            Assert.True(set.Parameters.Count(p => p.ValueFromPipeline) <= 1);
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void What_costs_money_or_ends_things_or_writes_files_asks_first(string name)
    {
        var cmdlet = Find(name);
        var attribute = cmdlet.ImplementingType.GetCustomAttribute<CmdletAttribute>()!;
        Assert.Equal(cmdlet.Verb is "Start" or "Stop" or "Remove" or "Export", attribute.SupportsShouldProcess);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_have_types_that_a_shell_knows(string name)
    {
        var types = OwnParameters(Find(name)).Select(p => Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType);
        Assert.All(types, t => Assert.Contains(t.Assembly.GetName().Name, new[] { "LoadTestAz.Core", "LoadTestAz.Reporting", "System.Management.Automation", "System.Private.CoreLib", "System.Private.Uri" }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_are_properties_of_the_objects_that_come_before(string name)
    {
        // What one cmdlet gives the next takes under the same name; -Store takes Location by its alias.
        var parameters = OwnParameters(Find(name)).ToDictionary(p => p.Name);
        if (parameters.TryGetValue("Store", out var store))
            Assert.Contains("Location", store.Aliases);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Help_page_names_each_parameter_and_has_examples(string name)
    {
        XNamespace command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
        XNamespace maml = "http://schemas.microsoft.com/maml/2004/10";
        var page = Assert.Single(Help.Value.Root!.Elements(command + "command"), c => c.Element(command + "details")!.Element(command + "name")!.Value == name);
        Assert.Equal(
            OwnParameters(Find(name)).Select(p => p.Name).Order(StringComparer.Ordinal),
            page.Element(command + "parameters")!.Elements(command + "parameter").Select(p => p.Element(maml + "name")!.Value).Order(StringComparer.Ordinal));
        Assert.True(page.Element(command + "examples")!.Elements(command + "example").Count() >= 3);
    }

    [Fact]
    public void Error_ids_are_api()
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(Repository.Module, "net8.0", "LoadTestAz.dll")));
        var metadata = file.GetMetadataReader();
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        for (var handle = MetadataTokens.UserStringHandle(0); !handle.IsNil || ids.Count == 0; handle = metadata.GetNextHandle(handle))
        {
            if (!handle.IsNil && Regex.IsMatch(metadata.GetUserString(handle), @"^LoadTestAz\.[A-Z][A-Za-z]+$"))
                ids.Add(metadata.GetUserString(handle));
            if (MetadataTokens.GetHeapOffset(handle) > metadata.GetHeapSize(HeapIndex.UserString))
                break;
        }

        ids.ExceptWith(["LoadTestAz.Azure", "LoadTestAz.Shell", "LoadTestAz.Yaml"]);
        Assert.Equal(
            [
                "LoadTestAz.AzureAccessDenied", "LoadTestAz.AzureNotFound", "LoadTestAz.AzureRefused", "LoadTestAz.AzureUnavailable", "LoadTestAz.CoverageTooLow",
                "LoadTestAz.InputAccessDenied", "LoadTestAz.InputDamaged", "LoadTestAz.InputNotFound", "LoadTestAz.InputNotMergeable", "LoadTestAz.InputOverlaps",
                "LoadTestAz.InputUnreadable", "LoadTestAz.MetricTypesDiffer", "LoadTestAz.NothingToAssert", "LoadTestAz.NothingToMerge", "LoadTestAz.PlanCheckFailed", "LoadTestAz.PlanInvalid", "LoadTestAz.PlanNotFound", "LoadTestAz.PlanNotRunnable",
                "LoadTestAz.PlanUnreadable", "LoadTestAz.ReportExists", "LoadTestAz.ReportNotWritten", "LoadTestAz.ReportPathInvalid",
                "LoadTestAz.RunExists", "LoadTestAz.RunGoesOn", "LoadTestAz.RunNotCompleted", "LoadTestAz.RunNotFound", "LoadTestAz.RunNotStarted", "LoadTestAz.ScriptFailed", "LoadTestAz.SecretInvalid", "LoadTestAz.SecretMissing", "LoadTestAz.StoreAccessDenied", "LoadTestAz.StoreFull",
                "LoadTestAz.StoreInvalid", "LoadTestAz.StoreNotFound", "LoadTestAz.StoreUnavailable", "LoadTestAz.ThresholdInvalid", "LoadTestAz.ThresholdsCrossed", "LoadTestAz.ToleranceInvalid", "LoadTestAz.WaitTimedOut", "LoadTestAz.WorkersLeft",
            ],
            ids);
    }

    private static CmdletInfo Find(string name) => All.Value.Single(c => c.Name == name);

    private static IEnumerable<ParameterMetadata> OwnParameters(CmdletInfo cmdlet) => cmdlet.Parameters.Values.Where(p => !Common.Contains(p.Name));
}
