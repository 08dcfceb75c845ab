using System.Xml.Linq;

namespace LoadTestAz.HelpBuilder.Maml;

/// <summary>The namespaces of MAML.</summary>
internal static class MamlNames
{
    public static XNamespace RootNs { get; } = "http://msh";

    public static XNamespace MamlNs { get; } = "http://schemas.microsoft.com/maml/2004/10";

    public static XNamespace CommandNs { get; } = "http://schemas.microsoft.com/maml/dev/command/2004/10";

    public static XNamespace DevNs { get; } = "http://schemas.microsoft.com/maml/dev/2004/10";
}
