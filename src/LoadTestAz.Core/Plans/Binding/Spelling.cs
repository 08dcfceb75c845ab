namespace LoadTestAz.Plans.Binding;

/// <summary>Finds the word that was meant.</summary>
internal static class Spelling
{
    // Longer than any word of ours: not a slip of the pen, and the distance costs the square of the length.
    private const int MaxLength = 64;

    /// <summary>The candidate that differs in case, hyphens and underscores only.</summary>
    public static string? Same(string text, IEnumerable<string> candidates)
    {
        if (text.Length > MaxLength)
            return null;

        var meant = Normalize(text);
        return candidates.FirstOrDefault(candidate => Normalize(candidate) == meant);
    }

    /// <summary>The candidate next to the text: a third of its letters may be wrong, or it is one of the candidate's words. Null when none is near.</summary>
    public static string? Nearest(string text, IEnumerable<string> candidates)
    {
        if (text.Length > MaxLength)
            return null;

        var meant = Normalize(text);
        var words = candidates.ToList();
        var best = words
            .Select(word => (Word: word, Distance: Distance(meant, Normalize(word))))
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault();
        return best.Word is not null && best.Distance <= Math.Max(1, best.Word.Length / 3)
            ? best.Word
            : words.FirstOrDefault(word => word.Split('_').Contains(meant));
    }

    private static string Normalize(string text) => string.Concat(text.Where(c => c is not ('_' or '-' or ' '))).ToLowerInvariant();

    // Optimal string alignment: insertion, deletion, substitution, and two neighbours swapped cost one each.
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
