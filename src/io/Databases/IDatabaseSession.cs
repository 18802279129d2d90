using System.Collections.Immutable;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Databases;

/// <summary>One connection. Used by one thread at a time, except <see cref="Cancel"/>.</summary>
public interface IDatabaseSession : IDisposable
{
    /// <summary>The server's own words about its version.</summary>
    string ServerVersion { get; }

    /// <summary>Databases, in the server's order. Throws where the product has none to list.</summary>
    ImmutableArray<string> ListDatabases(CancellationToken cancellationToken);

    /// <summary>Tables (and views, where Sqoop lists them) of a schema; null: the connection's own.</summary>
    ImmutableArray<string> ListTables(string? schema, CancellationToken cancellationToken);

    /// <summary>The columns of a table. Throws when there is no such table; the message names near misses.</summary>
    RowSchema DescribeTable(TableName table, CancellationToken cancellationToken);

    /// <summary>The columns of a query that is executed for this; the caller makes it yield no row.</summary>
    RowSchema DescribeQuery(string sql, CancellationToken cancellationToken);

    /// <summary>The columns of the primary key in key order; empty when there is none.</summary>
    ImmutableArray<string> PrimaryKey(TableName table, CancellationToken cancellationToken);

    /// <summary>The parameters of a stored procedure, in order.</summary>
    RowSchema DescribeProcedure(string procedure, CancellationToken cancellationToken);

    /// <summary>Runs a query and streams its rows.</summary>
    /// <param name="request">The text and how its values are wanted.</param>
    IRowReader Read(ReadRequest request, CancellationToken cancellationToken);

    /// <summary>Runs a statement, answers the number of rows it changed (-1: the server names none).</summary>
    long Execute(string sql, CancellationToken cancellationToken);

    /// <summary>Runs the statements in one transaction: all or none. Answers the rows changed by each.</summary>
    ImmutableArray<long> ExecuteTransaction(ImmutableArray<string> statements, CancellationToken cancellationToken);

    /// <summary>Runs any statement as eval does: a reader when it yields rows, else the number of rows changed.</summary>
    EvalResult Eval(string sql, CancellationToken cancellationToken);

    /// <summary>Opens a writer into a table or procedure. Rows are committed as the plan says.</summary>
    IRowWriter OpenWriter(WriteRequest request, CancellationToken cancellationToken);

    /// <summary>Copies rows as the database itself writes them (<c>--direct</c>): a stream of finished text.</summary>
    Stream OpenDirect(DirectReadRequest request, CancellationToken cancellationToken);

    /// <summary>Ends what runs now on the server. May be called by another thread at any time.</summary>
    void Cancel();
}
