using LoadTestAz.Ports;

namespace LoadTestAz.Runs.Stores;

/// <summary>Puts files into their places whole, and takes them away, while others do the same.</summary>
public sealed class FilePublisher(TimeProvider time)
{
    private const int CreateAttempts = 5;
    private const int LockedAttempts = 6;
    private static readonly TimeSpan LockedWait = TimeSpan.FromMilliseconds(20);

    // The coarsest time stamps in use are FAT's.
    private static readonly TimeSpan CoarsestTick = TimeSpan.FromSeconds(2);

    // Others take the clock of the system's last timer interrupt: every 10 ms on Linux at most, every 15.6 ms on Windows.
    private static readonly TimeSpan FineTick = TimeSpan.FromMilliseconds(20);

    /// <summary>What tells one writing of a file from the next; see <see cref="Stamp"/>.</summary>
    internal static string VersionOf(DateTime writtenUtc, long size) => $"{writtenUtc.Ticks:x}-{size:x}";

    /// <summary>Writes a file beside its place, then moves it there: nobody finds half a file. Folders are made where they are missing.</summary>
    /// <param name="path">Its place.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="replace">Whether a file that is there already gives way.</param>
    /// <param name="cancellationToken">Leaves everything as it was.</param>
    /// <returns>False when there is a file already and it may not be replaced.</returns>
    public async Task<bool> PublishAsync(string path, Func<Stream, CancellationToken, Task> write, bool replace, CancellationToken cancellationToken)
    {
        if (!replace && File.Exists(path))
            return false;

        var file = CreateTemporary(Path.GetDirectoryName(path)!);
        var temporary = file.Name;
        try
        {
            await using (file.ConfigureAwait(false))
                await write(file, cancellationToken).ConfigureAwait(false);

            Stamp(temporary, path);
            var placed = true;
            await RetryWhileLockedAsync(() => placed = Place(temporary, path, replace), cancellationToken).ConfigureAwait(false);
            return placed;
        }
        finally
        {
            DeleteLeftover(temporary);
        }
    }

    /// <summary>What the clock of a folder's file system shows, by a file just written.</summary>
    internal async Task<StoreTime> ReadClockAsync(string folder, CancellationToken cancellationToken)
    {
        var file = CreateTemporary(folder);
        var temporary = file.Name;
        try
        {
            await using (file.ConfigureAwait(false))
                await file.WriteAsync(new byte[1], cancellationToken).ConfigureAwait(false);
            var stamp = new DateTimeOffset(File.GetLastWriteTimeUtc(temporary));

            // Whole seconds are of a file system that knows no finer ones, and may round them in either direction.
            return stamp.Ticks % TimeSpan.TicksPerSecond == 0
                ? new StoreTime(stamp - CoarsestTick, stamp + CoarsestTick)
                : new StoreTime(stamp, stamp + FineTick);
        }
        finally
        {
            DeleteLeftover(temporary);
        }
    }

    /// <summary>Deletes a file, if it is there, and the folders below <paramref name="root"/> that it leaves empty.</summary>
    internal async Task DeleteAsync(string path, string root, CancellationToken cancellationToken)
    {
        try
        {
            await RetryWhileLockedAsync(() => File.Delete(path), cancellationToken).ConfigureAwait(false);
        }
        catch (DirectoryNotFoundException)
        {
            return;
        }

        try
        {
            for (var folder = Path.GetDirectoryName(path)!; folder.Length > root.Length; folder = Path.GetDirectoryName(folder)!)
                Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not empty, or not ours to delete: it stays.
        }
    }

    /// <summary>
    /// Windows refuses to touch a file while a virus scanner or an indexer looks at it, which is over in no time.
    /// </summary>
    internal async Task RetryWhileLockedAsync(Action action, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                action();
                return;
            }
            catch (Exception e) when (OperatingSystem.IsWindows() && attempt < LockedAttempts && MayBeLocked(e))
            {
                await Task.Delay(LockedWait * attempt, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool MayBeLocked(Exception e) =>
        e is UnauthorizedAccessException or IOException and not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException);

    // Between the making of the folder and of the file in it, a delete may find the folder empty and take it away.
    private static FileStream CreateTemporary(string folder)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(folder);
                var path = Path.Combine(folder, $"{StoreName.ReservedPrefix}{Guid.NewGuid():N}");
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
            }
            catch (DirectoryNotFoundException) when (attempt < CreateAttempts)
            {
            }
        }
    }

    private static bool Place(string temporary, string path, bool replace)
    {
        if (replace)
        {
            File.Move(temporary, path, overwrite: true);
            return true;
        }

        if (!OperatingSystem.IsWindows() && HardLink.TryCreate(temporary, path) is { } linked)
            return linked;

        try
        {
            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    /// <summary>
    /// Time stamps tick too slowly to tell two writings apart: every 4 ms on most Linux systems, every 2 s on FAT. So a
    /// file gets one that is surely later than its predecessor's; and up to a millisecond is added, different each
    /// time, for files of the same name that have no predecessor (deleted, or written by two at once).
    /// </summary>
    private static void Stamp(string temporary, string path)
    {
        try
        {
            var previous = File.GetLastWriteTimeUtc(path); // In the year 1601 when there is none.
            var noise = (uint)Guid.NewGuid().GetHashCode() % TimeSpan.TicksPerMillisecond;
            var stamp = File.GetLastWriteTimeUtc(temporary).AddTicks(noise);
            File.SetLastWriteTimeUtc(temporary, stamp > previous ? stamp : previous.AddTicks(1));
            if (File.GetLastWriteTimeUtc(temporary) <= previous)
                File.SetLastWriteTimeUtc(temporary, previous + CoarsestTick);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Some network shares keep their own time stamps. The content matters more than telling writings apart.
        }
    }

    private static void DeleteLeftover(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Listings skip it; whatever kept the file from its place is being reported already.
        }
    }
}
