using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using Levada.Transfer.Rows;

namespace Levada.Databases.PostgreSql.Writing;

/// <summary>COPY's binary form.</summary>
/// <remarks>Source: PostgreSQL manual, COPY, "Binary Format".</remarks>
internal sealed class BinaryCopyForm(string sql, ImmutableArray<FieldEncoder> encoders) : CopyForm(sql)
{
    private static readonly byte[] HeaderBytes = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] TrailerBytes = [0xFF, 0xFF];
    private static readonly byte[] NullBytes = [0xFF, 0xFF, 0xFF, 0xFF];

    public override bool IsBinary => true;

    public override ReadOnlyMemory<byte> Header => HeaderBytes;

    public override ReadOnlyMemory<byte> Trailer => TrailerBytes;

    public override void Append(RowBatch batch, int row, ArrayBufferWriter<byte> target)
    {
        BinaryPrimitives.WriteInt16BigEndian(target.GetSpan(sizeof(short)), (short)encoders.Length);
        target.Advance(sizeof(short));
        for (var ordinal = 0; ordinal < encoders.Length; ordinal++)
        {
            var column = batch.Columns[ordinal];
            if (column.IsNull(row))
                target.Write(NullBytes);
            else
                encoders[ordinal](column, row, target);
        }
    }
}
