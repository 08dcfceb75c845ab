using System.Text.Json;

namespace LoadTestAz.Packer.Notices;

/// <summary>Whose files the module has, by what the compiler wrote down beside them (*.deps.json).</summary>
internal static class RedistributedPackages
{
    private const string Own = "LoadTestAz";

    /// <summary>The packages, by name.</summary>
    /// <param name="module">The module's folder.</param>
    /// <param name="packages">Where NuGet keeps restored packages.</param>
    /// <exception cref="PackException">There is an assembly that is neither ours nor of any package.</exception>
    public static IReadOnlyList<RedistributedPackage> Find(string module, string packages)
    {
        var foreign = Directory.EnumerateFiles(module, "*.dll", SearchOption.AllDirectories).Select(path => Path.GetFileName(path))
            .Where(name => !name.StartsWith(Own, StringComparison.Ordinal)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = Directory.EnumerateFiles(module, "*.deps.json", SearchOption.AllDirectories).SelectMany(Read)
            .Where(entry => foreign.Contains(entry.File))
            .GroupBy(entry => (entry.Id, entry.Version))
            .OrderBy(entries => entries.Key.Id, StringComparer.OrdinalIgnoreCase).ThenBy(entries => entries.Key.Version, StringComparer.Ordinal)
            .Select(entries => new RedistributedPackage(
                entries.Key.Id, entries.Key.Version, Path.Combine(packages, entries.Key.Id.ToLowerInvariant(), entries.Key.Version.ToLowerInvariant()),
                [.. entries.Select(entry => entry.File).Distinct().Order(StringComparer.Ordinal)]))
            .ToList();
        foreign.ExceptWith(found.SelectMany(package => package.Files));
        return foreign.Count == 0
            ? found
            : throw new PackException($"Nobody knows whose these are, so they can't be handed on: {string.Join(", ", foreign.Order(StringComparer.Ordinal))}. Build into an empty folder, or look which project brings them.");
    }

    private static IEnumerable<(string Id, string Version, string File)> Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var target in document.RootElement.GetProperty("targets").EnumerateObject())
        {
            foreach (var library in target.Value.EnumerateObject())
            {
                if (library.Name.Split('/') is not [var id, var version] || document.RootElement.GetProperty("libraries").GetProperty(library.Name).GetProperty("type").GetString() != "package")
                    continue;
                foreach (var kind in new[] { "runtime", "runtimeTargets" })
                {
                    if (!library.Value.TryGetProperty(kind, out var files))
                        continue;
                    foreach (var file in files.EnumerateObject())
                        yield return (id, version, file.Name[(file.Name.LastIndexOf('/') + 1)..]);
                }
            }
        }
    }
}
