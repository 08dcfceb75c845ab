using System.Formats.Tar;
using System.Text;
using LoadTestAz.Agent.Engines.K6.Scripts;

namespace LoadTestAz.Agent.Tests.Engines.K6.Scripts;

/// <summary>Bundles that nobody of us made.</summary>
public sealed class ScriptUnpackerTests : IDisposable
{
    private const string Manifest = """{"entry":"files/a.js"}""";

    private readonly ScriptFolder _folder = new();

    private string Target => Path.Combine(_folder.Path, "worker", "script");

    [Fact]
    public void A_decent_bundle_is_unpacked()
    {
        var entry = ScriptUnpacker.Unpack(Tar(Regular("loadtest.json", Manifest), Regular("files/a.js", "1"), Regular("files/d/e.txt", "2")), Target);
        Assert.Equal(Path.Combine(Target, "files", "a.js"), entry);
        Assert.Equal("2", File.ReadAllText(Path.Combine(Target, "files", "d", "e.txt")));
    }

    [Theory]
    [InlineData("../evil.js")]
    [InlineData("files/../../evil.js")]
    [InlineData("/tmp/loadtestaz-evil.js")]
    [InlineData("C:/evil.js")]
    [InlineData("files\\..\\..\\evil.js")]
    [InlineData("//server/share/evil.js")]
    [InlineData("files/./evil.js")]
    [InlineData("files/NUL")]
    public void No_file_gets_out_of_the_folder(string name)
    {
        Assert.Throws<InvalidDataException>(() => ScriptUnpacker.Unpack(Tar(Regular("loadtest.json", Manifest), Regular(name, "evil")), Target));
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories), file => Path.GetFileName(file).Contains("evil"));
        Assert.False(File.Exists("/tmp/loadtestaz-evil.js"));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    public void Links_and_devices_are_refused(TarEntryType type)
    {
        var entry = new PaxTarEntry(type, "files/link");
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
            entry.LinkName = "/etc/passwd";
        var error = Assert.Throws<InvalidDataException>(() => ScriptUnpacker.Unpack(Tar(Regular("loadtest.json", Manifest), entry), Target));
        Assert.Contains("no plain file", error.Message);
    }

    [Theory]
    [InlineData("""{"entry":"../../etc/passwd"}""")]
    [InlineData("""{"entry":"/etc/passwd"}""")]
    [InlineData("""{"entry":"files/b.js"}""")]
    [InlineData("""{"entry":""}""")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("no json")]
    public void The_entry_is_a_file_of_the_bundle(string manifest) =>
        Assert.Throws<InvalidDataException>(() => ScriptUnpacker.Unpack(Tar(Regular("loadtest.json", manifest), Regular("files/a.js", "1")), Target));

    [Fact]
    public void No_file_is_written_over() =>
        Assert.Throws<InvalidDataException>(() => ScriptUnpacker.Unpack(Tar(Regular("files/a.js", "1"), Regular("files/a.js", "2")), Target));

    [Fact]
    public void Count_and_size_are_bounded()
    {
        var many = Enumerable.Range(0, ScriptBundle.MaxFiles + 2).Select(i => Regular($"files/{i}", "")).ToArray();
        Assert.Contains("more than", Assert.Throws<InvalidDataException>(() => ScriptUnpacker.Unpack(Tar(many), Target)).Message);
        Assert.Throws<InvalidDataException>(() => ScriptUnpacker.Unpack(new byte[ScriptBundle.MaxBytes + 1], Target));

        // A header that claims more than there is.
        var lying = Tar(Regular("files/a.js", "12345"));
        var size = lying.AsSpan().IndexOf("00000000005"u8);
        "77777777777"u8.CopyTo(lying.AsSpan(size));
        Assert.Throws<InvalidDataException>(() => ScriptUnpacker.Unpack(lying, Target));
    }

    [Fact]
    public void What_is_no_archive_is_told()
    {
        Assert.Throws<InvalidDataException>(() => ScriptUnpacker.Unpack([], Target));
        Assert.Throws<InvalidDataException>(() => ScriptUnpacker.Unpack(Encoding.UTF8.GetBytes(new string('x', 2000)), Target));
        var whole = Tar(Regular("loadtest.json", Manifest), Regular("files/a.js", new string('x', 3000)));
        Assert.Throws<InvalidDataException>(() => ScriptUnpacker.Unpack(whole[..2000], Target));
    }

    public void Dispose() => _folder.Dispose();

    private static PaxTarEntry Regular(string name, string content) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) };

    private static byte[] Tar(params PaxTarEntry[] entries)
    {
        using var buffer = new MemoryStream();
        using (var writer = new TarWriter(buffer, leaveOpen: true))
        {
            foreach (var entry in entries)
                writer.WriteEntry(entry);
        }

        return buffer.ToArray();
    }
}
