namespace LoadTestAz.Ports;

/// <summary>A file that an engine leaves behind and the worker saves.</summary>
/// <param name="Name">Its name among the run's files, such as <c>k6_console_0.log</c>.</param>
/// <param name="Path">Where it lies on this machine.</param>
public sealed record EngineFile(string Name, string Path);
