using Levada.Transfer.Rows;

namespace Levada.Databases.MySql.Writing;

/// <summary>Brings rows to the server inside the transaction that runs.</summary>
internal interface IRowSender
{
    /// <summary>Sends rows; all of them are in the transaction when it returns, and the transaction is to be given up when it throws.</summary>
    void Send(RowBatch batch, int from, int count, CancellationToken cancellationToken);
}
