using CsCheck;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

public sealed class MetricSelectorTests
{
    [Theory]
    [InlineData("http_reqs", "http_reqs")]
    [InlineData(" http_reqs ", "http_reqs")]
    [InlineData("http_req_duration{status:200}", "http_req_duration{status:200}")]
    [InlineData("http_req_duration{ status : 200 , method:GET }", "http_req_duration{method:GET,status:200}")]
    [InlineData("http_req_duration{status:\"200\",'method':'GET'}", "http_req_duration{method:GET,status:200}")]
    [InlineData("group_duration{group:::browse::details}", "group_duration{group:::browse::details}")]
    [InlineData("http_req_duration{name:http://127.0.0.1:18080/fast,method:GET}", "http_req_duration{method:GET,name:http://127.0.0.1:18080/fast}")]
    [InlineData("http_req_duration{name:/users/{id}}", "http_req_duration{name:/users/{id}}")]
    [InlineData("checks{a:\"\"}", "checks{a:\"\"}")]
    [InlineData("checks{a:\" x \"}", "checks{a:\" x \"}")]
    [InlineData("checks{a:1,a:2}", "checks{a:2}")]
    public void Reads_k6_notation_and_writes_one_form_of_it(string text, string expected) =>
        Assert.Equal(expected, MetricSelector.Parse(text).ToString());

    [Theory]
    [InlineData("", "name is missing")]
    [InlineData("{status:200}", "name is missing")]
    [InlineData("http_reqs{status:200", "closing '}'")]
    [InlineData("http_reqs{status:200}x", "closing '}'")]
    [InlineData("http_reqs}", "without a '{'")]
    [InlineData("http_reqs}{a:b}", "without a '{'")]
    [InlineData("http_reqs{}", "empty tag")]
    [InlineData("http_reqs{status:200,}", "empty tag")]
    [InlineData("http_reqs{status}", "'status' has no value")]
    [InlineData("http_reqs{status:}", "'status' has no value")]
    [InlineData("http_reqs{:200}", "no tag name")]
    public void Refuses_what_k6_refuses(string text, string reason)
    {
        Assert.False(MetricSelector.TryParse(text, out var selector, out var error));
        Assert.Null(selector);
        Assert.Contains(reason, error);
        Assert.Contains(reason, Assert.Throws<FormatException>(() => MetricSelector.Parse(text)).Message);
    }

    [Fact]
    public void Matches_samples_that_carry_all_its_tags()
    {
        var selector = MetricSelector.Parse("http_req_duration{status:200,method:GET}");
        var tags = TagSet.Of([new("method", "GET"), new("status", "200"), new("url", "/")]);

        Assert.True(selector.IsSubmetric);
        Assert.True(selector.Matches(tags));
        Assert.False(selector.Matches(tags.With("status", "500")));
        Assert.False(selector.Matches(TagSet.Of([new("status", "200")])));
        Assert.False(selector.Matches(TagSet.Empty));
        Assert.True(MetricSelector.Parse("http_req_duration").Matches(TagSet.Empty));
    }

    [Fact]
    public void Is_equal_whatever_the_order_and_spacing_of_tags() =>
        Assert.Equal(MetricSelector.Parse("a{x:1,y:2}"), MetricSelector.Parse("a{ y:2 , x:1 }"));

    [Fact]
    public void Written_form_reads_back_as_the_same_selector()
    {
        var text = Gen.Char["ab: {}ü/.0"].Array[0, 6].Select(c => new string(c));
        var tags = Gen.Select(Gen.Char["abc"].Array[1, 3].Select(c => new string(c)), text).Array[0, 4];
        tags.Sample(pairs =>
        {
            var selector = new MetricSelector("metric", TagSet.Of(pairs.Select(p => KeyValuePair.Create(p.Item1, p.Item2))));
            Assert.Equal(selector, MetricSelector.Parse(selector.ToString()));
        });
    }

    [Fact]
    public void Reading_never_throws() =>
        Gen.Char["ab:,{}\"' \t=☃"].Array[0, 20].Sample(c => { MetricSelector.TryParse(new string(c), out _, out _); });
}
