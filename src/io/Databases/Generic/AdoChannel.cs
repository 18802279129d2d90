using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using Levada.Transfer;

namespace Levada.Databases.Generic;

/// <summary>One open connection of an ADO.NET provider: runs commands, cancels them, and turns failures into messages without secrets.</summary>
/// <remarks>Used by one thread at a time, except <see cref="Cancel"/>.</remarks>
internal sealed class AdoChannel(DbConnection connection, string product, string? secret, int commandTimeoutSeconds) : IDisposable
{
    private const string Mask = "********";

    private readonly CancellationTokenSource _cancelled = new();
    private volatile DbCommand? _running;

    public DbConnection Connection => connection;

    public string Product => product;

    /// <summary>Cancelled by <see cref="Cancel"/>, for work that is no command.</summary>
    public CancellationToken Cancelled => _cancelled.Token;

    /// <summary>The transaction that commands run in; null: each is one by itself.</summary>
    public DbTransaction? Transaction { get; private set; }

    /// <summary>Whether the transaction can go on: a server that undid it by itself leaves one without connection.</summary>
    public bool IsTransactionAlive => Transaction is { Connection: not null };

    public static AdoChannel Open(DbConnection connection, string product, string? secret, int commandTimeoutSeconds, CancellationToken cancellationToken)
    {
        var channel = new AdoChannel(connection, product, secret, commandTimeoutSeconds);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            connection.Open();
            return channel;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            channel.Dispose();
            throw channel.Failure(failure, cancellationToken);
        }
    }

    public DbCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = commandTimeoutSeconds;
        command.Transaction = Transaction;
        return command;
    }

    /// <summary>Does something with a command, during which the token and <see cref="Cancel"/> end it on the server.</summary>
    public T Run<T>(DbCommand command, Func<DbCommand, T> action, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var registration = cancellationToken.UnsafeRegister(static channel => ((AdoChannel)channel!).Cancel(), this);
        _running = command;
        try
        {
            return action(command);
        }
        catch (Exception failure) when (IsOfProvider(failure))
        {
            throw Failure(failure, cancellationToken);
        }
    }

    /// <summary>Forgets a command that is about to be disposed.</summary>
    public void Forget(DbCommand command)
    {
        if (_running == command)
            _running = null;
    }

    /// <summary>Runs a statement and answers the rows it changed; -1: the server names none.</summary>
    /// <remarks>The words for transactions go to the provider, which each has its own statements for them.</remarks>
    public long Execute(string sql, CancellationToken cancellationToken)
    {
        switch (sql)
        {
            case "BEGIN":
                Begin(IsolationLevel.ReadCommitted, cancellationToken);
                return -1;
            case "COMMIT" when Transaction is not null:
                Commit();
                return -1;
            case "ROLLBACK" when Transaction is not null:
                Rollback();
                return -1;
        }
        using var command = Command(sql);
        try
        {
            return Run(command, static statement => statement.ExecuteNonQuery(), cancellationToken);
        }
        finally
        {
            Forget(command);
        }
    }

    /// <summary>Runs a query and takes all its rows.</summary>
    public ImmutableArray<T> Query<T>(string sql, IEnumerable<string> values, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        using var command = Command(sql);
        foreach (var value in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{command.Parameters.Count}";
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
        try
        {
            return Run(command, statement => ReadAll(statement, read), cancellationToken);
        }
        finally
        {
            Forget(command);
        }
    }

    public void Begin(IsolationLevel isolation, CancellationToken cancellationToken)
    {
        using var command = Command("");
        Transaction = Run(command, _ => connection.BeginTransaction(isolation), cancellationToken);
        Forget(command);
    }

    public void Commit()
    {
        try
        {
            Transaction?.Commit();
        }
        catch (Exception failure) when (IsOfProvider(failure))
        {
            throw Failure(failure, CancellationToken.None);
        }
        End();
    }

    /// <summary>Undoes the transaction, as far as the connection still lives: without it the server does so itself.</summary>
    public void Rollback()
    {
        try
        {
            if (IsTransactionAlive)
                Transaction!.Rollback();
        }
        catch (Exception failure) when (IsOfProvider(failure))
        {
            // What follows reports why; the connection is closed.
            connection.Close();
        }
        End();
    }

    /// <summary>Ends what runs now on the server. May be called by any thread at any time.</summary>
    public void Cancel()
    {
        try
        {
            _cancelled.Cancel();
            _running?.Cancel();
        }
        catch (Exception failure) when (IsOfProvider(failure))
        {
            // The command ended by itself meanwhile, or the provider cannot: then the next row ends it.
        }
    }

    public Exception Failure(Exception failure, CancellationToken cancellationToken)
    {
        if (_cancelled.IsCancellationRequested || cancellationToken.IsCancellationRequested)
            return new OperationCanceledException(cancellationToken);
        var text = string.IsNullOrEmpty(secret) ? failure.Message : failure.Message.Replace(secret, Mask, StringComparison.Ordinal);
        // The provider's own exception could show the secret further down.
        return new TransferException($"{product}: {text}");
    }

    public void Dispose()
    {
        End();
        connection.Dispose();
        _cancelled.Dispose();
    }

    private static bool IsOfProvider(Exception failure) =>
        failure is DbException or InvalidOperationException or NotSupportedException or ArgumentException or TimeoutException;

    private static ImmutableArray<T> ReadAll<T>(DbCommand command, Func<DbDataReader, T> read)
    {
        using var reader = command.ExecuteReader();
        var rows = ImmutableArray.CreateBuilder<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows.ToImmutable();
    }

    private void End()
    {
        Transaction?.Dispose();
        Transaction = null;
    }
}
