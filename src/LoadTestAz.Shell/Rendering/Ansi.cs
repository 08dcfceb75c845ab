namespace LoadTestAz.Shell.Rendering;

/// <summary>Colours as escape sequences.</summary>
internal static class Ansi
{
    public const string Reset = "\e[0m";
    public const string Error = "\e[31;1m";
    public const string Accent = "\e[36;1m";
    public const string Notice = "\e[33;1m";
    public const string EraseLine = "\r\e[K";

    // The order of the SGR colours, in the terms of ConsoleColor.
    private static readonly ConsoleColor[] Dark =
    [
        ConsoleColor.Black, ConsoleColor.DarkRed, ConsoleColor.DarkGreen, ConsoleColor.DarkYellow,
        ConsoleColor.DarkBlue, ConsoleColor.DarkMagenta, ConsoleColor.DarkCyan, ConsoleColor.Gray,
    ];

    private static readonly ConsoleColor[] Bright =
    [
        ConsoleColor.DarkGray, ConsoleColor.Red, ConsoleColor.Green, ConsoleColor.Yellow,
        ConsoleColor.Blue, ConsoleColor.Magenta, ConsoleColor.Cyan, ConsoleColor.White,
    ];

    public static string Foreground(ConsoleColor color) => Sequence(color, 30, 90);

    public static string Background(ConsoleColor color) => Sequence(color, 40, 100);

    private static string Sequence(ConsoleColor color, int dark, int bright)
    {
        int index = Array.IndexOf(Dark, color);
        if (index >= 0)
            return $"\e[{dark + index}m";
        index = Array.IndexOf(Bright, color);
        // PowerShell hands on (ConsoleColor)(-1) where nobody chose a colour.
        return index >= 0 ? $"\e[{bright + index}m" : "";
    }
}
