using System.Runtime.InteropServices;

namespace LoadTestAz.Runs.Stores;

/// <summary>
/// A second name for a file, given only if that name is free: the one step on Unix that is atomic among processes.
/// <c>File.Move</c> without overwriting is not: it looks whether the target is there, then renames over it
/// (https://github.com/dotnet/runtime, FileSystem.Unix.cs, MoveFile), so that of two who claim the same slot both win.
/// To go with .NET 11, which has <c>File.CreateHardLink</c> (https://github.com/dotnet/runtime/issues/69030).
/// </summary>
internal static class HardLink
{
    // The same number on Linux, macOS and the BSDs.
    private const int FileExists = 17;

    /// <summary>True when the name was given, false when it is taken, null when there is no way to tell here.</summary>
    public static bool? TryCreate(string existing, string name)
    {
        try
        {
            if (Link(existing, name) == 0)
                return true;

            return Marshal.GetLastPInvokeError() == FileExists ? false : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
