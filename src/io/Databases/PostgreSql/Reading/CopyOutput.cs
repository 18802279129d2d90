using Npgsql;

namespace Levada.Databases.PostgreSql.Reading;

/// <summary>The bytes that a COPY sends. Disposing it before the end cancels the COPY on the server.</summary>
internal sealed class CopyOutput(NpgsqlRawCopyStream stream, RunningStatement running) : IDisposable
{
    private bool _hasEnded;

    /// <summary>Reads what there is, at most up to the end of a row; 0 at the end.</summary>
    public int Read(Span<byte> buffer)
    {
        try
        {
            var count = stream.Read(buffer);
            _hasEnded |= count == 0;
            return count;
        }
        catch (Exception e) when (PostgreSqlErrors.IsForeign(e))
        {
            _hasEnded = true;
            throw PostgreSqlErrors.Translate(e, running.IsCanceled);
        }
    }

    /// <summary>Ends the COPY when the token fires, as long as the registration lives.</summary>
    public CancellationTokenRegistration Watch(CancellationToken cancellationToken) => running.Watch(cancellationToken);

    public void Dispose()
    {
        if (!_hasEnded)
            running.Cancel();
        try
        {
            stream.Dispose();
        }
        catch (Exception e) when (PostgreSqlErrors.IsForeign(e))
        {
            // Whatever ended it has been told already, or was the cancel above.
        }
        running.Dispose();
    }
}
