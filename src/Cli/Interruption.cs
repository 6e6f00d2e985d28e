using System.Runtime.InteropServices;

namespace SparseGen.Cli;

/// <summary>Handles SIGINT (Ctrl-C) and SIGTERM: the first signal cancels the work at a point from which it can be resumed, the second ends the process.</summary>
sealed class Interruption : IDisposable
{
    readonly CancellationTokenSource _source = new();
    readonly PosixSignalRegistration[] _registrations;
    readonly TextWriter _error;

    public Interruption(TextWriter error)
    {
        _error = error;
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop)];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    void Stop(PosixSignalContext signal)
    {
        if (_source.IsCancellationRequested) return;
        signal.Cancel = true;
        _error.WriteLine("stopping after this step …");
        _source.Cancel();
    }
}
