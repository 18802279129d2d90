using System.Runtime.InteropServices;

namespace Levada.Sqoop;

/// <summary>Ctrl-C and the wish of the system that the program end: the first cancels, the second kills.</summary>
internal sealed class Interruption : IDisposable
{
    private const int SignalBase = 128;
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Cancel(context, 2));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Cancel(context, 15));
    }

    public CancellationToken Token => _source.Token;

    /// <summary>128 and the signal's number: 130 after Ctrl-C.</summary>
    public int ExitCode { get; private set; } = SignalBase + 2;

    /// <summary>Cancels as Ctrl-C does.</summary>
    public void Cancel() => _source.Cancel();

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Cancel(PosixSignalContext context, int number)
    {
        if (_source.IsCancellationRequested) return;
        context.Cancel = true;
        ExitCode = SignalBase + number;
        _source.Cancel();
    }
}
