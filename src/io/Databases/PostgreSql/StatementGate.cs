namespace Levada.Databases.PostgreSql;

/// <summary>Knows the one statement that a connection runs.</summary>
internal sealed class StatementGate
{
    private readonly Lock _lock = new();
    private RunningStatement? _running;

    public RunningStatement Begin(Action cancel)
    {
        var statement = new RunningStatement(this, cancel);
        lock (_lock)
            _running = statement;
        return statement;
    }

    public void End(RunningStatement statement)
    {
        lock (_lock)
            if (_running == statement)
                _running = null;
    }

    /// <summary>Ends what runs; does nothing when nothing does.</summary>
    public void Cancel()
    {
        RunningStatement? running;
        lock (_lock)
            running = _running;
        running?.Cancel();
    }
}
