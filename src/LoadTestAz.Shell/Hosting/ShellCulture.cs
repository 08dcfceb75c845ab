using System.Globalization;

namespace LoadTestAz.Shell.Hosting;

/// <summary>
/// The invariant culture under an English name. PowerShell wraps long lines at words only where it knows the language,
/// and a program with invariant globalization has none.
/// </summary>
internal sealed class ShellCulture : CultureInfo
{
    public static readonly ShellCulture Instance = new();

    private ShellCulture()
        : base("")
    {
    }

    public override string TwoLetterISOLanguageName => "en";
}
