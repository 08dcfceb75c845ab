using System.Management.Automation;
using LoadTestAz.Shell.Hosting;

namespace LoadTestAz.Shell.Commands;

/// <summary>Takes some of the objects, or some of their properties.</summary>
[Cmdlet(VerbsCommon.Select, "Object")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private readonly Queue<PSObject> _held = [];
    private readonly List<PSObject> _written = [];
    private PropertyChoice[] _properties = [];
    private WildcardPattern[] _excluded = [];
    private int _seen;
    private int _taken;

    /// <summary>An object.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The properties to take.</summary>
    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    /// <summary>Properties not to take.</summary>
    [Parameter]
    public string[] ExcludeProperty { get; set; } = [];

    /// <summary>The property whose value takes the object's place.</summary>
    [Parameter]
    public string? ExpandProperty { get; set; }

    /// <summary>So many from the start; what makes the objects is stopped then.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; }

    /// <summary>So many from the end.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Last { get; set; }

    /// <summary>Leaves out so many: at the start, or at the end with -Last.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    /// <summary>Equal ones once only.</summary>
    [Parameter]
    public SwitchParameter Unique { get; set; }

    private bool HasFirst => MyInvocation.BoundParameters.ContainsKey(nameof(First));

    private bool HasLast => MyInvocation.BoundParameters.ContainsKey(nameof(Last));

    protected override void BeginProcessing()
    {
        _properties = [.. Property.Select(PropertyChoice.Parse)];
        _excluded = [.. ExcludeProperty.Select(p => new WildcardPattern(p, WildcardOptions.IgnoreCase))];
    }

    protected override void ProcessRecord()
    {
        if (InputObject is null)
            return;
        if (HasFirst && _taken < First && _seen++ >= (HasLast ? 0 : Skip))
        {
            _taken++;
            Take(InputObject);
        }
        else if (HasLast)
        {
            _held.Enqueue(InputObject);
            if (_held.Count > Last + Skip)
                _held.Dequeue();
        }
        else if (!HasFirst && _seen++ >= Skip)
        {
            Take(InputObject);
        }

        if (HasFirst && !HasLast && _taken >= First)
            throw EngineInternals.StopUpstream(this);
    }

    protected override void EndProcessing()
    {
        int count = _held.Count - Skip;
        foreach (PSObject held in _held.Take(Math.Max(count, 0)))
            Take(held);
    }

    private void Take(PSObject input)
    {
        PSObject chosen = _properties.Length == 0 && (_excluded.Length == 0 || ExpandProperty is not null) ? input : Project(input);
        if (ExpandProperty is not null)
            Expand(input, chosen);
        else
            Write(chosen);
    }

    private PSObject Project(PSObject input)
    {
        var output = new PSObject();
        PropertyChoice[] properties = _properties.Length == 0 ? [PropertyChoice.Parse("*")] : _properties;
        foreach (PropertyChoice choice in properties)
        {
            var found = choice.Read(input).ToList();
            // A property that is not there becomes one without a value, so that all rows have the same columns.
            if (found.Count == 0 && !choice.Expression.HasWildCardCharacters)
                found.Add((choice.Name ?? choice.Expression.ToString(), null));
            foreach ((string name, object? value) in found)
            {
                if (!_excluded.Any(e => e.IsMatch(name)) && output.Properties[name] is null)
                    output.Properties.Add(new PSNoteProperty(name, value));
            }
        }

        string type = "Selected." + input.BaseObject.GetType();
        output.TypeNames.Insert(0, type);
        return output;
    }

    private void Expand(PSObject input, PSObject chosen)
    {
        PSPropertyInfo? property = input.Properties.Match(ExpandProperty).FirstOrDefault();
        if (property is null)
        {
            WriteError(new ErrorRecord(
                new PSArgumentException($"Property \"{ExpandProperty}\" cannot be found."), "ExpandPropertyNotFound", ErrorCategory.InvalidArgument, input));
            return;
        }

        IEnumerable<object?> values = LanguagePrimitives.GetEnumerable(property.Value)?.Cast<object?>() ?? [property.Value];
        foreach (object? value in values)
        {
            if (_properties.Length == 0 || value is null)
            {
                Write(value is null ? null : PSObject.AsPSObject(value));
                continue;
            }

            // The other properties asked for go along with each value.
            PSObject output = PSObject.AsPSObject(value).Copy();
            foreach (PSPropertyInfo other in chosen.Properties)
                output.Properties.Add(new PSNoteProperty(other.Name, other.Value));
            Write(output);
        }
    }

    private void Write(PSObject? value)
    {
        if (Unique && value is not null)
        {
            if (_written.Exists(w => ObjectEquality.AreEqual(w, value)))
                return;
            _written.Add(value);
        }

        WriteObject(value);
    }
}
