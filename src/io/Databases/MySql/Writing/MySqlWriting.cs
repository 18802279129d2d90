using System.Globalization;
using Levada.Transfer.Sql;

namespace Levada.Databases.MySql.Writing;

/// <summary>Prepares a session for writing and chooses the way that rows take.</summary>
internal static class MySqlWriting
{
    // Below this a LOAD DATA costs more round trips than it saves time.
    private const int RowsPerLoadMin = 1_000;

    public static MySqlRowWriter Open(MySqlChannel channel, MySqlDialect dialect, WriteRequest request, CancellationToken cancellationToken)
    {
        var engine = request.Mode == WriteMode.Call ? null : new MySqlCatalog(channel).Engine(request.Table, cancellationToken);
        var isTransactional = engine?.IsTransactional ?? false;
        var isLoaded = IsLoaded(channel, request, engine, cancellationToken);
        if (isLoaded)
            channel.ReopenForLoading(cancellationToken);
        var (literals, packetBytes) = Begin(channel, cancellationToken);
        var statement = RowStatement.Of(request, dialect, literals);
        // The rows of a failed INSERT may have stayed without transactions; an UPDATE or upsert sent twice is the same as once.
        var canRepeat = isTransactional || request.Mode is WriteMode.Update or WriteMode.Upsert;
        IRowSender sender = new StatementSender(channel, statement, request.RowsPerStatement, packetBytes, canRepeat);
        if (isLoaded)
            sender = new LoadSender(channel, dialect, request, sender);
        return new MySqlRowWriter(channel, sender, request);
    }

    /// <summary>Rows after which the plan has a commit; <see cref="long.MaxValue"/>: one at the end.</summary>
    public static long RowsPerTransaction(this WriteRequest request) =>
        request.StatementsPerTransaction < 0 ? long.MaxValue : Math.Max(1L, (long)request.RowsPerStatement * request.StatementsPerTransaction);

    private static bool IsLoaded(
        MySqlChannel channel, WriteRequest request, (string Name, bool IsTransactional)? engine, CancellationToken cancellationToken)
    {
        if (!request.IsBulkAllowed || request.Mode != WriteMode.Insert || request.RowsPerTransaction() < RowsPerLoadMin)
            return false;
        var obstacle = engine switch
        {
            null => $"{request.Table.Name} is no table of its own",
            (var name, false) => $"{name} has no transactions",
            _ when channel.Query("SELECT @@local_infile", cancellationToken)[0][0] is "0" => "the server has local_infile off",
            _ => null,
        };
        if (obstacle is not null)
            channel.WarnOnce($"Rows go by INSERT, not by LOAD DATA LOCAL: {obstacle}.");
        return obstacle is null;
    }

    private static (SqlLiterals Literals, long PacketBytes) Begin(MySqlChannel channel, CancellationToken cancellationToken)
    {
        // Without notes the count of warnings tells only what INSERT would refuse; a rounded DECIMAL is but a note.
        channel.Execute("SET SESSION sql_notes=0", cancellationToken);
        if (channel.Settings.IsStrict)
            channel.Execute("SET SESSION sql_mode=CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES,STRICT_ALL_TABLES')", cancellationToken);
        var row = channel.Query("SELECT @@sql_mode, @@max_allowed_packet", cancellationToken)[0];
        var areBackslashesEscapes = !row[0]!.Contains("NO_BACKSLASH_ESCAPES", StringComparison.OrdinalIgnoreCase);
        return (new SqlLiterals(areBackslashesEscapes), long.Parse(row[1]!, CultureInfo.InvariantCulture));
    }
}
