using LoadTestAz.Plans;

namespace LoadTestAz.Core.Tests.Plans;

public class RequestTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("Bearer ${TOKEN}", "Bearer <TOKEN>")]
    [InlineData("${TOKEN}${USER}x", "<TOKEN><USER>x")]
    [InlineData("${unknown} ${5} $TOKEN ${TOKEN", "${unknown} ${5} $TOKEN ${TOKEN")]
    [InlineData("${${TOKEN}}", "${<TOKEN>}")]
    [InlineData("", "")]
    public void Known_names_are_filled_in_and_the_rest_stays(string text, string filled)
    {
        HashSet<string> names = ["TOKEN", "USER"];
        Assert.Equal(filled, RequestText.Fill(text, name => names.Contains(name) ? $"<{name}>" : null));

        // The parts say the same, which is what a script is made of.
        Assert.Equal(filled, string.Concat(RequestText.Parts(text, names).Select(part => part.IsName ? $"<{part.Text}>" : part.Text)));
    }

    [Fact]
    public void What_is_filled_in_is_not_looked_into_again() => Assert.Equal("${B}", RequestText.Fill("${A}", name => name == "A" ? "${B}" : "wrong"));
}
