using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace LoadTestAz.Completion;

/// <summary>
/// Base of what completes arguments. At Tab nobody wants to wait, to sign in, or to see an error: what goes wrong means
/// that nothing is offered, and what is slow is given up after <see cref="Patience"/>.
/// </summary>
internal abstract class Completer : IArgumentCompleter
{
    /// <summary>How long Tab may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = new TypedWord(wordToComplete);
        try
        {
            return Suggest(word, fakeBoundParameters).Where(s => s.IsChosen || word.Matches(s.Name))
                .Select(s => new CompletionResult(s.Text ?? word.Quoted(s.Name), s.Name, CompletionResultType.ParameterValue, s.Tip)).ToList();
        }
        catch (Exception)
        {
            return [];
        }
    }

    /// <summary>All that may be meant, best first; what does not match the word is left out by the caller.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="bound">The command's other arguments by parameter, as far as they are known before it runs.</param>
    private protected abstract IEnumerable<Suggestion> Suggest(TypedWord word, IDictionary bound);
}
