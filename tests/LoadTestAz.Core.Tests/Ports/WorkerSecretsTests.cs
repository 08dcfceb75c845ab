using System.Text.Json;
using LoadTestAz.Ports;

namespace LoadTestAz.Core.Tests.Ports;

public class WorkerSecretsTests
{
    private static readonly WorkerSecrets Secrets = WorkerSecrets.Of(["A", "B", "C"], name => name switch { "A" => "value-of-a", "B" => "", _ => null });

    [Fact]
    public void Those_that_are_there_can_be_found_and_those_that_are_not_are_listed()
    {
        Assert.Equal(["A"], Secrets.Names);
        Assert.Equal(["B", "C"], Secrets.Missing);
        Assert.Equal("value-of-a", Secrets.Find("A"));
        Assert.Null(Secrets.Find("B"));
        var environment = new Dictionary<string, string?> { ["A"] = "other", ["PATH"] = "/bin" };
        Secrets.CopyTo(environment);
        Assert.Equal(new Dictionary<string, string?> { ["A"] = "value-of-a", ["PATH"] = "/bin" }, environment);
    }

    [Fact]
    public void Nothing_that_shows_or_saves_objects_gets_a_value()
    {
        Assert.Equal("1 secrets", Secrets.ToString());
        Assert.DoesNotContain("value-of-a", JsonSerializer.Serialize(Secrets));
        Assert.DoesNotContain("value-of-a", JsonSerializer.Serialize(Secrets, new JsonSerializerOptions { IncludeFields = true }));
        foreach (var property in typeof(WorkerSecrets).GetProperties().Where(p => p.GetMethod is { IsStatic: false }))
            Assert.DoesNotContain("value-of-a", JsonSerializer.Serialize(property.GetValue(Secrets)));
        Assert.DoesNotContain(typeof(WorkerSecrets).GetFields(), field => !field.IsStatic);
    }
}
