using Levada.Transfer;

namespace Levada.Databases.PostgreSql;

/// <summary>What a connection runs now, so that another thread can end it on the server.</summary>
internal sealed class RunningStatement(StatementGate gate, Action cancel) : IDisposable
{
    private volatile bool _isCanceled;

    public bool IsCanceled => _isCanceled;

    /// <summary>Ends the statement on the server when the token fires, at once if it has, as long as the registration lives.</summary>
    public CancellationTokenRegistration Watch(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static statement => ((RunningStatement)statement!).Cancel(), this);

    public void Cancel()
    {
        _isCanceled = true;
        try
        {
            cancel();
        }
        catch (Exception e) when (PostgreSqlErrors.IsForeign(e) || e is TransferException or InvalidOperationException)
        {
            // The statement has ended by itself, or the server is gone; its own thread learns which.
        }
    }

    public void Dispose() => gate.End(this);
}
