using LoadTestAz.Ports;

namespace LoadTestAz.Runs.Stores;

/// <summary>What the file system says, in words for people.</summary>
internal static class FolderStoreErrors
{
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    // On Unix an IOException carries the bare errno where .NET has no name for it.
    private const int UnixNoSpace = 28;
    private const int UnixReadOnly = 30;
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;

    /// <summary>Whether the error came from the file system.</summary>
    public static bool IsStoreError(Exception e) => e is IOException or UnauthorizedAccessException;

    /// <summary>The error as users of the store see it.</summary>
    /// <param name="error">What happened.</param>
    /// <param name="folder">The store's folder.</param>
    /// <param name="action">What was tried, as in "write 'run/plan.json'".</param>
    public static StoreException From(Exception error, string folder, string action)
    {
        var what = $"Can't {action} in the result folder '{folder}'";
        if (error is UnauthorizedAccessException || IsErrno(error, UnixReadOnly))
            return new(StoreFailure.PermissionDenied, $"{what}: {Reason(error)} Get the right to it, or choose another folder.", error);
        if (IsDiskFull(error))
            return new(StoreFailure.Full, $"{what}: the disk or its quota is full. Free some space, or choose a folder on another disk.", error);
        if (FileAmongParents(folder) is { } file)
            return new(StoreFailure.InvalidLocation, $"{what}: '{file}' is a file, not a folder. Choose another folder.", error);
        if (Path.GetPathRoot(folder) is { Length: > 0 } root && !Directory.Exists(root))
            return new(StoreFailure.NotFound, $"{what}: the drive '{root}' is not there. Connect it, or choose another folder.", error);
        if (error is PathTooLongException)
            return new(StoreFailure.InvalidLocation, $"{what}: the path gets too long. Choose a folder with a shorter path.", error);
        if (error is DirectoryNotFoundException or DriveNotFoundException)
            return new(StoreFailure.NotFound, $"{what}: {Reason(error)} Choose another folder.", error);
        return new(StoreFailure.Unavailable, $"{what}: {Reason(error)} Try again, or choose another folder.", error);
    }

    private static bool IsDiskFull(Exception error) =>
        error.HResult is WindowsDiskFull or WindowsHandleDiskFull
        || IsErrno(error, UnixNoSpace)
        || IsErrno(error, OperatingSystem.IsMacOS() ? MacQuota : LinuxQuota);

    private static bool IsErrno(Exception error, int number) => !OperatingSystem.IsWindows() && error is IOException && error.HResult == number;

    private static string? FileAmongParents(string folder)
    {
        for (var path = folder; !string.IsNullOrEmpty(path); path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    private static string Reason(Exception error) => error.Message.EndsWith('.') ? error.Message : $"{error.Message}.";
}
