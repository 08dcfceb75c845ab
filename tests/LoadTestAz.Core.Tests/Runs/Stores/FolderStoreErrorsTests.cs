using LoadTestAz.Ports;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Tests.Runs.Stores;

public sealed class FolderStoreErrorsTests
{
    [Fact]
    public void A_full_disk_is_told_from_the_error_that_the_system_gives()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "/dev/full is Linux's.");
        var error = Assert.Throws<IOException>(() => File.WriteAllText("/dev/full", "x"));

        var told = FolderStoreErrors.From(error, Path.GetTempPath(), "write 'run/plan.json'");

        Assert.Equal(StoreFailure.Full, told.Failure);
        Assert.Same(error, told.InnerException);
        Assert.Contains("full", told.Message);
        Assert.Contains(Path.GetTempPath(), told.Message);
        Assert.Contains("Free some space", told.Message);
    }

    [Theory]
    [InlineData(unchecked((int)0x80070070))]
    [InlineData(unchecked((int)0x80070027))]
    public void A_full_disk_on_Windows_is_told(int code) =>
        Assert.Equal(StoreFailure.Full, FailureOf(new IOException("There is not enough space on the disk.", code)));

    [Fact]
    public void No_right_is_told() => Assert.Equal(StoreFailure.PermissionDenied, FailureOf(new UnauthorizedAccessException("Access to the path is denied.")));

    [Fact]
    public void A_read_only_disk_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "EROFS is Unix's.");
        Assert.Equal(StoreFailure.PermissionDenied, FailureOf(new IOException("Read-only file system", 30)));
    }

    [Fact]
    public void A_path_too_long_is_told() => Assert.Equal(StoreFailure.InvalidLocation, FailureOf(new PathTooLongException()));

    [Fact]
    public void Anything_else_may_pass() => Assert.Equal(StoreFailure.Unavailable, FailureOf(new IOException("Input/output error")));

    private static StoreFailure FailureOf(Exception error) => FolderStoreErrors.From(error, Path.GetTempPath(), "write 'a'").Failure;
}
