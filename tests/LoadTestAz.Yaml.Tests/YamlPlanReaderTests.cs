using System.Diagnostics;
using System.Reflection;
using System.Text;
using CsCheck;
using LoadTestAz.Plans;

namespace LoadTestAz.Yaml.Tests;

public class YamlPlanReaderTests
{
    [Fact]
    public void Values_keep_their_places()
    {
        var document = PlanFile.Read("a: 1\nb:\n  - 'x'\n  - {c: ~}\n");
        Assert.Empty(document.Mistakes);
        var root = Assert.IsType<PlanMapping>(document.Root);
        Assert.Equal(new PlanScalar("a", false, 1, 1), root.Entries[0].Key);
        Assert.Equal(new PlanScalar("1", false, 1, 4), root.Entries[0].Value);
        var list = Assert.IsType<PlanSequence>(root.Entries[1].Value);
        Assert.Equal(new PlanScalar("x", true, 3, 5), list.Items[0]);
        var inner = Assert.IsType<PlanMapping>(list.Items[1]);
        Assert.Equal((4, 5), (inner.Line, inner.Column));
        Assert.Equal(new PlanScalar("~", false, 4, 9), inner.Entries[0].Value);
    }

    [Theory]
    [InlineData("a: 1\na: 2\n", "plan.yaml(2,1): a: given twice; the first stands in line 1")]
    [InlineData("a:\n  b: 1\n  c: 2\n  'b': 3\n", "plan.yaml(4,3): a.b: given twice; the first stands in line 2")]
    [InlineData("a: &x 1\nb: *x\n", "plan.yaml(2,4): b: aliases are not supported; write the value out")]
    [InlineData("a: &x {c: 1}\nb:\n  <<: *x\n", "plan.yaml(3,3): b.<<: merge keys are not supported; write the keys out")]
    [InlineData("a: [1, !env X]\n", "plan.yaml(1,8): a[1]: tags such as !env are not supported; write the value without it")]
    [InlineData("a: !!int 1\n", "plan.yaml(1,4): a: tags such as tag:yaml.org,2002:int are not supported; write the value without it")]
    [InlineData("a: 1\n---\nb: 2\n", "plan.yaml(2,1): a second document begins here; a plan file holds one")]
    [InlineData("? [a, b]\n: 1\n", "plan.yaml(1,3): a key is a single value, not a list or mapping")]
    [InlineData("", "plan.yaml(1,1): the file is empty")]
    [InlineData(" \n\n", "plan.yaml(1,1): the file is empty")]
    [InlineData("# nothing\n", "plan.yaml(2,1): the file is empty but for comments")]
    [InlineData("a: 1\nb: \0\n", "plan.yaml(2,4): the file holds the control character U+0000; it is no text file")]
    [InlineData("a: \u001b[31m\n", "plan.yaml(1,4): the file holds the control character U+001B; it is no text file")]
    [InlineData("a: 1\nb:\n\tc: 1\n", "plan.yaml(3,1): a tab stands where the line is indented; YAML wants spaces")]
    [InlineData("a: 1\nb: c: d\n", "plan.yaml(2,5): bad syntax: While scanning a plain scalar value, found invalid mapping; put a value that holds ': ' in quotes")]
    [InlineData("a: @x\n", "plan.yaml(1,4): bad syntax: While scanning for the next token, found character that cannot start any token; put a value that begins with this character in quotes")]
    [InlineData("a: 1\nb:2\nc: 3\n", "plan.yaml(2,1): bad syntax: While parsing a block mapping, did not find expected key; a key is followed by a colon and a space")]
    [InlineData("a: \"x\n", "plan.yaml(1,4): bad syntax: While scanning a quoted scalar, found unexpected end of stream; a quote is not closed")]
    [InlineData("  a: 1\n b: 2\n", "plan.yaml(2,2): bad syntax: Did not find expected <document end>; keys of one mapping are indented alike")]
    [InlineData("a: [1\nb: 2\n", "plan.yaml(1,4): bad syntax: the list that begins here is not ended, or not as it began")]
    [InlineData("a:\n  - {x: 1\nb: 1\n", "plan.yaml(2,3): bad syntax: the list that begins here is not ended, or not as it began")]
    [InlineData("- : 1\n", "plan.yaml(2,1): [0].: bad syntax: a key or value is missing before this place")]
    [InlineData("...\n:", "plan.yaml(1,1): bad syntax: this is no YAML")]
    public void Mistakes_of_notation_have_a_place(string yaml, string mistake) =>
        Assert.Equal(mistake, Assert.Single(PlanFile.Read(yaml).Mistakes).ToString());

