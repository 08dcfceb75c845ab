namespace LoadTestAz.Tests.Docs;

/// <summary>Code in a document.</summary>
/// <param name="Language">As the block says; empty for none.</param>
/// <param name="Text">The code, its lines ended by LF.</param>
/// <param name="Line">Where the block begins, from 1.</param>
internal sealed record CodeBlock(string Language, string Text, int Line);
