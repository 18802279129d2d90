using Levada.Transfer;
using MySqlConnector;

namespace Levada.Databases.MySql;

/// <summary>The server's errors in words that say whose they are.</summary>
/// <remarks>Numbers are those of the server error reference of MySQL and MariaDB, which share them below 1900.</remarks>
internal static class MySqlFailure
{
    public const int NoSuchTable = 1146;
    public const int UnknownTimeZone = 1298;

    private const int LockWaitTimeout = 1205;
    private const int Deadlock = 1213;
    private const int Unpreparable = 1295;
    private const int Interrupted = 1317;
    private const int TooManyPrepared = 1461;

    public static TransferException Of(MySqlException failure) => Of("", failure);

    /// <param name="doing">What went wrong, up to and including a colon and a blank; may be empty.</param>
    public static TransferException Of(string doing, MySqlException failure) => new(doing + Words(failure), failure);

    public static string Words(MySqlException failure) =>
        ServerCertificate.IsRefused(failure)
            ? ServerCertificate.Refusal("serverSslCert", "sslMode=REQUIRED")
        : failure.Number == 0 || failure.SqlState is null
            ? $"MySQL connection: {failure.Message}"
            : $"MySQL says: {failure.Message} (error {failure.Number}, SQL state {failure.SqlState})";

    /// <summary>Whether the statement cannot run as a prepared one, or no more of those may exist.</summary>
    public static bool IsUnpreparable(MySqlException failure) => failure.Number is Unpreparable or TooManyPrepared;

    /// <summary>Whether no single row is to blame: the connection, a lock or a cancellation ended the statement.</summary>
    public static bool IsBeyondRows(MySqlException failure) =>
        failure.SqlState is null || failure.SqlState.StartsWith("08", StringComparison.Ordinal)
        || failure.Number is LockWaitTimeout or Deadlock or Interrupted;
}
