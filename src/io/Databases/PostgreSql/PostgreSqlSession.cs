using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Levada.Databases.PostgreSql.Reading;
using Levada.Databases.PostgreSql.Writing;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;
using Npgsql;

namespace Levada.Databases.PostgreSql;

internal sealed partial class PostgreSqlSession(PostgreSqlLink link, PostgreSqlDialect dialect, bool isUniversalTime) : IDatabaseSession
{
    private readonly PostgreSqlMetadata _metadata = new(link, dialect);

    public string ServerVersion => link.Connection.PostgresParameters.GetValueOrDefault("server_version", "");

    public ImmutableArray<string> ListDatabases(CancellationToken cancellationToken) => _metadata.ListDatabases(cancellationToken);

    public ImmutableArray<string> ListTables(string? schema, CancellationToken cancellationToken) =>
        _metadata.ListTables(schema, cancellationToken);

    public RowSchema DescribeTable(TableName table, CancellationToken cancellationToken) => _metadata.DescribeTable(table, cancellationToken);

    public RowSchema DescribeQuery(string sql, CancellationToken cancellationToken) =>
        new([.. _metadata.Describe(sql, cancellationToken).Select(column => column.Column)]);

    public ImmutableArray<string> PrimaryKey(TableName table, CancellationToken cancellationToken) =>
        _metadata.PrimaryKey(table, cancellationToken);

    public RowSchema DescribeProcedure(string procedure, CancellationToken cancellationToken) =>
        PostgreSqlProcedure.Find(link, procedure, cancellationToken).Parameters;

    public IRowReader Read(ReadRequest request, CancellationToken cancellationToken)
    {
        var sql = WithoutSemicolon(request.Sql);
        var served = _metadata.Describe(sql, cancellationToken);
        var schema = request.Schema ?? new RowSchema([.. served.Select(column => column.Column)]);
        if (schema.Count != served.Length)
            throw new TransferException($"The query yields {served.Length} columns where {schema.Count} were expected.");
        var conversions = served
            .Select((column, ordinal) => PostgreSqlTypes.Conversion(column.TypeId, column.Column.Kind, schema[ordinal].Kind, isUniversalTime))
            .ToImmutableArray();
        var decoders = served
            .Select((column, ordinal) => FieldDecoder.For(schema[ordinal].Kind, conversions[ordinal] is null ? column.TypeId : 0))
            .ToImmutableArray();
        var copy = PostgreSqlDialect.CopyTo(PostgreSqlDialect.Convert(sql, conversions));
        return new CopyRowReader(link.OpenCopyOutput(copy, isBinary: true, cancellationToken), schema, decoders, request.LargeObjects);
    }

    public long Execute(string sql, CancellationToken cancellationToken) => link.Execute(sql, cancellationToken);

    public ImmutableArray<long> ExecuteTransaction(ImmutableArray<string> statements, CancellationToken cancellationToken)
    {
        link.Execute("BEGIN", cancellationToken);
        try
        {
            var counts = statements.Select(statement => link.Execute(statement, cancellationToken)).ToImmutableArray();
            link.Execute("COMMIT", cancellationToken);
            return counts;
        }
        catch
        {
            link.TryRollBack();
            throw;
        }
    }

    public EvalResult Eval(string sql, CancellationToken cancellationToken)
    {
        // The driver parts statements at semicolons, which such a function body holds.
        if (FunctionBody().IsMatch(sql))
            return new(null, ExecuteWhole(sql, cancellationToken));
        var command = new NpgsqlCommand(sql, link.Connection) { AllResultTypesAreUnknown = true };
        var (reader, running) = link.OpenReader(command, cancellationToken);
        if (reader.FieldCount > 0)
            return new(new TextRowReader(command, reader, running), 0);
        using (command)
        using (running)
            reader.Close();
        return new(null, Math.Max(0, reader.RecordsAffected));
    }

    public IRowWriter OpenWriter(WriteRequest request, CancellationToken cancellationToken) =>
        new RowWriterFactory(link, dialect, _metadata, isUniversalTime).Open(request, cancellationToken);

    public Stream OpenDirect(DirectReadRequest request, CancellationToken cancellationToken)
    {
        var columns = _metadata.DescribeColumns(request.Table, request.Columns, cancellationToken).Select(column => column.Column);
        var form = new DirectCopyForm(
            request.Text.Output, request.Text.IsNullStringGiven ? request.Text.NullString : null, request.BooleanTrue, request.BooleanFalse);
        var copy = dialect.DirectCopy(request.Table, [.. columns], request.Where, form);
        return new CopyTextStream(link.OpenCopyOutput(copy, isBinary: false, cancellationToken), cancellationToken);
    }

    public void Cancel() => link.Cancel();

    public void Dispose() => link.Dispose();

    /// <summary>Makes this transaction's snapshot known to others, as long as the transaction lives.</summary>
    public string ExportSnapshot(CancellationToken cancellationToken) =>
        link.Query("SELECT pg_export_snapshot()", row => row.GetString(0), cancellationToken)[0];

    private static string WithoutSemicolon(string sql) => sql.TrimEnd().TrimEnd(';');

    private long ExecuteWhole(string sql, CancellationToken cancellationToken)
    {
        using var batch = new NpgsqlBatch(link.Connection) { BatchCommands = { new(sql) } };
        return Math.Max(0, link.Run(batch.ExecuteNonQueryAsync, cancellationToken));
    }

    [GeneratedRegex(@"\bBEGIN\s+ATOMIC\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FunctionBody();
}
