namespace LoadTestAz.Benchmarks.Performance.Controller;

/// <summary>What following a run for a simulated hour took.</summary>
/// <param name="Processor">Processor time, the compilation of what runs included, in seconds.</param>
/// <param name="Compiling">What .NET compiled for meanwhile, in the background as well, in seconds; once in a session.</param>
/// <param name="PeakBytes">The largest working set of the whole process.</param>
/// <param name="Looks">Requests to the store for a list, or for its clock.</param>
/// <param name="Read">Files read, snapshots most of them.</param>
/// <param name="Written">Snapshots that the workers wrote.</param>
/// <param name="Arm">Requests to Azure Resource Manager.</param>
/// <param name="KeptBytes">The heap at the end, once all garbage was collected.</param>
/// <param name="AllocatedBytes">All that was ever put on the heap: unlike the peak it does not depend on the machine.</param>
internal sealed record FollowFigures(double Processor, double Compiling, long PeakBytes, int Looks, int Read, int Written, int Arm, long KeptBytes, long AllocatedBytes);
