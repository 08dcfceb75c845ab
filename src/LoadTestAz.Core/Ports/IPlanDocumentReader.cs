using LoadTestAz.Plans;

namespace LoadTestAz.Ports;

/// <summary>Reads the notation of a plan file; what the values mean is not its business.</summary>
public interface IPlanDocumentReader
{
    /// <summary>
    /// Reads a plan file. Never throws because of what the file holds, and never spends more than seconds on it,
    /// whoever wrote it: all that is wrong stands in <see cref="PlanDocument.Mistakes"/>.
    /// </summary>
    /// <param name="content">The file's bytes; read, not closed.</param>
    /// <param name="file">Full path of the file, for messages and to resolve what is relative to it.</param>
    /// <exception cref="IOException">The content can't be read.</exception>
    PlanDocument Read(Stream content, string file);
}
