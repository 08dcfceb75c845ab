using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using LoadTestAz.Shell.Terminals;

namespace LoadTestAz.Shell.Hosting;

/// <summary>
/// Asks the user. Where nobody can answer (-NonInteractive, or input that is not a keyboard) a question is an error
/// that names the question: a CI job must not hang on it, nor take a line of the script for the answer.
/// </summary>
internal sealed class ShellPrompts(ITerminal terminal, LineEditor editor, bool isNonInteractive)
{
    public static HostException Unavailable(string question, string why) => new(
        $"The shell can't ask for {question}: {why}. Give the value as a parameter, or answer beforehand with -Force or -Confirm:$false.",
        innerException: null,
        "PromptUnavailable",
        ErrorCategory.InvalidOperation);

    public string ReadLine(string label)
    {
        EnsureAvailable(label.Length > 0 ? $"'{label}'" : "a line of input");
        WriteLabel(label);
        return Answer(() => editor.ReadLine()) ?? throw new PipelineStoppedException();
    }

    public SecureString ReadSecret(string label)
    {
        EnsureAvailable(label.Length > 0 ? $"'{label}'" : "a secret");
        WriteLabel(label);
        return Answer(editor.ReadSecret);
    }

    public PSCredential AskCredential(string caption, string message, string? userName)
    {
        EnsureAvailable("a credential");
        WriteHeading(caption, message);
        string user = string.IsNullOrEmpty(userName) ? ReadLine("User") : userName;
        return new PSCredential(user, ReadSecret($"Password for user {user}"));
    }

    public Dictionary<string, PSObject> AskFields(string caption, string message, Collection<FieldDescription> fields)
    {
        EnsureAvailable(string.Join(", ", fields.Select(f => $"'{f.Name}'")));
        WriteHeading(caption, message);
        return fields.ToDictionary(f => f.Name, f => PSObject.AsPSObject(AskField(f)));
    }

    public int AskChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        EnsureAvailable($"a choice ({(string.IsNullOrEmpty(message) ? caption : message)})");
        WriteHeading(caption, message);
        string[] keys = [.. choices.Select((c, i) => KeyOf(c, i))];
        while (true)
        {
            string options = string.Join("  ", choices.Select((c, i) => $"[{keys[i]}] {NameOf(c)}"));
            string byDefault = defaultChoice >= 0 ? $" (default is \"{keys[defaultChoice]}\")" : "";
            string answer = ReadLine($"{options}  [?] Help{byDefault}").Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;
            for (int i = 0; i < choices.Count; i++)
            {
                if (answer.Equals(keys[i], StringComparison.OrdinalIgnoreCase) || answer.Equals(NameOf(choices[i]), StringComparison.OrdinalIgnoreCase))
                    return i;
            }

            if (answer == "?")
            {
                for (int i = 0; i < choices.Count; i++)
                    terminal.Out.WriteLine($"{keys[i]} - {choices[i].HelpMessage}");
            }
        }
    }

    private object AskField(FieldDescription field)
    {
        string label = string.IsNullOrEmpty(field.Label) ? field.Name : field.Label.Replace("&", "");
        Type type = Type.GetType(field.ParameterAssemblyFullName) ?? typeof(string);
        if (type == typeof(SecureString))
            return ReadSecret(label);
        if (type == typeof(PSCredential))
            return AskCredential("", label, userName: null);
        if (!type.IsArray && !typeof(IList).IsAssignableFrom(type))
            return AskValue(label, type);

        // A list ends with an empty answer.
        var answers = new List<string>();
        while (ReadLine($"{label}[{answers.Count}]") is { Length: > 0 } answer)
            answers.Add(answer);
        return LanguagePrimitives.ConvertTo(answers, type);
    }

    private object AskValue(string label, Type type)
    {
        while (true)
        {
            string answer = ReadLine(label);
            if (LanguagePrimitives.TryConvertTo(answer, type, out object value))
                return value;
            terminal.Error.WriteLine($"'{answer}' is not a valid {type.Name}.");
        }
    }

    private void EnsureAvailable(string question)
    {
        if (isNonInteractive)
            throw Unavailable(question, "it runs with -NonInteractive");
        if (!terminal.CanReadKeys)
            throw Unavailable(question, "standard input is not a keyboard");
    }

    private void WriteHeading(string caption, string message)
    {
        foreach (string line in new[] { caption, message })
        {
            if (!string.IsNullOrEmpty(line))
                terminal.Out.WriteLine(line);
        }
    }

    private void WriteLabel(string label)
    {
        if (label.Length > 0)
            terminal.Out.Write(label + ": ");
        terminal.Out.Flush();
    }

    private static string NameOf(ChoiceDescription choice) => choice.Label.Replace("&", "");

    private static string KeyOf(ChoiceDescription choice, int index)
    {
        int mark = choice.Label.IndexOf('&');
        return mark >= 0 && mark + 1 < choice.Label.Length
            ? choice.Label[mark + 1].ToString().ToUpperInvariant()
            : (index + 1).ToString();
    }

    private static T Answer<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }
}
