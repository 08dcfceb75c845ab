using System.Text;

namespace LoadTestAz.Packer.Notices;

/// <summary>The file that tells whose work is in the module, under which terms.</summary>
internal static class ThirdPartyNotices
{
    public const string FileName = "THIRD-PARTY-NOTICES.txt";

    private const string Rule = "--------------------------------------------------------------------------------";

    // What the license asks to be handed on, for packages that name it and bring no text. https://spdx.org/licenses/MIT.html
    private const string Mit =
        """
        Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
        documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
        rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
        persons to whom the Software is furnished to do so, subject to the following conditions:

        The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
        Software.

        THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
        WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
        COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
        OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
        """;

    /// <summary>The file's text. Texts that several packages share stand there once.</summary>
    /// <exception cref="PackException">A package brings no text of a license that has to be handed on.</exception>
    public static string Of(string module, IReadOnlyList<RedistributedPackage> packages)
    {
        var text = new StringBuilder();
        text.Append($"{module} has files of the packages below. Made from these packages themselves when the module was packed.\n");
        var shared = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var package in packages)
        {
            text.Append($"\n{Rule}\n{package.Id} {package.Version}\n");
            text.Append($"Files: {string.Join(", ", package.Files)}\n");
            text.Append($"By: {package.Authors}\n");
            if (package.Copyright is { } copyright)
                text.Append($"{copyright}\n");
            if (package.ProjectUrl is { } address)
                text.Append($"{address}\n");
            text.Append($"License: {package.License}\n");

            var texts = package.Texts().ToList();
            if (!texts.Any(t => t.Name.Contains("LICENSE", StringComparison.OrdinalIgnoreCase)))
            {
                texts.Insert(0, package.License == "MIT"
                    ? ("MIT License", Mit.ReplaceLineEndings("\n"))
                    : throw new PackException($"Package {package.Id} {package.Version} is under '{package.License}' and brings no text of it. Add what that license wants handed on."));
            }

            foreach (var (name, content) in texts)
            {
                text.Append($"{name}: see below\n");
                (shared.TryGetValue(content, out var known) ? known : shared[content] = []).Add($"{package.Id} {package.Version} ({name})");
            }
        }

        foreach (var (content, of) in shared)
            text.Append($"\n{Rule}\n{string.Join("\n", of)}\n\n{content}\n");
        return text.ToString();
    }
}
