using System.Management.Automation;

namespace LoadTestAz.Shell.Commands;

/// <summary>When two objects count as the same for -Unique.</summary>
internal static class ObjectEquality
{
    /// <summary>Objects made by a selection are the same when their properties are; others as PowerShell's -ceq has it.</summary>
    public static bool AreEqual(PSObject first, PSObject second)
    {
        if (first.BaseObject is not PSCustomObject || second.BaseObject is not PSCustomObject)
            return LanguagePrimitives.Equals(first.BaseObject, second.BaseObject, ignoreCase: false);
        return first.Properties.Count() == second.Properties.Count()
            && first.Properties.All(p => second.Properties[p.Name] is { } other && LanguagePrimitives.Equals(p.Value, other.Value, ignoreCase: false));
    }
}
