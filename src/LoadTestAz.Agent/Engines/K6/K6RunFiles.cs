namespace LoadTestAz.Agent.Engines.K6;

/// <summary>What is of this machine in a k6 command line.</summary>
/// <param name="Script">The script, or an archive made of one.</param>
/// <param name="Summary">Where k6 writes its summary.</param>
/// <param name="Port">The loopback port of its REST API.</param>
/// <param name="ScriptSetsLoad">The script takes the worker's VUs and the duration by itself, so k6 gets no load beside it.</param>
/// <param name="Browser">The browser of browser workers; null where k6 finds it itself.</param>
/// <param name="Light">For light capture, what k6 needs in its environment to send its samples summed up; null for full capture.</param>
public sealed record K6RunFiles(string Script, string Summary, int Port, bool ScriptSetsLoad = false, string? Browser = null, IReadOnlyDictionary<string, string>? Light = null);
