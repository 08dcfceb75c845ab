using System.Management.Automation;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Secrets;

/// <summary>What is wrong with secrets is told before anything is created.</summary>
[Collection("Secrets")]
public sealed class SecretErrorTests : IDisposable
{
    private const string Plan = "New-AzLoadTestPlan -TargetUrl http://127.0.0.1:9/ -Engine Http -TotalVus 1 -Duration 1s";

    private readonly TemporaryFolder _folder = new();
    private readonly ModuleRunspace _session;

    public SecretErrorTests() => _session = new ModuleRunspace(_folder.Path);

    [Fact]
    public void All_that_are_missing_are_listed_with_the_remedy()
    {
        var error = Expect($"{Plan} -SecretName NOT_SET_1, NOT_SET_2, NOT_SET_3 | Start-AzLoadTestWorker -Secret @{{ NOT_SET_2 = 'given' }} -WarningAction Ignore", "SecretMissing", ErrorCategory.ObjectNotFound);
        Assert.Contains("NOT_SET_1, NOT_SET_3. Set them as environment variables of this session, or give them by -Secret", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_no_plan_has_is_a_mistake() =>
        Assert.Contains("UNKNOWN_TO_PLAN", Expect($"{Plan} -SecretName KNOWN | Start-AzLoadTestWorker -Secret @{{ UNKNOWN_TO_PLAN = 'some value' }} -WarningAction Ignore", "SecretInvalid", ErrorCategory.InvalidArgument), StringComparison.Ordinal);

    [Fact]
    public void A_value_that_is_no_text_is_a_mistake() =>
        Assert.Contains("KNOWN", Expect($"{Plan} -SecretName KNOWN | Start-AzLoadTestWorker -Secret @{{ KNOWN = 4711 }}", "SecretInvalid", ErrorCategory.InvalidArgument), StringComparison.Ordinal);

    [Fact]
    public void One_that_is_too_short_to_be_taken_out_is_told()
    {
        using var shell = _session.Script($"{Plan} -SecretName SHORT | Start-AzLoadTestWorker -Secret @{{ SHORT = 'abc' }} -WhatIf");
        shell.Invoke();
        Assert.Contains(shell.Streams.Warning, warning => warning.Message.Contains("SHORT has fewer than 4 characters", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    private string Expect(string script, string id, ErrorCategory category)
    {
        var error = _session.RunToError(script);
        Assert.StartsWith($"LoadTestAz.{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        return error.Exception.Message;
    }
}
