using System.Management.Automation;

namespace LoadTestAz.Shell.Commands;

/// <summary>Counts objects, and adds up, averages and bounds a property of them.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object")]
[OutputType(typeof(MeasureInfo))]
public sealed class MeasureObjectCommand : PSCmdlet
{
    private readonly Dictionary<string, Measure> _measures = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>An object.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The properties to measure; without any, the objects themselves.</summary>
    [Parameter(Position = 0)]
    public string[] Property { get; set; } = [];

    /// <summary>Add up.</summary>
    [Parameter]
    public SwitchParameter Sum { get; set; }

    /// <summary>Give the mean.</summary>
    [Parameter]
    public SwitchParameter Average { get; set; }

    /// <summary>Give the least.</summary>
    [Parameter]
    public SwitchParameter Minimum { get; set; }

    /// <summary>Give the greatest.</summary>
    [Parameter]
    public SwitchParameter Maximum { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null)
            return;
        if (Property.Length == 0)
            Add("", InputObject);
        foreach (string name in Property)
        {
            if (InputObject.Properties[name]?.Value is { } value)
                Add(name, value);
        }
    }

    protected override void EndProcessing()
    {
        foreach (string name in Property.Length == 0 ? [""] : Property)
        {
            if (_measures.TryGetValue(name, out Measure? measure))
                WriteObject(measure.ToInfo(this, name));
            else if (name.Length == 0)
                WriteObject(new MeasureInfo { Count = 0 });
            else
                WriteError(new ErrorRecord(new PSArgumentException($"The property \"{name}\" cannot be found in the input for any objects."), "GenericMeasurePropertyNotFound", ErrorCategory.InvalidArgument, null));
        }
    }

    private void Add(string name, object value)
    {
        if (!_measures.TryGetValue(name, out Measure? measure))
            _measures.Add(name, measure = new Measure());
        double number = 0;
        if ((Sum || Average) && !LanguagePrimitives.TryConvertTo(value, out number))
        {
            WriteError(new ErrorRecord(new PSInvalidCastException($"Input object \"{value}\" is not numeric."), "NonNumericInputObject", ErrorCategory.InvalidType, value));
            return;
        }

        measure.Count++;
        measure.Sum += number;
        if (Minimum && (measure.Minimum is null || LanguagePrimitives.Compare(value, measure.Minimum, ignoreCase: true) < 0))
            measure.Minimum = value;
        if (Maximum && (measure.Maximum is null || LanguagePrimitives.Compare(value, measure.Maximum, ignoreCase: true) > 0))
            measure.Maximum = value;
    }

    private sealed class Measure
    {
        public int Count { get; set; }

        public double Sum { get; set; }

        public object? Minimum { get; set; }

        public object? Maximum { get; set; }

        public MeasureInfo ToInfo(MeasureObjectCommand command, string name) => new()
        {
            Count = Count,
            Sum = command.Sum ? Sum : null,
            Average = command.Average ? Sum / Count : null,
            Minimum = Minimum,
            Maximum = Maximum,
            Property = name.Length == 0 ? null : name,
        };
    }
}