    [Fact]
    public void A_file_that_is_not_utf8_says_where()
    {
        Assert.Equal("plan.yaml(2,4): the file is not UTF-8; save it as that", Only([.. "a: 1\nb: "u8, 0xE9, .. "\n"u8]));
        Assert.Equal("plan.yaml(1,1): the file is UTF-16 or UTF-32; save it as UTF-8", Only([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a: 1")]));
        Assert.Equal("plan.yaml(1,4): the file is not UTF-8; save it as that", Only([0xEF, 0xBB, 0xBF, .. "a: "u8, 0xFF]));

        static string Only(byte[] content) => Assert.Single(PlanFile.Read(content).Mistakes).ToString();
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_text()
    {
        var document = PlanFile.Read([0xEF, 0xBB, 0xBF, .. "a: 1\n"u8]);
        Assert.Empty(document.Mistakes);
        Assert.Equal(new PlanScalar("a", false, 1, 1), Assert.IsType<PlanMapping>(document.Root).Entries[0].Key);
    }

    [Fact]
    public void All_mistakes_of_notation_that_leave_a_tree_come_at_once() =>
        Assert.Equal([2, 3, 4], PlanFile.Read("a: &x 1\na: 2\nb: !!str 3\nc: *x\n").Mistakes.Select(m => m.Line!.Value));

    public static TheoryData<string, string, string> Hostile => new()
    {
        { "billion laughs", "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range('b', 8).Select(c => $"{(char)c}: &{(char)c} [{string.Join(',', Enumerable.Repeat("*" + (char)(c - 1), 9))}]\n")), "aliases are not supported" },
        { "deep flow", new string('[', 10_000), "nested more than 32 deep" },
        { "deep flow mappings", string.Concat(Enumerable.Repeat("{a: ", 10_000)), "nested more than 32 deep" },
        { "deep block", string.Concat(Enumerable.Repeat("- ", 10_000)), "nested more than 32 deep" },
        { "deep keys", string.Concat(Enumerable.Repeat("? ", 10_000)), "nested more than 32 deep" },
        { "2 MB", "a: " + new string('x', 2 << 20), "larger than 1 MB" },
        { "binary", "\u007fELF\0\u0001\u0002", "no text file" },
        { "many values", "a: [" + string.Concat(Enumerable.Repeat("x,", 500_000)) + "]", "more than 50,000 values" },
        { "many keys", string.Concat(Enumerable.Range(0, 20_000).Select(i => $"key_{i}: 1\n")), "unknown key" },
        { "many requests", "test:\n  requests: [" + string.Concat(Enumerable.Repeat("/,", 40_000)) + "]", "is relative" },
        { "a long key", new string('k', 1000) + ": 1\n", "unknown key" },
        { "a long scalar", "name: \"" + new string('x', 1_000_000) + "\"\n", "is no name" },
        { "a key that commands the terminal", "\"\\e[31m\\n\": 1\n", "unknown key" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_file_ends_quickly_with_a_clear_mistake(string name, string yaml, string expected)
    {
        var clock = Stopwatch.StartNew();
        var exception = Assert.Throws<PlanException>(() => PlanFile.Build(yaml));

        // A hundredth of this is usual; a machine that tests in parallel may be busy.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{name}: {clock.Elapsed}");
        Assert.Contains(expected, exception.Message);
        Assert.InRange(exception.Message.Length, 1, 100_000);
        Assert.InRange(exception.Message.Split('\n').Length, 2, PlanException.MaxListed + 2);
        Assert.DoesNotContain('\u001b', exception.Message);
    }

    [Fact]
    public void No_text_whatever_makes_the_reader_throw()
    {
        // Pieces of YAML, put together at random, stumble upon more than random letters do.
        var piece = Gen.OneOf("a", "test", ":", ": ", " ", "\n", "\n  ", "- ", "[", "]", "{", "}", ",", "'", "\"", "|", ">", "|2", "#", "&a", "*a", "!t", "? ", "%", "---", "...", "\t", "\\", "<<", "~", "1", "\r", "\u0085", "\ud83d\ude00", "\"\\U00110000\"", "\\x4", "%YAML 1.9\n", "%TAG ! a\n", "!<%", "9");
        piece.Array[0, 30].Sample(pieces =>
        {
            var document = PlanFile.Read(string.Concat(pieces));
            Assert.True(document.Root is not null || document.Mistakes.Count > 0);
            Assert.All(document.Mistakes, mistake => Assert.True(mistake is { Line: > 0, Column: > 0 }));
        }, iter: 5_000);
    }

    [Fact]
    public void Nothing_of_YamlDotNet_is_public()
    {
        var types = typeof(YamlPlanReader).Assembly.GetExportedTypes();
        var members = types.SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static));
        Assert.Equal([typeof(YamlPlanReader)], types);
        Assert.NotNull(typeof(YamlPlanReader).GetConstructor([]));
        Assert.DoesNotContain(members, member => member.ToString()!.Contains("YamlDotNet"));
    }
}
