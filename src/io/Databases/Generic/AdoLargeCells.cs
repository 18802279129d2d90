using System.Buffers;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.Databases.Generic;

/// <summary>Reads texts and bytes as streams: a value above the limit goes to the store without ever being whole in memory.</summary>
internal static class AdoLargeCells
{
    private const int PieceByteCount = 64 << 10;

    public static AdoCell Bytes(Column column, ILargeObjectStore? largeObjects)
    {
        var store = StoreFor(column, largeObjects);
        return (reader, ordinal, vector, cancellationToken) =>
        {
            using var stream = reader.GetStream(ordinal);
            Append(stream, vector, store, cancellationToken);
        };
    }

    public static AdoCell Text(Column column, ILargeObjectStore? largeObjects)
    {
        if (StoreFor(column, largeObjects) is not { } store)
            return static (reader, ordinal, vector, _) => vector.AppendText(reader.GetString(ordinal));
        return (reader, ordinal, vector, cancellationToken) =>
        {
            using var stream = new Utf8TextStream(reader.GetTextReader(ordinal));
            Append(stream, vector, store, cancellationToken);
        };
    }

    private static ILargeObjectStore? StoreFor(Column column, ILargeObjectStore? largeObjects) =>
        column.JavaType is JavaType.BlobRef or JavaType.ClobRef ? largeObjects : null;

    private static void Append(Stream stream, ColumnVector vector, ILargeObjectStore? store, CancellationToken cancellationToken)
    {
        var limit = store?.InlineBytesMax ?? Array.MaxLength;
        var buffer = ArrayPool<byte>.Shared.Rent(PieceByteCount);
        try
        {
            var length = 0;
            int read;
            while (length <= limit && (read = stream.Read(buffer.AsSpan(length))) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                length += read;
                if (length == buffer.Length)
                    buffer = Grow(buffer);
            }
            if (length <= limit)
                vector.AppendBytes(buffer.AsSpan(0, length));
            else
                Store(new ReadAheadStream(buffer.AsMemory(0, length), stream), vector, store!, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Store(Stream value, ColumnVector vector, ILargeObjectStore store, CancellationToken cancellationToken)
    {
        using (value)
            vector.AppendUntyped(store.Store(value, cancellationToken));
    }

    private static byte[] Grow(byte[] buffer)
    {
        if (buffer.Length == Array.MaxLength)
            throw new Transfer.TransferException("A value is larger than 2 GiB.");
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, buffer.Length * 2L));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
