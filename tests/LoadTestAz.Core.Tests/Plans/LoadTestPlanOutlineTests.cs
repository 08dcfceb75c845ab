using System.Text.Json;
using LoadTestAz.Plans;

namespace LoadTestAz.Core.Tests.Plans;

public sealed class LoadTestPlanOutlineTests
{
    [Fact]
    public void It_tells_no_values_of_variables_nor_headers_bodies_queries_and_passwords()
    {
        var outline = LoadTestPlanOutline.Of(new LoadTestPlan
        {
            Name = "shop",
            RunId = "lt-20260102-030405-abc234",
            TestType = TestType.Protocol,
            TotalVus = 10,
            Duration = TimeSpan.FromSeconds(20),
            Workers = [],
            TargetUrl = new Uri("https://user:HUSH@shop.example:8443/a?token=HUSH#HUSH"),
            Script = Path.Combine(Path.GetTempPath(), "HUSH", "shop.js"),
            Env = new Dictionary<string, string> { ["REGION"] = "HUSH" },
            Secrets = ["TOKEN"],
            Requests = [new LoadTestRequest { Method = "POST", Url = new Uri("https://HUSH@shop.example/cart?q=HUSH"), Name = "HUSH", Body = "HUSH", Headers = new Dictionary<string, string> { ["Authorization"] = "HUSH" } }],
        });

        Assert.Equal("https://shop.example:8443/a", outline.Target);
        Assert.Equal(["POST https://shop.example/cart"], outline.Requests);
        Assert.Equal(("shop.js", 10), (outline.Script, outline.TotalVus));
        Assert.Equal(["REGION", "TOKEN"], outline.Variables);
        Assert.DoesNotContain("HUSH", JsonSerializer.Serialize(outline), StringComparison.Ordinal);
    }
}
