using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>
/// On Windows: a job that ends all of its processes when its last handle is closed, which Windows does when this process is
/// gone, however it went. What a process in the job starts, such as browsers, is in it as well.
/// </summary>
/// <seealso href="https://learn.microsoft.com/windows/win32/procthread/job-objects"/>
[SupportedOSPlatform("windows")]
internal static partial class KillOnCloseJob
{
    /// <summary>JobObjectExtendedLimitInformation of JOBOBJECTINFOCLASS.</summary>
    private const int ExtendedLimitInformation = 9;

    /// <summary>JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE.</summary>
    private const uint KillOnJobClose = 0x2000;

    // Never closed by us: its closing is the point.
    private static readonly SafeFileHandle? Job = Create();

    /// <summary>Puts a process into the job.</summary>
    /// <returns>False where Windows does not do it; then the process is as it was.</returns>
    public static bool TryAdd(Process process) => Job is not null && AssignProcessToJobObject(Job, process.SafeHandle);

    private static SafeFileHandle? Create()
    {
        var job = CreateJobObject(0, 0);
        var limits = new ExtendedLimits { Basic = { LimitFlags = KillOnJobClose } };
        if (!job.IsInvalid && SetInformationJobObject(job, ExtendedLimitInformation, in limits, (uint)Marshal.SizeOf<ExtendedLimits>()))
            return job;
        job.Dispose();
        return null;
    }

    // https://learn.microsoft.com/windows/win32/api/jobapi2/nf-jobapi2-createjobobjectw
    [LibraryImport("kernel32.dll", EntryPoint = "CreateJobObjectW", SetLastError = true)]
    private static partial SafeFileHandle CreateJobObject(nint attributes, nint name);

    // https://learn.microsoft.com/windows/win32/api/jobapi2/nf-jobapi2-setinformationjobobject
    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetInformationJobObject(SafeFileHandle job, int informationClass, in ExtendedLimits limits, uint length);

    // https://learn.microsoft.com/windows/win32/api/jobapi2/nf-jobapi2-assignprocesstojobobject
    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignProcessToJobObject(SafeFileHandle job, SafeProcessHandle process);

    /// <summary>JOBOBJECT_BASIC_LIMIT_INFORMATION.</summary>
    /// <seealso href="https://learn.microsoft.com/windows/win32/api/winnt/ns-winnt-jobobject_basic_limit_information"/>
    [StructLayout(LayoutKind.Sequential)]
    internal struct BasicLimits
    {
        public long PerProcessUserTimeLimit;
        public long PerJobUserTimeLimit;
        public uint LimitFlags;
        public nuint MinimumWorkingSetSize;
        public nuint MaximumWorkingSetSize;
        public uint ActiveProcessLimit;
        public nuint Affinity;
        public uint PriorityClass;
        public uint SchedulingClass;
    }

    /// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION, with its IO_COUNTERS one by one.</summary>
    /// <seealso href="https://learn.microsoft.com/windows/win32/api/winnt/ns-winnt-jobobject_extended_limit_information"/>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ExtendedLimits
    {
        public BasicLimits Basic;
        public ulong ReadOperations;
        public ulong WriteOperations;
        public ulong OtherOperations;
        public ulong ReadBytes;
        public ulong WrittenBytes;
        public ulong OtherBytes;
        public nuint ProcessMemoryLimit;
        public nuint JobMemoryLimit;
        public nuint PeakProcessMemoryUsed;
        public nuint PeakJobMemoryUsed;
    }
}
