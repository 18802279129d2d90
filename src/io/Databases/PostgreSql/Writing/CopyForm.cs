using System.Buffers;
using Levada.Transfer.Rows;

namespace Levada.Databases.PostgreSql.Writing;

/// <summary>One of the forms in which a COPY takes rows.</summary>
/// <param name="sql">The statement.</param>
internal abstract class CopyForm(string sql)
{
    public string Sql { get; } = sql;

    public abstract bool IsBinary { get; }

    /// <summary>What comes before the rows.</summary>
    public virtual ReadOnlyMemory<byte> Header => default;

    /// <summary>What comes after them.</summary>
    public virtual ReadOnlyMemory<byte> Trailer => default;

    public abstract void Append(RowBatch batch, int row, ArrayBufferWriter<byte> target);
}
