using System.Management.Automation;
using System.Management.Automation.Language;
using LoadTestAz.HelpBuilder.Cmdlets;
using LoadTestAz.HelpBuilder.Pages;

namespace LoadTestAz.HelpBuilder.Checks;

/// <summary>There are enough examples, each with code and explanation, and the code fits the cmdlets.</summary>
internal static class ExampleCheck
{
    /// <summary>Examples that a page has at least.</summary>
    public const int Minimum = 3;

    public static IEnumerable<Mistake> Find(HelpPage page, IReadOnlyList<CmdletFacts> cmdlets)
    {
        if (page.Section(SectionTitles.Examples) is not { } section)
            yield break;

        if (section.Children.Count < Minimum)
            yield return new Mistake(page.File, section.Line, MistakeCodes.ExamplesTooFew, $"There are {section.Children.Count} examples; give at least {Minimum}.");

        foreach (var (number, example) in section.Children.Index())
        {
            if (!example.Title.StartsWith($"Example {number + 1}: ", StringComparison.Ordinal))
                yield return At(example.Line, $"The heading is '{example.Title}'; write '### Example {number + 1}: <what it does>'.");
            if (example.Blocks.Count(b => b.IsCode) != 1 || !example.Blocks[0].IsCode)
                yield return At(example.Line, $"'{example.Title}' must have one block of code, before the explanation.");
            if (example.Blocks.All(b => b.IsCode))
                yield return At(example.Line, $"'{example.Title}' has no explanation.");
            foreach (var mistake in example.Blocks.Where(b => b.IsCode).SelectMany(code => FindInCode(code, cmdlets)))
                yield return mistake;
        }

        IEnumerable<Mistake> FindInCode(PageBlock code, IReadOnlyList<CmdletFacts> known)
        {
            var script = Parser.ParseInput(code.Text, out _, out var errors);
            foreach (var error in errors)
                yield return At(code.Line + error.Extent.StartLineNumber, error.Message);
            foreach (var command in script.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
            {
                if (known.FirstOrDefault(c => string.Equals(c.Name, command.GetCommandName(), StringComparison.OrdinalIgnoreCase)) is not { } cmdlet)
                    continue;
                foreach (var used in command.CommandElements.OfType<CommandParameterAst>().Where(p => !Takes(cmdlet, p.ParameterName)))
                    yield return At(code.Line + used.Extent.StartLineNumber, $"{cmdlet.Name} has no parameter -{used.ParameterName}. Examples write names in full.");
            }
        }

        Mistake At(int line, string message) => new(page.File, line, MistakeCodes.Example, message);
    }

    private static bool Takes(CmdletFacts cmdlet, string name) =>
        cmdlet.Find(name) is not null
        || Cmdlet.CommonParameters.Contains(name, StringComparer.OrdinalIgnoreCase)
        || (cmdlet.SupportsShouldProcess && (name.Equals("WhatIf", StringComparison.OrdinalIgnoreCase) || name.Equals("Confirm", StringComparison.OrdinalIgnoreCase)));
}
