using LoadTestAz.Shell;
using LoadTestAz.Shell.Hosting;
using LoadTestAz.Shell.Terminals;

var interrupts = new Interrupts(TimeProvider.System);
using var signals = new SignalListener(interrupts);
return new ShellProgram(new ConsoleTerminal(), TimeProvider.System, interrupts, AppContext.BaseDirectory).Run(args);
