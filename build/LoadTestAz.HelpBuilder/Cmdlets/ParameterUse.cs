namespace LoadTestAz.HelpBuilder.Cmdlets;

/// <summary>How a parameter is used in a parameter set.</summary>
/// <param name="IsMandatory">It must be given.</param>
/// <param name="Position">0-based; <see cref="Named"/> for none.</param>
/// <param name="FromPipeline">It takes whole objects.</param>
/// <param name="FromPipelineByPropertyName">It takes a property of its name.</param>
internal sealed record ParameterUse(bool IsMandatory, int Position, bool FromPipeline, bool FromPipelineByPropertyName)
{
    /// <summary>The position of a parameter that must be named.</summary>
    public const int Named = int.MaxValue;
}
