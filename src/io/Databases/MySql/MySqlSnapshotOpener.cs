using Levada.Transfer.Sql;
using MySqlConnector;

namespace Levada.Databases.MySql;

/// <summary>Starts reading sessions that see one state of a table.</summary>
/// <remarks>
/// Each session begins a consistent snapshot of its own. They are the same one because no transaction can write the table meanwhile: a
/// further connection holds <c>LOCK TABLES … READ</c>, which waits at most <see cref="LockSeconds"/> for running writers.
/// </remarks>
internal sealed class MySqlSnapshotOpener(
    MySqlOpener opener, MySqlDialect dialect, SnapshotRequest request, CancellationToken cancellationToken)
{
    private const int LockSeconds = 5;

    public MySqlSnapshot Open()
    {
        var channels = new List<MySqlChannel>();
        try
        {
            for (var i = 0; i < Math.Max(1, request.SessionCount); i++)
                channels.Add(new MySqlChannel(opener, cancellationToken));
            var reservation = Begin(channels);
            return new MySqlSnapshot([.. channels.Select(channel => (IDatabaseSession)new MySqlSession(channel, dialect))], reservation);
        }
        catch (Exception e)
        {
            channels.ForEach(channel => channel.Dispose());
            if (e is MySqlException failure)
                throw MySqlFailure.Of("Cannot begin to read: ", failure);
            throw;
        }
    }

    private string? Begin(List<MySqlChannel> channels)
    {
        var obstacle = Obstacle(channels[0]);
        if (obstacle is null && channels.Count == 1)
            StartSnapshots(channels);
        else if (obstacle is null)
            obstacle = StartSnapshotsUnderLock(channels);
        if (obstacle is null)
            return null;
        var level = request.IsIsolationRelaxed ? "READ UNCOMMITTED" : "READ COMMITTED";
        foreach (var channel in channels)
            channel.Execute($"SET SESSION TRANSACTION ISOLATION LEVEL {level}", cancellationToken);
        return channels.Count == 1 && !request.IsWanted ? null : $"No common snapshot: {obstacle} Rows changed meanwhile may be read in part.";
    }

    /// <summary>Why no snapshot can be had, before trying; null: try.</summary>
    private string? Obstacle(MySqlChannel channel)
    {
        if (!request.IsWanted)
            return "it is turned off.";
        if (request.Table is not { } table)
            return request.SessionCount <= 1 ? null : "a free query names no table that could be locked for the moment in which the tasks begin.";
        return new MySqlCatalog(channel).Engine(table, cancellationToken) is (var name, false)
            ? $"table {table.Name} is kept by {name}, which has no transactions."
            : null;
    }

    private string? StartSnapshotsUnderLock(List<MySqlChannel> channels)
    {
        using var locker = new MySqlChannel(opener, cancellationToken);
        if (channels.Append(locker).Select(ServerOf).Distinct().Count() > 1)
            return "the tasks' connections have reached different servers.";
        locker.Execute($"SET SESSION lock_wait_timeout={LockSeconds}", cancellationToken);
        try
        {
            locker.Execute($"LOCK TABLES {dialect.Table(request.Table!)} READ", cancellationToken);
        }
        catch (MySqlException failure)
        {
            return $"the table could not be locked for the moment in which the tasks begin. {MySqlFailure.Words(failure)}.";
        }
        StartSnapshots(channels);
        locker.Execute("UNLOCK TABLES", cancellationToken);
        return null;
    }

    // A name or a proxy may stand for several servers, whose states differ.
    private string ServerOf(MySqlChannel channel) =>
        string.Join('/', channel.Query("SELECT @@hostname, @@port, @@server_id", cancellationToken)[0]);

    private void StartSnapshots(List<MySqlChannel> channels)
    {
        foreach (var channel in channels)
        {
            channel.Execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ", cancellationToken);
            channel.Execute("START TRANSACTION WITH CONSISTENT SNAPSHOT", cancellationToken);
        }
    }
}
