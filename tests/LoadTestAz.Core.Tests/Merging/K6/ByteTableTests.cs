using System.Text;
using LoadTestAz.Merging.K6;

namespace LoadTestAz.Core.Tests.Merging.K6;

public sealed class ByteTableTests
{
    [Fact]
    public void Each_key_has_its_value_however_many_there_are()
    {
        var table = new ByteTable<string>();
        var keys = Enumerable.Range(0, 5000).Select(i => new string('k', i % 40) + i).ToArray();
        foreach (var key in keys)
            table.Add(Encoding.UTF8.GetBytes(key), key);
        Assert.All(keys, key => Assert.Same(key, table.Find(Encoding.UTF8.GetBytes(key))));
        Assert.Equal(keys.Length, table.Count);
        Assert.Null(table.Find("5000"u8));
        Assert.Null(table.Find(default));

        table.Clear();
        Assert.All(keys, key => Assert.Null(table.Find(Encoding.UTF8.GetBytes(key))));
    }

    [Fact]
    public void A_later_value_hides_the_earlier_one()
    {
        var table = new ByteTable<string>();
        table.Add("a"u8, "1");
        Assert.Equal("1", table.Find("a"u8));
        table.Add("a"u8, "2");
        for (var i = 0; i < 200; i++)
            table.Add(BitConverter.GetBytes(i), "x");
        Assert.Equal("2", table.Find("a"u8));
    }
}
