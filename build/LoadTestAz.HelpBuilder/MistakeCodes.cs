namespace LoadTestAz.HelpBuilder;

/// <summary>The codes of mistakes.</summary>
internal static class MistakeCodes
{
    /// <summary>What the program was given is not there.</summary>
    public const string Input = "LTH000";

    /// <summary>A cmdlet has no page.</summary>
    public const string PageMissing = "LTH001";

    /// <summary>A page is of no cmdlet.</summary>
    public const string PageUnknown = "LTH002";

    /// <summary>A parameter is not described.</summary>
    public const string ParameterMissing = "LTH003";

    /// <summary>What is described is no parameter.</summary>
    public const string ParameterUnknown = "LTH004";

    /// <summary>There are too few examples.</summary>
    public const string ExamplesTooFew = "LTH005";

    /// <summary>A section is missing, empty, unknown or there twice.</summary>
    public const string Section = "LTH006";

    /// <summary>An example lacks code or explanation, does not parse, or uses a parameter that is not there.</summary>
    public const string Example = "LTH007";

    /// <summary>A parameter's default is missing, or given where there can be none.</summary>
    public const string Default = "LTH008";

    /// <summary>The types of input or output are not those of the cmdlet.</summary>
    public const string PipelineType = "LTH009";

    /// <summary>No error of that id is in the assembly.</summary>
    public const string ErrorId = "LTH010";

    /// <summary>A link leads nowhere.</summary>
    public const string Link = "LTH011";

    /// <summary>Markup that help can't show.</summary>
    public const string Markup = "LTH012";
}
