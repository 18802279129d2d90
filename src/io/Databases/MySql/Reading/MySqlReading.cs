using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;
using MySqlConnector;

namespace Levada.Databases.MySql.Reading;

/// <summary>Opens readers over the results of statements.</summary>
internal sealed class MySqlReading(MySqlChannel channel)
{
    /// <summary>Runs a query; it must yield rows.</summary>
    public MySqlRowReader Read(ReadRequest request, CancellationToken cancellationToken) =>
        Open(request.Sql, request.Schema, request.LargeObjects, cancellationToken).Rows
            ?? throw new TransferException($"The statement yields no rows: {request.Sql}");

    /// <summary>Runs any statement.</summary>
    public EvalResult Eval(string sql, CancellationToken cancellationToken)
    {
        var (rows, changedCount) = Open(sql, null, null, cancellationToken);
        return new EvalResult(rows, changedCount);
    }

    /// <summary>Runs a query in the text protocol and describes its columns; rows that it yields are thrown away.</summary>
    public RowSchema Describe(string sql, CancellationToken cancellationToken)
    {
        using var command = new MySqlCommand(sql, channel.Connection);
        return channel.Run(
            command,
            static statement =>
            {
                using var reader = statement.ExecuteReader();
                return SchemaOf(reader);
            },
            cancellationToken);
    }

    private (MySqlRowReader? Rows, long ChangedCount) Open(
        string sql, RowSchema? wanted, ILargeObjectStore? largeObjects, CancellationToken cancellationToken)
    {
        var command = new MySqlCommand(sql, channel.Connection);
        try
        {
            var (reader, isBinary) = MySqlQuery.Start(channel, command, wanted, cancellationToken);
            if (reader.FieldCount == 0)
            {
                reader.Dispose();
                command.Dispose();
                return (null, reader.RecordsAffected);
            }
            var cells = new CellDecoders(channel.Settings, largeObjects, isBinary, cancellationToken);
            return (Open(command, reader, wanted, cells, isBinary), 0);
        }
        catch (Exception e)
        {
            command.Dispose();
            if (e is MySqlException failure)
                throw MySqlFailure.Of(failure);
            throw;
        }
    }

    private MySqlRowReader Open(MySqlCommand command, MySqlDataReader reader, RowSchema? wanted, CellDecoders cells, bool isBinary)
    {
        try
        {
            var described = reader.GetColumnSchema();
            var actual = SchemaOf(reader);
            var schema = wanted ?? actual;
            Check(schema, actual);
            var decoders = schema.Columns.Select((column, ordinal) => cells.Of((MySqlDbColumn)described[ordinal], column)).ToArray();
            return new MySqlRowReader(channel, command, reader, schema, decoders, isBinary);
        }
        catch
        {
            command.Cancel();
            reader.Dispose();
            throw;
        }
    }

    private static RowSchema SchemaOf(MySqlDataReader reader) =>
        new([.. reader.GetColumnSchema().Select(column => MySqlColumns.Of((MySqlDbColumn)column))]);

    private static void Check(RowSchema wanted, RowSchema actual)
    {
        if (wanted.Count != actual.Count)
            throw new TransferException($"The query yields {actual.Count} columns where {wanted.Count} were described.");
        for (var i = 0; i < wanted.Count; i++)
            if (wanted[i].Kind != actual[i].Kind)
                throw new TransferException(
                    $"Column {wanted[i].Name} was described as {wanted[i].DatabaseType} and now is {actual[i].DatabaseType}: was the table changed?");
    }
}
