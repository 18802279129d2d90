using System.Globalization;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;
using MySqlConnector;

namespace Levada.Databases.MySql.Writing;

/// <summary>Sends rows by LOAD DATA LOCAL, which is several times as fast as INSERT.</summary>
/// <remarks>
/// Reading from a client the server bends or skips rows that INSERT would refuse. So rows count only when all of them arrived and no
/// warning was left; otherwise they are taken back and sent by INSERT, which gives the exact error or takes them rightly.
/// </remarks>
internal sealed class LoadSender(MySqlChannel channel, MySqlDialect dialect, WriteRequest request, IRowSender inserts) : IRowSender
{
    private const string Savepoint = "levada_load";
    // Data that INSERT takes and LOAD DATA does not would be sent twice for ever.
    private const int RefusalCountMax = 3;

    private readonly LoadLines _lines = new();
    private int _refusalCount;

    public void Send(RowBatch batch, int from, int count, CancellationToken cancellationToken)
    {
        var isTried = _refusalCount < RefusalCountMax;
        var doubt = isTried ? TryLoad(batch, from, count, cancellationToken) : "";
        if (doubt is null)
            return;
        if (isTried)
            channel.Execute($"ROLLBACK TO SAVEPOINT {Savepoint}", cancellationToken);
        inserts.Send(batch, from, count, cancellationToken);
        if (isTried && ++_refusalCount == RefusalCountMax)
            channel.WarnOnce($"LOAD DATA LOCAL left doubts about rows that INSERT takes ({doubt}): the rest is sent by INSERT.");
    }

    /// <summary>Answers null when all rows are in, else what casts doubt on them.</summary>
    private string? TryLoad(RowBatch batch, int from, int count, CancellationToken cancellationToken)
    {
        _lines.Clear();
        for (var row = from; row < from + count; row++)
            _lines.Append(batch, row);
        try
        {
            channel.Execute($"SAVEPOINT {Savepoint}", cancellationToken);
            var loaded = Load(cancellationToken);
            var warnings = channel.Query("SELECT @@warning_count", cancellationToken)[0][0];
            return loaded == count && warnings == "0"
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{loaded} of {count} rows arrived, {warnings} warnings");
        }
        catch (MySqlException failure) when (!MySqlFailure.IsBeyondRows(failure))
        {
            return failure.Message;
        }
        catch (MySqlException failure)
        {
            throw MySqlFailure.Of("Writing failed: ", failure);
        }
    }

    private int Load(CancellationToken cancellationToken)
    {
        var lines = _lines.Written;
        var loader = new MySqlBulkLoader(channel.Connection)
        {
            TableName = dialect.Table(request.Table),
            CharacterSet = "utf8mb4",
            SourceStream = new MemoryStream(lines.Array!, lines.Offset, lines.Count, writable: false),
        };
        for (var i = 0; i < request.Schema.Count; i++)
            AddColumn(loader, i);
        return channel.Run(loader.LoadAsync, cancellationToken);
    }

    private void AddColumn(MySqlBulkLoader loader, int ordinal)
    {
        var column = request.Schema[ordinal];
        var variable = $"@levada{ordinal}";
        var expression = ExpressionOf(column, variable);
        loader.Columns.Add(expression is null ? dialect.Quote(column.Name) : variable);
        if (expression is not null)
            loader.Expressions.Add($"{dialect.Quote(column.Name)}={expression}");
    }

    /// <summary>What a field becomes where its text would be taken amiss: bytes in hex, digits of a BIT, a YEAR of 0 which as a text is 2000.</summary>
    private static string? ExpressionOf(Column column, string variable) => column switch
    {
        { Kind: ColumnKind.Bytes } => $"UNHEX({variable})",
        _ when IsOf(column, "bit") || IsOf(column, "year") => $"CAST({variable} AS UNSIGNED)",
        _ => null,
    };

    private static bool IsOf(Column column, string type) => column.DatabaseType.StartsWith(type, StringComparison.OrdinalIgnoreCase);
}
