using LoadTestAz.Ports;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Tests.Runs.Stores;

public sealed class FolderResultStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_location_is_the_full_path()
    {
        Assert.Equal(_folder.Path, new FolderResultStore(_folder.Path + Path.DirectorySeparatorChar).Location);
        Assert.Equal(Path.GetFullPath("results"), new FolderResultStore("results").Location);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_path_that_makes_no_sense_is_refused(string path)
    {
        var error = Assert.Throws<StoreException>(() => new FolderResultStore(path));

        Assert.Equal(StoreFailure.InvalidLocation, error.Failure);
    }

    [Fact]
    public async Task Files_lie_where_their_names_say()
    {
        var store = new FolderResultStore(Path.Combine(_folder.Path, "results"));

        await store.WriteAsync("run/sub/plan.json", "{}"u8.ToArray(), Cancel);

        Assert.Equal("{}", await File.ReadAllTextAsync(Path.Combine(_folder.Path, "results", "run", "sub", "plan.json"), Cancel));
        Assert.Single(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Files_half_written_are_not_listed()
    {
        var store = new FolderResultStore(_folder.Path);
        await store.WriteAsync("run/a", "a"u8.ToArray(), Cancel);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "run", $"{StoreName.ReservedPrefix}{Guid.NewGuid():N}"), "half", Cancel);

        Assert.Equal("run/a", Assert.Single(await store.ListAsync("", Cancel)).Name);
    }

    [Fact]
    public async Task A_failed_write_leaves_nothing_behind()
    {
        var store = new FolderResultStore(_folder.Path);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "taken", "below"));

        await Assert.ThrowsAsync<StoreException>(() => store.WriteAsync("taken", "x"u8.ToArray(), Cancel));

        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Deleting_the_last_file_of_a_folder_deletes_the_folder_but_never_the_store()
    {
        var store = new FolderResultStore(_folder.Path);
        await store.WriteAsync("run/sub/a", "a"u8.ToArray(), Cancel);
        await store.WriteAsync("run/b", "b"u8.ToArray(), Cancel);

        await store.DeleteAsync("run/sub/a", Cancel);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "run", "sub")));
        await store.DeleteAsync("run/b", Cancel);

        Assert.True(Directory.Exists(_folder.Path));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task An_open_stream_keeps_its_content_while_the_file_is_replaced()
    {
        var store = new FolderResultStore(_folder.Path);
        await store.WriteAsync("run/a", "before"u8.ToArray(), Cancel);

        await using var stream = await store.TryOpenAsync("run/a", Cancel);
        await store.WriteAsync("run/a", "after"u8.ToArray(), Cancel);

        Assert.Equal("before", await new StreamReader(stream!).ReadToEndAsync(Cancel));
    }

    [Fact]
    public async Task A_folder_is_not_a_file()
    {
        var store = new FolderResultStore(_folder.Path);
        await store.WriteAsync("run/a", "a"u8.ToArray(), Cancel);

        Assert.Null(await store.TryReadAsync("run", Cancel));
    }

    [Fact]
    public async Task A_predecessor_from_the_future_does_not_hide_a_new_version()
    {
        var store = new FolderResultStore(_folder.Path);
        await store.WriteAsync("run/a", "1"u8.ToArray(), Cancel);
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, "run", "a"), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(1));
        var before = Assert.Single(await store.ListAsync("run/a", Cancel));

        await store.WriteAsync("run/a", "2"u8.ToArray(), Cancel);

        Assert.NotEqual(before.Version, Assert.Single(await store.ListAsync("run/a", Cancel)).Version);
    }

    [Fact]
    public async Task A_loop_of_links_does_not_keep_a_listing_busy()
    {
        var store = new FolderResultStore(_folder.Path);
        await store.WriteAsync("run/a", "a"u8.ToArray(), Cancel);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "run", "loop"), _folder.Path);

        Assert.Contains(await store.ListAsync("", Cancel), entry => entry.Name == "run/a");
    }

    [Fact]
    public async Task A_store_below_a_file_is_refused()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "x", Cancel);
        foreach (var store in new[] { new FolderResultStore(file), new FolderResultStore(Path.Combine(file, "below")) })
        {
            var error = await Assert.ThrowsAsync<StoreException>(() => store.WriteAsync("run/plan.json", "{}"u8.ToArray(), Cancel));
            Assert.Equal(StoreFailure.InvalidLocation, error.Failure);
            Assert.Contains($"'{file}' is a file", error.Message);
            Assert.Contains("run/plan.json", error.Message);
            Assert.Contains("Choose another folder", error.Message);
        }
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_is_reported_before_anything_else()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/sys is Linux's; nobody may create files there, not even root.");

        foreach (var name in new[] { "plan.json", "run/plan.json" })
        {
            var error = await Assert.ThrowsAsync<StoreException>(() => new FolderResultStore("/sys").TryCreateAsync(name, default, Cancel));
            Assert.Equal(StoreFailure.PermissionDenied, error.Failure);
            Assert.Contains("'/sys'", error.Message);
            Assert.Contains("Get the right to it", error.Message);
        }
    }
}
