using System.Globalization;

namespace LoadTestAz.HelpBuilder;

/// <summary>One thing in which help and cmdlets disagree.</summary>
/// <param name="File">The page, or what stands for it.</param>
/// <param name="Line">1-based.</param>
/// <param name="Code">One of <see cref="MistakeCodes"/>.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record Mistake(string File, int Line, string Code, string Message)
{
    /// <summary>As compilers write it, so that MSBuild and editors can point at the line.</summary>
    /// <seealso href="https://learn.microsoft.com/visualstudio/msbuild/msbuild-diagnostic-format-for-tasks"/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}({Line},1): error {Code}: {Message}");
}
