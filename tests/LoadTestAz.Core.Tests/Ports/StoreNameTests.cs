using LoadTestAz.Ports;

namespace LoadTestAz.Tests.Ports;

public sealed class StoreNameTests
{
    [Theory]
    [InlineData("plan.json")]
    [InlineData("20260729-101500-abc/claim_0.json")]
    [InlineData("run/..a")]
    [InlineData("run/.hidden")]
    [InlineData("Console/com10")]
    [InlineData("結果/ü")]
    public void Ordinary_names_pass(string name) => StoreName.Check(name);

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("a/..")]
    [InlineData("a\\b")]
    [InlineData("a:b")]
    [InlineData("a?b")]
    [InlineData("a\nb")]
    [InlineData("a.")]
    [InlineData("a /b")]
    [InlineData("run/NUL")]
    [InlineData("run/com1.json")]
    [InlineData(".~half")]
    public void Names_that_some_store_can_not_hold_do_not(string name) => Assert.ThrowsAny<ArgumentException>(() => StoreName.Check(name));

    [Fact]
    public void A_name_has_a_greatest_length()
    {
        StoreName.Check(new string('a', StoreName.MaxLength));
        Assert.Throws<ArgumentException>(() => StoreName.Check(new string('a', StoreName.MaxLength + 1)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData("run/")]
    [InlineData("run/live_")]
    [InlineData("..")]
    public void Prefixes_pass(string prefix) => StoreName.CheckPrefix(prefix);

    [Theory]
    [InlineData("../")]
    [InlineData("/")]
    [InlineData("run/../../x")]
    [InlineData("run//")]
    public void Prefixes_that_lead_elsewhere_do_not(string prefix) => Assert.ThrowsAny<ArgumentException>(() => StoreName.CheckPrefix(prefix));
}
