using System.Text;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

public sealed class PlainJsonTests
{
    // Texts are searched by sixteen bytes at once, so that all lengths around those count.
    [Fact]
    public void Takes_a_text_of_any_length_up_to_its_quote()
    {
        for (var length = 0; length <= 70; length++)
        {
            var text = new string('x', length);
            var rest = (ReadOnlySpan<byte>)Encoding.UTF8.GetBytes(text + "\",\"next\\\":1");
            Assert.True(PlainJson.TryTakeText(ref rest, out var taken));
            Assert.Equal(text, Encoding.UTF8.GetString(taken));
            Assert.Equal(",\"next\\\":1", Encoding.UTF8.GetString(rest));
        }
    }

    [Fact]
    public void Leaves_a_text_with_an_escape_anywhere_as_it_is()
    {
        for (var length = 1; length <= 70; length++)
        {
            for (var at = 0; at < length; at++)
            {
                var written = (new string('x', at) + '\\').PadRight(length, 'y') + "\" and more";
                var rest = (ReadOnlySpan<byte>)Encoding.UTF8.GetBytes(written);
                Assert.False(PlainJson.TryTakeText(ref rest, out _));
                Assert.Equal(written, Encoding.UTF8.GetString(rest));
            }
        }
    }

    [Fact]
    public void Leaves_a_text_without_an_end_as_it_is()
    {
        for (var length = 0; length <= 70; length++)
        {
            var rest = (ReadOnlySpan<byte>)Encoding.UTF8.GetBytes(new string('x', length));
            Assert.False(PlainJson.TryTakeText(ref rest, out _));
            Assert.Equal(length, rest.Length);
        }
    }
}
