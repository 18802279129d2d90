using System.Collections.Immutable;
using System.Text;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Databases.MySql.Writing;

/// <summary>The text that brings rows into a table: one statement for several rows, or one for each.</summary>
internal sealed class RowStatement
{
    /// <summary>Goes back to before the statements when one of them fails.</summary>
    public const string Savepoint = "levada_rows";

    private readonly SqlLiterals _literals;
    private readonly ImmutableArray<int> _ordinals;
    private readonly ImmutableArray<string> _pieces;

    private RowStatement(SqlLiterals literals, ImmutableArray<int> ordinals, ImmutableArray<string> pieces)
    {
        _literals = literals;
        _ordinals = ordinals;
        _pieces = pieces;
    }

    /// <summary>Whether one statement takes several rows, all or none.</summary>
    public bool IsMultiRow => Head is not null;

    /// <summary>The greatest number of rows in one round trip, whatever the plan says.</summary>
    public int RowCountMax { get; private init; } = int.MaxValue;

    private string? Head { get; init; }

    private string Tail { get; init; } = "";

    public static RowStatement Of(WriteRequest request, MySqlDialect dialect, SqlLiterals literals) => request.Mode switch
    {
        WriteMode.Insert => Insert(request, dialect, literals, ""),
        WriteMode.Upsert => Insert(request with { AreColumnsNamed = true }, dialect, literals, dialect.OnDuplicateKey(Names(request))),
        WriteMode.Update => Update(request, dialect, literals),
        _ => Call(request, dialect, literals),
    };

    /// <summary>Appends the text for the given rows while it is shorter than a bound. Answers how many it holds, at least one.</summary>
    public int Append(StringBuilder sql, RowBatch batch, int from, int count, int charCountMax)
    {
        if (!IsMultiRow && count > 1)
            sql.Append("SAVEPOINT ").Append(Savepoint).Append(';');
        sql.Append(Head);
        var row = from;
        do
        {
            if (row > from)
                sql.Append(IsMultiRow ? ',' : ';');
            AppendRow(sql, batch, row++);
        }
        while (row < from + count && sql.Length < charCountMax);
        sql.Append(Tail);
        return row - from;
    }

    private void AppendRow(StringBuilder sql, RowBatch batch, int row)
    {
        for (var i = 0; i < _ordinals.Length; i++)
        {
            sql.Append(_pieces[i]);
            _literals.Append(sql, batch.Columns[_ordinals[i]], row);
        }
        sql.Append(_pieces[^1]);
    }

    private static RowStatement Insert(WriteRequest request, MySqlDialect dialect, SqlLiterals literals, string tail)
    {
        var names = request.AreColumnsNamed ? Names(request) : [];
        // The dialect's own text of one row is cut where its values begin.
        var text = dialect.Insert(request.Table, names, request.Schema.Count, 1, static _ => "\0");
        var pieces = text.Split('\0');
        var open = pieces[0].LastIndexOf('(');
        var ordinals = Enumerable.Range(0, request.Schema.Count).ToImmutableArray();
        if (request.IsBatch)
            return new RowStatement(literals, ordinals, [.. pieces[..^1], pieces[^1] + tail]);
        return new RowStatement(literals, ordinals, [pieces[0][open..], .. pieces[1..]]) { Head = pieces[0][..open], Tail = tail };
    }

    private static RowStatement Update(WriteRequest request, MySqlDialect dialect, SqlLiterals literals)
    {
        var keys = request.Keys.Select(key => OrdinalOf(request, key)).ToImmutableArray();
        var sets = Enumerable.Range(0, request.Schema.Count).Except(keys).ToImmutableArray();
        if (sets.IsEmpty)
            throw new TransferException("All columns are update keys: there is nothing to set.");
        var text = dialect.Update(request.Table, NamesAt(request, sets), NamesAt(request, keys), static _ => "\0");
        return new RowStatement(literals, [.. sets, .. keys], [.. text.Split('\0')]);
    }

    // A procedure may answer with rows of its own, and may do what no rollback undoes: each call is a round trip.
    private static RowStatement Call(WriteRequest request, MySqlDialect dialect, SqlLiterals literals) =>
        new(literals,
            [.. Enumerable.Range(0, request.Schema.Count)],
            [.. dialect.Call(request.Table.Name, request.Schema.Count, static _ => "\0").Split('\0')])
        {
            RowCountMax = 1,
        };

    private static int OrdinalOf(WriteRequest request, string key) => request.Schema.IndexOf(key) is var ordinal and >= 0
        ? ordinal
        : throw new TransferException($"You must specify all columns from --update-key parameter in --columns parameter: {key} is missing.");

    private static ImmutableArray<string> Names(WriteRequest request) => [.. request.Schema.Columns.Select(column => column.Name)];

    private static ImmutableArray<string> NamesAt(WriteRequest request, ImmutableArray<int> ordinals) =>
        [.. ordinals.Select(ordinal => request.Schema[ordinal].Name)];
}
