using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using Levada.Databases.Metadata;
using Levada.Transfer;
using Levada.Transfer.Sql;

namespace Levada.Databases.Generic;

/// <summary>A database that an ADO.NET provider of the user's reaches.</summary>
/// <param name="factory">The provider.</param>
/// <param name="connectionText">Its connection string; holds secrets.</param>
/// <param name="secret">What no message may show.</param>
internal sealed class GenericDatabase(DbProviderFactory factory, string connectionText, string? secret, GenericDialect dialect) : IDatabase
{
    public Dialect Dialect => dialect;

    public IDatabaseSession OpenSession(CancellationToken cancellationToken) => Open(null, cancellationToken);

    public IDatabaseSnapshot OpenSnapshot(SnapshotRequest request, CancellationToken cancellationToken)
    {
        // Without it sessions read as the server's own default is: a transaction would lock more than reading needs in some products.
        IsolationLevel? isolation = request.IsIsolationRelaxed ? IsolationLevel.ReadUncommitted : null;
        var sessions = ImmutableArray.CreateBuilder<IDatabaseSession>();
        try
        {
            for (var count = 0; count < Math.Max(1, request.SessionCount); count++)
                sessions.Add(Open(isolation, cancellationToken));
        }
        catch
        {
            foreach (var session in sessions)
                session.Dispose();
            throw;
        }
        return new GenericSnapshot(
            sessions.ToImmutable(), request.IsWanted ? OwnStates.Because(request, "the provider offers no way to share one") : OwnStates.NotWanted);
    }

    public void Dispose()
    {
    }

    private GenericSession Open(IsolationLevel? isolation, CancellationToken cancellationToken)
    {
        var connection = factory.CreateConnection() ?? throw new TransferException($"The provider of {dialect.Product} makes no connections.");
        try
        {
            connection.ConnectionString = connectionText;
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidOperationException or NotSupportedException)
        {
            connection.Dispose();
            throw new TransferException($"The provider of {dialect.Product} does not accept the connection string made from the JDBC URL.");
        }
        var channel = AdoChannel.Open(connection, dialect.Product, secret, commandTimeoutSeconds: 0, cancellationToken);
        try
        {
            if (isolation is { } level)
                channel.Begin(level, cancellationToken);
            return new GenericSession(channel, dialect);
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }
}
