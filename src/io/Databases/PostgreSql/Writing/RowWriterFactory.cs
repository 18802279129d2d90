using System.Collections.Immutable;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;
using Npgsql;

namespace Levada.Databases.PostgreSql.Writing;

/// <summary>Chooses how the rows of an export are sent.</summary>
internal sealed class RowWriterFactory(PostgreSqlLink link, PostgreSqlDialect dialect, PostgreSqlMetadata metadata, bool isUniversalTime)
{
    // Below this a COPY for each transaction costs more than it saves.
    private const int CopyRowsMin = 50;

    // COPY runs no rules, is refused under row security, and writes into identity columns that INSERT protects.
    private const string IsPlainTableText = """
        SELECT c.relkind IN ('r', 'p') AND NOT c.relhasrules AND NOT c.relrowsecurity AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = c.oid AND COALESCE(to_jsonb(a) ->> 'attidentity', '') = 'a' AND a.attname = ANY ($2))
        FROM pg_catalog.pg_class c
        WHERE c.oid = to_regclass($1)
        """;

    private static readonly TableName Temporary = new("levada_rows", "pg_temp");

    public IRowWriter Open(WriteRequest request, CancellationToken cancellationToken)
    {
        var perTransaction = request.StatementsPerTransaction < 0
            ? long.MaxValue
            : Math.Max(1, (long)request.RowsPerStatement * request.StatementsPerTransaction);
        var chunk = request.Mode == WriteMode.Call
            ? CallChunk(request, cancellationToken)
            : TableChunk(request, perTransaction, cancellationToken);
        return new RowWriter(link, chunk, perTransaction, request.Committed);
    }

    private static string Parameter(int index) => $"${index + 1}";

    private RowChunk TableChunk(WriteRequest request, long rowsPerTransaction, CancellationToken cancellationToken)
    {
        var names = request.Schema.Columns.Select(column => column.Name).ToImmutableArray();
        var typeIds = metadata.DescribeColumns(request.Table, names, cancellationToken).Select(column => column.TypeId).ToImmutableArray();
        var isBulk = request is { IsBulkAllowed: true, IsBatch: false } && rowsPerTransaction >= CopyRowsMin;
        return request.Mode switch
        {
            WriteMode.Update when isBulk && TryMerge(request, names, typeIds, UpdateFrom(request), cancellationToken) is { } merging => merging,
            WriteMode.Update => new StatementChunk(link, UpdateShape(request, typeIds)),
            WriteMode.Upsert when isBulk && TryMerge(request, names, typeIds, UpsertFrom(request), cancellationToken) is { } merging => merging,
            WriteMode.Upsert => new StatementChunk(link, UpsertShape(request, names, typeIds)),
            _ when isBulk && IsPlainTable(request.Table, names, cancellationToken) => CopyChunk(request.Table, request.Schema, names, typeIds, null),
            _ => new StatementChunk(link, InsertShape(request, names, typeIds)),
        };
    }

    private CopyChunk CopyChunk(
        TableName table, RowSchema schema, ImmutableArray<string> names, ImmutableArray<uint> typeIds, CopyMerge? merge)
    {
        var encoders = typeIds.Select((typeId, ordinal) => FieldEncoders.For(typeId, schema[ordinal].Kind, isUniversalTime)).ToList();
        var binary = encoders.TrueForAll(encoder => encoder is not null)
            ? new BinaryCopyForm(dialect.CopyFrom(table, names, isBinary: true), [.. encoders.Select(encoder => encoder!)])
            : null;
        return new(link, binary, new TextCopyForm(dialect.CopyFrom(table, names, isBinary: false), typeIds), merge);
    }

