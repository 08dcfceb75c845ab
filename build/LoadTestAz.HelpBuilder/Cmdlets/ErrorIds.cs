using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace LoadTestAz.HelpBuilder.Cmdlets;

/// <summary>Reads what texts an assembly holds, error ids among them.</summary>
internal static class ErrorIds
{
    /// <summary>All texts that stand in the assembly's code.</summary>
    public static IReadOnlySet<string> Read(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var texts = new HashSet<string>(StringComparer.Ordinal);

        // The first entry is the empty one, which is the nil handle as well.
        for (var handle = metadata.GetNextHandle(MetadataTokens.UserStringHandle(0)); !handle.IsNil; handle = metadata.GetNextHandle(handle))
            texts.Add(metadata.GetUserString(handle));
        return texts;
    }
}
