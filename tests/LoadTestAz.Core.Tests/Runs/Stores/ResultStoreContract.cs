using System.Security.Cryptography;
using System.Text;
using LoadTestAz.Ports;

namespace LoadTestAz.Tests.Runs.Stores;

/// <summary>What every result store does alike. Linked into the test project of each kind of store.</summary>
public abstract partial class ResultStoreContract
{
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An empty store, which may not be there yet.</summary>
    protected abstract IResultStore NewStore();

    /// <summary>The same store, as another process would open it.</summary>
    protected abstract IResultStore Reopen(IResultStore store);

    [Fact]
    public async Task A_store_that_is_not_there_yet_is_empty()
    {
        var store = NewStore();

        Assert.Empty(await store.ListAsync("", Cancel));
        Assert.Empty(await store.ListAsync("run/", Cancel));
        Assert.Null(await store.TryReadAsync("run/plan.json", Cancel));
        using var memory = new MemoryStream();
        Assert.False(await store.TryReadAsync("run/plan.json", memory, Cancel));
        Assert.Null(await store.TryOpenAsync("run/plan.json", Cancel));
        await store.DeleteAsync("run/plan.json", Cancel);
    }

    [Fact]
    public async Task Folders_are_listed_once_each()
    {
        var store = NewStore();
        Assert.Empty(await store.ListFoldersAsync(Cancel));

        foreach (var name in (string[])["run-b/plan.json", "run-b/live_0.json", "run-a/deep/er.json", "alone.json"])
            await store.WriteAsync(name, "x"u8.ToArray(), Cancel);

        Assert.Equal(["run-a", "run-b"], await Reopen(store).ListFoldersAsync(Cancel));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5 * 1024 * 1024 + 1)]
    public async Task What_is_written_is_read_back(int size)
    {
        var store = NewStore();
        var content = RandomNumberGenerator.GetBytes(size);

        await store.WriteAsync("run/metrics_0.json.gz", content, Cancel);

        Assert.Equal(content, await Reopen(store).TryReadAsync("run/metrics_0.json.gz", Cancel));
        Assert.Equal(content, await ReadStreamAsync(Reopen(store), "run/metrics_0.json.gz"));
        using var memory = new MemoryStream();
        memory.Write(RandomNumberGenerator.GetBytes(1000));
        Assert.True(await Reopen(store).TryReadAsync("run/metrics_0.json.gz", memory, Cancel));
        Assert.Equal(content, memory.ToArray());
        Assert.Equal(size, Assert.Single(await store.ListAsync("run/", Cancel)).Size);
    }

    [Fact]
    public async Task A_write_replaces_what_was_there()
    {
        var store = NewStore();

        await store.WriteAsync("run/live_0.json", "a longer first text"u8.ToArray(), Cancel);
        await store.WriteAsync("run/live_0.json", "second"u8.ToArray(), Cancel);

        Assert.Equal("second", await TextAsync(store, "run/live_0.json"));
    }

    [Fact]
    public async Task A_create_loses_against_a_file_that_is_there()
    {
        var store = NewStore();
        await store.WriteAsync("run/claim_0.json", "first"u8.ToArray(), Cancel);

        Assert.False(await store.TryCreateAsync("run/claim_0.json", "second"u8.ToArray(), Cancel));
        Assert.False(await Reopen(store).TryCreateAsync("run/claim_0.json", "first"u8.ToArray(), Cancel));
        Assert.Equal("first", await TextAsync(store, "run/claim_0.json"));
    }

    [Fact]
    public async Task A_create_that_won_does_not_win_again()
    {
        var store = NewStore();

        Assert.True(await store.TryCreateAsync("run/claim_0.json", "same"u8.ToArray(), Cancel));
        Assert.False(await store.TryCreateAsync("run/claim_0.json", "same"u8.ToArray(), Cancel));
        await store.DeleteAsync("run/claim_0.json", Cancel);
        Assert.True(await store.TryCreateAsync("run/claim_0.json", "again"u8.ToArray(), Cancel));
        Assert.Equal("again", await TextAsync(store, "run/claim_0.json"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9 * 1024 * 1024 + 3)]
    public async Task A_local_file_is_uploaded(int size)
    {
        var store = NewStore();
        var path = Path.GetTempFileName();
        try
        {
            var content = RandomNumberGenerator.GetBytes(size);
            await File.WriteAllBytesAsync(path, content, Cancel);
            await store.WriteAsync("run/raw_0.json.gz", "older"u8.ToArray(), Cancel);

            await store.UploadAsync("run/raw_0.json.gz", path, Cancel);

            Assert.Equal(content, await ReadStreamAsync(store, "run/raw_0.json.gz"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_local_file_that_is_not_there_is_not_the_stores_fault()
    {
        var store = NewStore();

        await Assert.ThrowsAsync<FileNotFoundException>(() => store.UploadAsync("run/a", Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString()), Cancel));

        Assert.Empty(await store.ListAsync("", Cancel));
    }

    [Fact]
    public async Task A_list_has_what_begins_with_the_prefix_in_ordinal_order()
    {
        var store = NewStore();
        string[] names = ["run-1/live_10.json", "run-1/live_2.json", "run-1/plan.json", "run-1/sub/deep.json", "run-1/Ready_0.json", "run-10/plan.json", "top.json"];
        foreach (var name in names.Reverse())
            await store.WriteAsync(name, Encoding.UTF8.GetBytes(name), Cancel);

        Assert.Equal(names.Order(StringComparer.Ordinal), await NamesAsync(store, ""));
        Assert.Equal(["run-1/Ready_0.json", "run-1/live_10.json", "run-1/live_2.json", "run-1/plan.json", "run-1/sub/deep.json"], await NamesAsync(store, "run-1/"));
        Assert.Equal(["run-1/live_10.json", "run-1/live_2.json"], await NamesAsync(store, "run-1/live_"));
        Assert.Equal(["run-1/plan.json"], await NamesAsync(store, "run-1/plan.json"));
        Assert.Equal(6, (await NamesAsync(store, "run-1")).Count);
        Assert.Empty(await NamesAsync(store, "run-2/"));
        Assert.Empty(await NamesAsync(store, "top.json/"));
    }

    [Fact]
    public async Task Each_write_gives_another_version_and_reading_does_not()
    {
        var store = NewStore();
        var versions = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            await store.WriteAsync("run/live_0.json", "equal"u8.ToArray(), Cancel);
            var entry = Assert.Single(await store.ListAsync("run/live_0.json", Cancel));
            Assert.True(versions.Add(entry.Version), $"write {i} repeated the version {entry.Version}");
            await store.TryReadAsync("run/live_0.json", Cancel);
            Assert.Equal(entry.Version, Assert.Single(await store.ListAsync("run/live_0.json", Cancel)).Version);
            Assert.InRange(entry.LastModified, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5));
        }
    }

    [Fact]
    public async Task A_deleted_file_is_gone()
    {
        var store = NewStore();
        await store.WriteAsync("run/a", "a"u8.ToArray(), Cancel);
        await store.WriteAsync("run/b", "b"u8.ToArray(), Cancel);

        await store.DeleteAsync("run/a", Cancel);
        await store.DeleteAsync("run/a", Cancel);

        Assert.Null(await store.TryReadAsync("run/a", Cancel));
        Assert.Equal(["run/b"], await NamesAsync(store, ""));
    }

    [Theory]
    [InlineData("Überlast-Prüfung/größe 1.json")]
    [InlineData("負荷試験/結果.json")]
    [InlineData("run/😀 100%41 #1 & +x=[y];'z'.json")]
    [InlineData("run/.hidden")]
    public async Task Names_may_have_letters_of_any_script(string name)
    {
        var store = NewStore();

        await store.WriteAsync(name, "x"u8.ToArray(), Cancel);

        Assert.Equal([name], await NamesAsync(store, ""));
        Assert.Equal([name], await NamesAsync(store, name[..^1]));
        Assert.Equal("x", await TextAsync(store, name));
        await store.DeleteAsync(name, Cancel);
        Assert.Empty(await NamesAsync(store, ""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../outside")]
    [InlineData("run/../../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("run//a")]
    [InlineData("run\\a")]
    [InlineData("C:/a")]
    [InlineData("run/.~a")]
    public async Task Names_that_lead_elsewhere_are_refused(string name)
    {
        var store = NewStore();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.WriteAsync(name, default, Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.TryCreateAsync(name, default, Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.UploadAsync(name, Environment.ProcessPath!, Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.TryReadAsync(name, Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.TryReadAsync(name, new MemoryStream(), Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.TryOpenAsync(name, Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.DeleteAsync(name, Cancel));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.ListAsync("../" + name, Cancel));
    }

    protected static async Task<string> TextAsync(IResultStore store, string name)
    {
        var content = await store.TryReadAsync(name, Cancel);
        Assert.NotNull(content);
        return Encoding.UTF8.GetString(content);
    }

    protected static async Task<List<string>> NamesAsync(IResultStore store, string prefix) =>
        (await store.ListAsync(prefix, Cancel)).Select(entry => entry.Name).ToList();

    private static async Task<byte[]> ReadStreamAsync(IResultStore store, string name)
    {
        await using var stream = await store.TryOpenAsync(name, Cancel);
        Assert.NotNull(stream);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Cancel);
        return copy.ToArray();
    }
}
