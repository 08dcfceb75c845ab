using LoadTestAz.Merging.K6.Summaries;

namespace LoadTestAz.Merging.Inputs;

/// <summary>Tells what each file holds, and reads the small ones.</summary>
internal sealed class SourceLoader
{
    // k6's own have some kilobytes; the machine-readable one holds the script.
    private const int MaxSummaryBytes = 64 << 20;

    // What tells a file that was meant to be merged from one that lies beside it, when the content tells nothing.
    private static readonly string[] DataExtensions = [".json", ".csv", ".gz", ".jsonl", ".ndjson"];

    private readonly List<MergeProblem> _problems = [];
    private readonly List<string> _ignored = [];

    public IReadOnlyList<MergeProblem> Problems => _problems;

    public IReadOnlyList<string> Ignored => _ignored;

    /// <summary>The sources among the files, in their order; those that are damaged have no kind.</summary>
    public async Task<IReadOnlyList<MergeSource>> LoadAsync(IReadOnlyList<MergeInput> files, int threads, CancellationToken cancellationToken)
    {
        var loaded = new (MergeSource? Source, MergeProblem? Problem)[files.Count];
        await InParallel.ForAsync(files.Count, threads, i => loaded[i] = Load(files[i], cancellationToken), cancellationToken).ConfigureAwait(false);
        foreach (var (input, (source, problem)) in files.Zip(loaded))
        {
            if (problem is not null)
                _problems.Add(problem);
            else if (source is null)
                _ignored.Add(input.Path);
        }

        return [.. loaded.Select(l => l.Source).OfType<MergeSource>()];
    }

    private static (MergeSource? Source, MergeProblem? Problem) Load(MergeInput input, CancellationToken cancellationToken)
    {
        var source = new MergeSource(input.Path);
        RecognizedInput? recognized = null;
        try
        {
            recognized = InputRecognizer.Recognize(input.Path, (head, found) => Look(source, head, recognized = found), cancellationToken);
            if (recognized.Kind is null)
                return Reject(input, source, recognized);
            if (recognized.Kind is LoadTestSourceKind.K6Summary && source.Summary is null)
                Take(source, InputHead.ReadAll(input.Path, MaxSummaryBytes, SummaryReader.Read, cancellationToken));
            return (source, null);
        }
        catch (NoSummaryException) when (recognized is { IsCertain: false })
        {
            return Reject(input, source, new(null, InputRecognizer.OtherJson));
        }
        catch (Exception e) when (MergeProblems.From(e, input.Path) is { } problem)
        {
            source.Kind = null;
            source.Note(problem.Message);
            return (source, problem);
        }
    }

    private static void Look(MergeSource source, InputHead head, RecognizedInput recognized)
    {
        (source.Kind, source.Beginning) = (recognized.Kind, recognized.Beginning);

        // Most summaries are no longer than what was read already.
        if (recognized.Kind is LoadTestSourceKind.K6Summary && head.IsWhole)
            Take(source, SummaryReader.Read(InputHead.WithoutMark(head.Bytes)));
    }

    private static void Take(MergeSource source, K6Summary summary)
    {
        source.Summary = summary;
        source.Identity = SourceIdentity.Of(summary);
        source.Kind = summary.Kind switch
        {
            SummaryKind.HandleSummary => LoadTestSourceKind.K6Summary,
            SummaryKind.Export => LoadTestSourceKind.K6SummaryExport,
            _ => LoadTestSourceKind.K6MachineReadableSummary,
        };
    }

    // A file that came with others may be anything. But one that is empty or broken, and looks like data, may be a worker's.
    private static (MergeSource? Source, MergeProblem? Problem) Reject(MergeInput input, MergeSource source, RecognizedInput recognized)
    {
        var meant = recognized.IsDamaged && DataExtensions.Contains(Path.GetExtension(input.Path), StringComparer.OrdinalIgnoreCase);
        if (!meant && !input.IsNamed)
            return (null, null);
        var problem = recognized.IsDamaged
            ? new MergeProblem(MergeProblemKind.Damaged, input.Path, $"'{input.Path}' {recognized.Problem}. It is left out.")
            : new MergeProblem(MergeProblemKind.NotMergeable, input.Path, $"'{input.Path}' {recognized.Problem}. It is left out; give k6's --out json or csv, its summary, or what LoadTestAz saves.");
        source.Note(problem.Message);
        return (meant || recognized.IsDamaged ? source : null, problem);
    }
}
