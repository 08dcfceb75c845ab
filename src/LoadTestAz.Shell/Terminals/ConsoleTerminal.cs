using System.Text;

namespace LoadTestAz.Shell.Terminals;

/// <summary>The process's own console.</summary>
internal sealed class ConsoleTerminal : ITerminal
{
    /// <summary>Columns of a table when nobody's window limits it.</summary>
    public const int RedirectedWidth = 120;

    private const int RedirectedHeight = 50;

    public ConsoleTerminal()
    {
        // Elsewhere the console speaks UTF-8 already.
        if (OperatingSystem.IsWindows())
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    }

    public TextWriter Out => Console.Out;

    public TextWriter Error => Console.Error;

    public TextReader In => Console.In;

    public bool CanReadKeys { get; } = !Console.IsInputRedirected;

    public bool IsOutTerminal { get; } = !Console.IsOutputRedirected && HasEscapes;

    public bool IsErrorTerminal { get; } = !Console.IsErrorRedirected && HasEscapes;

    /// <remarks>https://no-color.org: set and not empty, whatever it says.</remarks>
    public bool WantsColor { get; } = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public int Width => Measure(() => Console.WindowWidth, RedirectedWidth);

    public int Height => Measure(() => Console.WindowHeight, RedirectedHeight);

    private static bool HasEscapes => Environment.GetEnvironmentVariable("TERM") != "dumb";

    public ConsoleKeyInfo ReadKey()
    {
        bool before = Console.TreatControlCAsInput;
        Console.TreatControlCAsInput = true;
        try
        {
            return Console.ReadKey(intercept: true);
        }
        finally
        {
            Console.TreatControlCAsInput = before;
        }
    }

    private int Measure(Func<int> size, int otherwise)
    {
        if (!IsOutTerminal)
            return otherwise;
        try
        {
            // Some terminals (of CI runners, of containers) report a size of 0.
            int measured = size();
            return measured > 0 ? measured : otherwise;
        }
        catch (IOException)
        {
            return otherwise;
        }
    }
}
