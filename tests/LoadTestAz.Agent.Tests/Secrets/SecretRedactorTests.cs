using System.Text;
using CsCheck;
using LoadTestAz.Agent.Secrets;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Tests.Secrets;

public sealed class SecretRedactorTests
{
    public static TheoryData<string> Values =>
    [
        "abcd", "s3cr3t-t0k3n", "p@ss w0rd&x=1", "a/b+c=d?e%f", "quote\"back\\slash'", "\\\\server\\share", "grün-пароль-密码", "key🔑key", "tab\there\nand there",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U", "<html>&amp;",
    ];

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_spelling_is_taken_out_whatever_stands_around_it(string value)
    {
        var redactor = Of(value);
        foreach (var spelling in Spellings.Of(value))
        {
            foreach (var (before, after) in new[] { ("", ""), ("x", "y"), ("https://t/?k=", "&z=1"), ("\"", "\""), ("50% \\ ", " 50%\\") })
            {
                var clean = redactor.Redact(before + spelling + after);
                Assert.Contains(SecretRedactor.Mask, clean);
                AssertGone(value, clean);
                Assert.StartsWith(before, clean, StringComparison.Ordinal);
                Assert.EndsWith(after, clean, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Wherever_a_stream_is_cut_into_pieces_the_outcome_is_the_same(string value)
    {
        var redactor = Of(value, "other-secret");
        var spellings = Spellings.Of(value).ToArray();
        string[] pieces = ["other-secret", "other-", "ordinary text ", "100%", "\\", "\\u00", "\n", value[..2]];
        var texts = Gen.OneOf(Gen.Int[0, spellings.Length - 1].Select(i => spellings[i]), Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]), Gen.String[Gen.Char['a', 'f'], 0, 5]);

        Gen.Select(texts.Array[0, 12], Gen.Int[1, 9].Array[1, 40]).Sample((parts, cuts) =>
        {
            var text = string.Concat(parts);
            var output = new StringBuilder();
            var stream = new RedactingText(redactor);
            var at = 0;
            for (var i = 0; at < text.Length; i++)
            {
                var length = Math.Min(cuts[i % cuts.Length], text.Length - at);
                output.Append(stream.Push(text.AsSpan(at, length)));
                at += length;
            }

            output.Append(stream.Flush());
            Assert.Equal(redactor.Redact(text), output.ToString());
            AssertGone(value, output.ToString());
        });
    }

    [Fact]
    public void What_holds_no_secret_is_the_same_instance()
    {
        var text = new string("nothing to see here: 100% \\ safe");
        Assert.Same(text, Of("s3cr3t-t0k3n").Redact(text));
        Assert.Null(Of("s3cr3t-t0k3n").Redact(null));
        Assert.True(SecretRedactor.None.IsEmpty);
        Assert.Same(text, SecretRedactor.None.Redact(text));
    }

    [Fact]
    public void Secrets_that_overlap_leave_nothing_of_each_other()
    {
        Assert.Equal("x***y", Of("abcdef", "defghi").Redact("xabcdefghiy"));
        Assert.Equal("x***y", Of("abab").Redact("xabababy"));
        Assert.Equal("***", Of("token", "token-and-more").Redact("token-and-more"));
    }

    [Fact]
    public void The_beginning_of_a_secret_at_a_cut_counts_when_the_cut_is_known()
    {
        Assert.Equal("is s3cr3t-t", Of("s3cr3t-t0k3n").Redact("is s3cr3t-t"));
        Assert.Equal("is ***", Of("s3cr3t-t0k3n").Redact("is s3cr3t-t", isCut: true));
    }

    [Fact]
    public void Each_line_of_a_key_is_secret_by_itself()
    {
        var redactor = Of("-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----\n");
        Assert.Equal("line: ***", redactor.Redact("line: hkiG9w0BAQEFAASC"));
    }

    [Fact]
    public void White_space_around_a_value_plays_no_part() => Assert.Equal("got '***'", Of(" s3cr3t-t0k3n\n").Redact("got 's3cr3t-t0k3n'"));

    [Fact]
    public void A_value_that_is_too_short_is_told_and_left()
    {
        Assert.True(SecretForms.IsTooShort("abc"));
        Assert.True(SecretForms.IsTooShort(" abc\n"));
        Assert.False(SecretForms.IsTooShort("abcd"));
        Assert.Equal("abc", Of("abc").Redact("abc"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("pin 1234", "pin ***")]
    [InlineData("1234", "1234")]
    [InlineData("{ 1234", "{ ***")]
    [InlineData("[\"1234\", 12345]", "[\n  \"***\",12345\n]")]
    public void What_k6_prints_loses_its_secrets_and_where_it_is_JSON_no_number(string printed, string clean) =>
        Assert.Equal(clean, RedactedJson.OfText(printed, Of("1234")).ReplaceLineEndings("\n"));

    [Fact]
    public void Found_secrets_are_named()
    {
        var redactor = new SecretRedactor(WorkerSecrets.Of(["A", "B", "C"], name => $"value-of-{name}"));
        Assert.Equal(["A", "C"], redactor.NamesIn("value-of-C, value%2Dof%2DA").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_is_written_anew_without_secrets_and_a_picture_is_left_alone()
    {
        var folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;
        try
        {
            var (text, picture) = (Path.Combine(folder, "a.log"), Path.Combine(folder, "a.png"));
            var content = new string('x', (32 * 1024) - 5) + "s3cr3t-t0k3n and grün\n";
            await File.WriteAllTextAsync(text, content);
            byte[] pixels = [0x89, 0x50, 0, 0xff, .. "s3cr3t-t0k3n"u8];
            await File.WriteAllBytesAsync(picture, pixels);

            await RedactedFile.WriteAsync(text, Of("s3cr3t-t0k3n"), CancellationToken.None);
            await RedactedFile.WriteAsync(picture, Of("s3cr3t-t0k3n"), CancellationToken.None);

            Assert.Equal(content.Replace("s3cr3t-t0k3n", SecretRedactor.Mask, StringComparison.Ordinal), await File.ReadAllTextAsync(text));
            Assert.Equal(pixels, await File.ReadAllBytesAsync(picture));
            Assert.Equal(2, Directory.GetFiles(folder).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task In_a_file_of_JSON_the_numbers_stay_whatever_digits_a_secret_has()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        try
        {
            await File.WriteAllTextAsync(path, """{"metrics":{"http_reqs":{"count":12345,"rate":1.2345e-7},"checks{pin:1234}":{"fails":1234}},"none":null,"ok":[true,false],"text":"pin 1234, \"1\\u0032\\u00334\", grün"}""");
            await RedactedFile.WriteAsync(path, Of("1234"), CancellationToken.None);

            Assert.Equal(
                """{"metrics":{"http_reqs":{"count":12345,"rate":1.2345e-7},"checks{pin:***}":{"fails":1234}},"none":null,"ok":[true,false],"text":"pin ***, \"***\", grün"}""",
                Compact(await File.ReadAllTextAsync(path)));

            await File.WriteAllTextAsync(path, """{"count":1234,""");
            await RedactedFile.WriteAsync(path, Of("1234"), CancellationToken.None);
            Assert.Equal("""{"count":***,""", await File.ReadAllTextAsync(path));
        }
        finally
        {
            File.Delete(path);
        }

        static string Compact(string json) => string.Concat(json.Split('\n').Select(line => line.Trim())).Replace("\": ", "\":", StringComparison.Ordinal);
    }

    private static SecretRedactor Of(params string[] values) =>
        new(WorkerSecrets.Of([.. values.Select((_, i) => $"S{i}")], name => values[int.Parse(name[1..], System.Globalization.CultureInfo.InvariantCulture)]));

    private static void AssertGone(string value, string text)
    {
        foreach (var spelling in Spellings.Of(value).Take(12))
            Assert.DoesNotContain(spelling, text, StringComparison.Ordinal);
    }
}
