namespace LoadTestAz.HelpBuilder.Pages;

/// <summary>A page as read.</summary>
/// <param name="File">For messages.</param>
/// <param name="Root">The title with its sections.</param>
/// <param name="Mistakes">What could not be read.</param>
internal sealed record HelpPage(string File, PageNode Root, IReadOnlyList<Mistake> Mistakes)
{
    /// <summary>The cmdlet that it is of, by the name of the file.</summary>
    public string Cmdlet { get; } = Path.GetFileNameWithoutExtension(File);

    /// <summary>The section of that title; null for none.</summary>
    public PageNode? Section(string title) => Root.Children.FirstOrDefault(s => s.Title == title);
}
