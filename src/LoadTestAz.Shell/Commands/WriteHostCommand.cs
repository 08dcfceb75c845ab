using System.Collections;
using System.Management.Automation;

namespace LoadTestAz.Shell.Commands;

/// <summary>Shows text to the user, past the pipeline.</summary>
[Cmdlet(VerbsCommunications.Write, "Host")]
public sealed class WriteHostCommand : PSCmdlet
{
    /// <summary>What is shown.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    [Alias("Msg", "Message")]
    public object? Object { get; set; }

    /// <summary>The next text goes on in the same line.</summary>
    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    /// <summary>Between the elements of a collection.</summary>
    [Parameter]
    public object Separator { get; set; } = " ";

    /// <summary>Colour of the text.</summary>
    [Parameter]
    public ConsoleColor? ForegroundColor { get; set; }

    /// <summary>Colour behind the text.</summary>
    [Parameter]
    public ConsoleColor? BackgroundColor { get; set; }

    protected override void ProcessRecord()
    {
        var message = new HostInformationMessage
        {
            Message = TextOf(Object),
            NoNewLine = NoNewline,
            ForegroundColor = ForegroundColor,
            BackgroundColor = BackgroundColor,
        };
        // The engine shows what has this tag, and a script can redirect or collect it (6>, -InformationVariable).
        WriteInformation(message, ["PSHOST"]);
    }

    private string TextOf(object? value)
    {
        object? plain = value is PSObject o ? o.BaseObject : value;
        return plain switch
        {
            null => "",
            string s => s,
            // An element that is a collection itself is joined too, as in pwsh.
            IEnumerable list and not IDictionary => string.Join(LanguagePrimitives.ConvertTo<string>(Separator), list.Cast<object?>().Select(TextOf)),
            _ => LanguagePrimitives.ConvertTo<string>(value),
        };
    }
}
