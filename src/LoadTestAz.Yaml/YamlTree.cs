using System.Globalization;
using LoadTestAz.Plans;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LoadTestAz.Yaml;

/// <summary>Turns the parser's events into the tree of a plan file. Pulls one event at a time, so that what is refused is not read to its end.</summary>
internal sealed class YamlTree
{
    private readonly string _text;
    private readonly string _file;
    private readonly Parser _parser;
    private readonly Stack<ParsingEvent> _open = new();
    private readonly List<PlanMistake> _mistakes = [];
    private int _nodes;

    public YamlTree(string text, string file)
    {
        (_text, _file) = (text, file);
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads the whole file, once.</summary>
    public PlanDocument Read()
    {
        PlanNode? root = null;
        try
        {
            root = ReadDocument();
        }
        catch (RefusedException)
        {
            // Recorded where it was found; what follows in the file is of no use.
        }
        catch (YamlException exception)
        {
            var (line, column, message) = SyntaxHint.For(exception, _text);
            _mistakes.Add(new PlanMistake(_file, line, column, "", null, message));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // YamlDotNet 18.1.0 has exceptions without a place: InvalidOperationException for a '[' that is not closed,
            // ArgumentException for a tag that is no URI. The file is to blame, whatever the kind.
            _mistakes.Add(_open.TryPeek(out var start)
                ? At(start, "", $"bad syntax: the {(start is MappingStart ? "mapping" : "list")} that begins here is not ended, or not as it began")
                : new PlanMistake(_file, 1, 1, "", null, "bad syntax: this is no YAML"));
        }

        return new PlanDocument(_file, root, _mistakes);
    }

    private PlanNode? ReadDocument()
    {
        Expect<StreamStart>();
        if (Next() is not DocumentStart)
            throw Refuse(_parser.Current!, "", "the file is empty but for comments");
        Next();
        var root = ReadNode("", 0);
        Expect<DocumentEnd>();
        if (Next() is DocumentStart second)
            throw Refuse(second, "", "a second document begins here; a plan file holds one");
        return root;
    }

    // Reads the current event and all that belongs to it; null for what is refused.
    private PlanNode? ReadNode(string path, int depth)
    {
        var start = _parser.Current!;
        if (++_nodes > YamlPlanReader.MaxNodes)
            throw Refuse(start, path, string.Create(CultureInfo.InvariantCulture, $"the file has more than {YamlPlanReader.MaxNodes:#,0} values"));
        if (depth > YamlPlanReader.MaxDepth)
            throw Refuse(start, path, $"lists and mappings are nested more than {YamlPlanReader.MaxDepth} deep");
        if (start is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag })
            Mistake(start, path, $"tags such as {tag} are not supported; write the value without it");

        var (line, column) = ((int)start.Start.Line, (int)start.Start.Column);
        switch (start)
        {
            case Scalar scalar:
                return new PlanScalar(scalar.Value, scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any), line, column);
            case SequenceStart:
            case MappingStart:
                _open.Push(start);
                PlanNode node = start is SequenceStart
                    ? new PlanSequence(ReadItems(path, depth + 1), line, column)
                    : new PlanMapping(ReadEntries(path, depth + 1), line, column);
                _open.Pop();
                return node;
            case AnchorAlias:
                Mistake(start, path, "aliases are not supported; write the value out");
                return null;
            default:
                // YamlDotNet 18.1.0 gives a mapping without a value for "- : 1".
                throw Refuse(start, path, "bad syntax: a key or value is missing before this place");
        }
    }

    private List<PlanNode> ReadItems(string path, int depth)
    {
        var items = new List<PlanNode>();
        for (var i = 0; Next() is not SequenceEnd; i++)
        {
            if (ReadNode($"{path}[{i}]", depth) is { } item)
                items.Add(item);
        }

        return items;
    }

    private List<PlanEntry> ReadEntries(string path, int depth)
    {
        var entries = new List<PlanEntry>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (Next() is not MappingEnd)
        {
            var start = _parser.Current!;
            var (key, before) = (ReadNode(path, depth) as PlanScalar, _mistakes.Count);
            var child = key is null ? path : path.Length == 0 ? key.Text : $"{path}.{key.Text}";
            Next();
            var value = ReadNode(child, depth);

            if (key is null)
            {
                Mistake(start, path, "a key is a single value, not a list or mapping");
            }
            else if (key is { Text: "<<", IsQuoted: false })
            {
                // What it merges is an alias, and a mistake by itself: one is enough.
                _mistakes.RemoveRange(before, _mistakes.Count - before);
                Mistake(start, child, "merge keys are not supported; write the keys out");
            }
            else if (!lines.TryAdd(key.Text, key.Line))
            {
                Mistake(start, child, string.Create(CultureInfo.InvariantCulture, $"given twice; the first stands in line {lines[key.Text]}"));
            }
            else if (value is not null)
            {
                entries.Add(new PlanEntry(key, value));
            }
        }

        return entries;
    }

    private ParsingEvent Next()
    {
        _parser.MoveNext();
        return _parser.Current!;
    }

    private void Expect<T>()
        where T : ParsingEvent
    {
        if (Next() is not T)
            throw new InvalidOperationException($"The parser gave no {typeof(T).Name}.");
    }

    private void Mistake(ParsingEvent at, string path, string message) =>
        _mistakes.Add(At(at, path, message));

    private PlanMistake At(ParsingEvent at, string path, string message) =>
        new(_file, (int)at.Start.Line, (int)at.Start.Column, path, null, message);

    private RefusedException Refuse(ParsingEvent at, string path, string message)
    {
        Mistake(at, path, message);
        return new RefusedException();
    }

    // Leaves the reading at once; the mistake is recorded before.
    private sealed class RefusedException : Exception;
}