    // Rows are copied into a temporary table first; null when the account may not make one.
    private CopyChunk? TryMerge(
        WriteRequest request, ImmutableArray<string> names, ImmutableArray<uint> typeIds, string move, CancellationToken cancellationToken)
    {
        try
        {
            link.Execute(dialect.CreateTemporary(Temporary.Name, request.Table, names), cancellationToken);
        }
        catch (TransferException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege })
        {
            return null;
        }
        return CopyChunk(Temporary, request.Schema, names, typeIds, new($"TRUNCATE {dialect.Table(Temporary)}", move));
    }

    private string UpsertFrom(WriteRequest request) => dialect.UpsertFrom(
        Temporary.Name, request.Table, Names(request, [.. Enumerable.Range(0, request.Schema.Count)]), Names(request, KeyOrdinals(request)));

    private string UpdateFrom(WriteRequest request)
    {
        var keys = KeyOrdinals(request);
        return dialect.UpdateFrom(Temporary.Name, request.Table, Names(request, SetOrdinals(request, keys)), Names(request, keys));
    }

    private bool IsPlainTable(TableName table, ImmutableArray<string> names, CancellationToken cancellationToken)
    {
        var answers = link.Query(
            IsPlainTableText, row => row.GetBoolean(0), cancellationToken,
            new() { Value = dialect.Table(table), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
            new() { Value = names.ToArray(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text });
        return answers is [true];
    }

    private StatementShape InsertShape(WriteRequest request, ImmutableArray<string> names, ImmutableArray<uint> typeIds)
    {
        var rows = RowsPerStatement(request, names.Length);
        return new(
            count => dialect.Insert(request.Table, names, names.Length, count, Parameter),
            [.. Enumerable.Range(0, names.Length)], typeIds, request.IsBatch ? 1 : rows, rows);
    }

    private StatementShape UpsertShape(WriteRequest request, ImmutableArray<string> names, ImmutableArray<uint> typeIds)
    {
        var keys = Names(request, KeyOrdinals(request));
        var rows = RowsPerStatement(request, names.Length);
        return new(
            count => dialect.Upsert(request.Table, names, keys, count, Parameter),
            [.. Enumerable.Range(0, names.Length)], typeIds, request.IsBatch ? 1 : rows, rows);
    }

    private StatementShape UpdateShape(WriteRequest request, ImmutableArray<uint> typeIds)
    {
        var keys = KeyOrdinals(request);
        var sets = SetOrdinals(request, keys);
        var text = dialect.Update(request.Table, Names(request, sets), Names(request, keys), Parameter);
        ImmutableArray<int> ordinals = [.. sets, .. keys];
        return new(_ => text, ordinals, [.. ordinals.Select(ordinal => typeIds[ordinal])], 1, Math.Max(1, request.RowsPerStatement));
    }

    private StatementChunk CallChunk(WriteRequest request, CancellationToken cancellationToken)
    {
        var procedure = PostgreSqlProcedure.Find(link, request.Table.Name, cancellationToken);
        if (procedure.Parameters.Count != request.Schema.Count)
            throw new TransferException($"{procedure.Name} takes {procedure.Parameters.Count} values, the rows have {request.Schema.Count}.");
        var text = procedure.Call(Parameter);
        return new(link, new(
            _ => text, [.. Enumerable.Range(0, request.Schema.Count)], [.. procedure.TypeIds], 1, Math.Max(1, request.RowsPerStatement)));
    }

    private int RowsPerStatement(WriteRequest request, int columnCount) =>
        Math.Clamp(request.RowsPerStatement, 1, Math.Max(1, dialect.ParameterCountMax / Math.Max(1, columnCount)));

    private static ImmutableArray<string> Names(WriteRequest request, ImmutableArray<int> ordinals) =>
        [.. ordinals.Select(ordinal => request.Schema[ordinal].Name)];

    private static ImmutableArray<int> SetOrdinals(WriteRequest request, ImmutableArray<int> keys)
    {
        var sets = Enumerable.Range(0, request.Schema.Count).Except(keys).ToImmutableArray();
        return sets.IsEmpty ? throw new TransferException("There is nothing to update: all columns are keys of --update-key.") : sets;
    }

    private static ImmutableArray<int> KeyOrdinals(WriteRequest request) => [.. request.Keys.Select(key =>
        request.Schema.IndexOf(key) is var ordinal and >= 0
            ? ordinal
            : throw new TransferException($"The key column {key} is not among the columns that the rows bring."))];
}
