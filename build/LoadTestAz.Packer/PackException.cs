namespace LoadTestAz.Packer;

/// <summary>The module can't be packed as it is; the message says what is missing, and where.</summary>
internal sealed class PackException(string message) : Exception(message);
