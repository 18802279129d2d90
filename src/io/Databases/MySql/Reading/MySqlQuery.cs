using Levada.Transfer.Rows;
using MySqlConnector;

namespace Levada.Databases.MySql.Reading;

/// <summary>A statement that runs, in the protocol that suits its values.</summary>
/// <remarks>
/// The binary protocol is the prepared statements': it sends FLOAT exactly (the text protocol rounds to six digits) and DOUBLE four times
/// as fast. But a prepared statement stays with the server, at some 30 KiB, until the connection ends; so it is used where it
/// matters, and not without bound.
/// </remarks>
internal static class MySqlQuery
{
    /// <summary>Prepared statements of one connection, an eighth of what a server by default allows in all.</summary>
    public const int PreparedCountMax = 2_000;

    /// <summary>Starts the statement and answers its open reader. The command and the reader are the caller's to dispose.</summary>
    public static (MySqlDataReader Reader, bool IsBinary) Start(
        MySqlChannel channel, MySqlCommand command, RowSchema? schema, CancellationToken cancellationToken) =>
        channel.Run(
            command,
            statement =>
            {
                var isBinary = IsBinaryBetter(schema) && TryPrepare(channel, statement, schema);
                return (statement.ExecuteReader(), isBinary);
            },
            cancellationToken);

    private static bool IsBinaryBetter(RowSchema? schema) =>
        schema is null || schema.Columns.Any(column => column.Kind is ColumnKind.Float32 or ColumnKind.Float64);

    private static bool TryPrepare(MySqlChannel channel, MySqlCommand command, RowSchema? schema)
    {
        if (channel.PreparedCount >= PreparedCountMax)
        {
            WarnOfRounding(channel, schema);
            return false;
        }
        try
        {
            command.Prepare();
            channel.PreparedCount++;
            return true;
        }
        catch (MySqlException failure) when (MySqlFailure.IsUnpreparable(failure))
        {
            return false;
        }
    }

    private static void WarnOfRounding(MySqlChannel channel, RowSchema? schema)
    {
        if (schema is not null && schema.Columns.Any(column => column.Kind == ColumnKind.Float32))
            channel.WarnOnce($"More than {PreparedCountMax} queries on one connection: FLOAT columns are read with six digits from here on.");
    }
}
