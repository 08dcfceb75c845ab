namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>A script with all that it needs, ready to travel.</summary>
/// <param name="Content">What <c>script.tar</c> holds.</param>
/// <param name="Warnings">What may be missing from it, or is otherwise than people expect; in words for them.</param>
/// <param name="IsArchive">It travels as an archive of k6's rather than as files.</param>
/// <param name="MayHaveSetup">False when it surely has neither a setup() nor a teardown().</param>
public sealed record PackedScript(ReadOnlyMemory<byte> Content, IReadOnlyList<string> Warnings, bool IsArchive = false, bool MayHaveSetup = true);
