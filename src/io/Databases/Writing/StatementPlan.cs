using System.Collections.Immutable;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Databases.Writing;

/// <summary>The statements of one writer: how many rows each takes and where a row's columns stand among its parameters.</summary>
internal sealed class StatementPlan
{
    private readonly Dialect _dialect;
    private readonly Func<int, string> _parameter;
    private readonly int _rowsMax;
    private readonly ImmutableArray<string> _keys;

    /// <param name="rowsMax">Rows that one statement of this database may take at most.</param>
    /// <param name="parameter">The text of the parameter at an index over the whole statement.</param>
    public StatementPlan(Dialect dialect, WriteRequest request, int rowsMax, Func<int, string> parameter)
    {
        (_dialect, _parameter, _rowsMax) = (dialect, parameter, rowsMax);
        Request = request;
        Columns = request.Schema.Columns;
        _keys = [.. request.Keys.Select(key => Columns[OrdinalOf(key)].Name)];
        var isRowAlone = request.IsBatch || request.Mode is WriteMode.Update or WriteMode.Call;
        ChunkRows = Math.Max(1, request.RowsPerStatement);
        StatementRows = isRowAlone ? 1 : Math.Clamp(dialect.ParameterCountMax / Math.Max(1, Columns.Length), 1, Math.Min(rowsMax, ChunkRows));
        ParameterOrder = request.Mode == WriteMode.Update
            ? [.. SetOrdinals, .. KeyOrdinals]
            : [.. Enumerable.Range(0, Columns.Length)];
        if (request.Mode == WriteMode.Update && !SetOrdinals.Any())
            throw new TransferException("All columns are named by --update-key: nothing is left to be changed.");
    }

    public WriteRequest Request { get; }

    public ImmutableArray<Column> Columns { get; }

    /// <summary>Rows that count as one statement for the length of a transaction.</summary>
    public int ChunkRows { get; }

    /// <summary>Rows that one statement takes at most.</summary>
    public int StatementRows { get; }

    /// <summary>The ordinals of the columns in the order of one row's parameters.</summary>
    public ImmutableArray<int> ParameterOrder { get; }

    private IEnumerable<int> KeyOrdinals => _keys.Select(OrdinalOf);

    private IEnumerable<int> SetOrdinals => Enumerable.Range(0, Columns.Length).Where(ordinal => !KeyOrdinals.Contains(ordinal));

    /// <summary>The same statements for another way of committing.</summary>
    public StatementPlan With(WriteRequest request) => new(_dialect, request, _rowsMax, _parameter);

    public string Sql(int rowCount)
    {
        var names = Columns.Select(column => column.Name).ToImmutableArray();
        return Request.Mode switch
        {
            WriteMode.Upsert => _dialect.Upsert(Request.Table, names, _keys, rowCount, _parameter),
            WriteMode.Update => _dialect.Update(Request.Table, [.. SetOrdinals.Select(ordinal => names[ordinal])], _keys, _parameter),
            WriteMode.Call => _dialect.Call(Request.Table.Name, names.Length, _parameter),
            _ => _dialect.Insert(Request.Table, Request.AreColumnsNamed ? names : [], names.Length, rowCount, _parameter),
        };
    }

    private int OrdinalOf(string key) => Request.Schema.IndexOf(key) is >= 0 and var ordinal
        ? ordinal
        : throw new TransferException($"You must specify all columns from --update-key parameter in --columns parameter: {key} is missing.");
}
