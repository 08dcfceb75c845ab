using System.Runtime.InteropServices;

namespace LoadTestAz.Shell.Hosting;

/// <summary>Hands the process's signals to <see cref="Interrupts"/>.</summary>
internal sealed class SignalListener : IDisposable
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    private readonly PosixSignalRegistration[] _registrations;

    public SignalListener(Interrupts interrupts) => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, c => c.Cancel = interrupts.Handle(Interrupt)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => c.Cancel = interrupts.Handle(Terminate)),
    ];

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
    }
}
