using System.Net.Sockets;
using System.Text.RegularExpressions;
using Levada.Transfer;
using Npgsql;

namespace Levada.Databases.PostgreSql;

/// <summary>Turns what the server and the driver throw into what the user reads.</summary>
internal static partial class PostgreSqlErrors
{
    // Data, integrity, check option, cardinality (one row twice in an upsert), raised by a trigger: these a single row can cause.
    private static readonly string[] RowClasses = ["22", "23", "44", "21", "P0"];

    /// <summary>Whether the driver throws such for reasons outside this program.</summary>
    public static bool IsForeign(Exception exception) => exception is
        NpgsqlException or IOException or SocketException or TimeoutException or ObjectDisposedException or OperationCanceledException;

    /// <summary>Whether another server of the list may answer where this one did not: unreachable, starting, or full.</summary>
    public static bool IsOfHost(Exception exception) => exception switch
    {
        PostgresException server => server.SqlState is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections,
        _ => IsForeign(exception) && exception is not OperationCanceledException,
    };

    /// <summary>Whether one row of many may be to blame.</summary>
    public static bool IsOfRow(PostgresException exception) =>
        Array.Exists(RowClasses, prefix => exception.SqlState.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The exception to throw instead.</summary>
    /// <param name="isCanceled">Whether this program asked the server to stop.</param>
    public static Exception Translate(Exception exception, bool isCanceled) => exception switch
    {
        _ when isCanceled && IsForeign(exception) => new OperationCanceledException("The statement was cancelled.", exception),
        PostgresException server => new TransferException(Describe(server), server),
        _ when ServerCertificate.IsRefused(exception) =>
            new TransferException($"PostgreSQL: {ServerCertificate.Refusal("sslrootcert", "sslmode=require")}", exception),
        _ => new TransferException($"PostgreSQL: {Chain(exception)}", exception),
    };

    /// <summary>The server's words with their detail and hint.</summary>
    public static string Describe(PostgresException exception)
    {
        var text = $"PostgreSQL: {exception.MessageText}";
        if (exception.Where is { } where && ColumnOfCopy().Match(where) is { Success: true } match)
            text += $", column {match.Groups[1].Value}";
        text += $" (SQLSTATE {exception.SqlState})";
        if (!string.IsNullOrEmpty(exception.Detail))
            text += $" {exception.Detail}";
        if (exception.SqlState == PostgresErrorCodes.InvalidColumnReference && exception.MessageText.Contains("ON CONFLICT", StringComparison.Ordinal))
            text += " The columns of --update-key must be those of a primary key or a unique index.";
        if (!string.IsNullOrEmpty(exception.Hint))
            text += $" {exception.Hint}";
        return text;
    }

    private static string Chain(Exception exception)
    {
        var text = exception.Message;
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
            if (!text.Contains(inner.Message, StringComparison.Ordinal))
                text += $": {inner.Message}";
        return text;
    }

    [GeneratedRegex("^COPY .*?, line \\d+, column ([^:]+)")]
    private static partial Regex ColumnOfCopy();
}
