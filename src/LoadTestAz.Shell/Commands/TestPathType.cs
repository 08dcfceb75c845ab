namespace LoadTestAz.Shell.Commands;

/// <summary>What Test-Path looks for.</summary>
public enum TestPathType
{
    /// <summary>Anything.</summary>
    Any,

    /// <summary>Something that holds other things, such as a folder.</summary>
    Container,

    /// <summary>Something that does not, such as a file.</summary>
    Leaf,
}
