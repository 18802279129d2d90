using System.Buffers.Binary;
using System.Collections.Immutable;
using Levada.DataFiles.Blocks;
using Levada.DataFiles.Values;

namespace Levada.DataFiles.Parquet;

/// <summary>Writes what ends a Parquet file: schema, row groups, their chunks.</summary>
/// <remarks>Source: parquet.thrift of parquet-format 2.12, from where the field numbers are.</remarks>
internal static class ParquetFooter
{
    private const int FormatVersion = 1;

    private static readonly string CreatedBy = $"levada version {typeof(ParquetFooter).Assembly.GetName().Version!.ToString(3)}";

    public static void Write(ParquetPlan plan, ImmutableArray<ValueEncoder> encoders, List<RowGroupSummary> groups, BlockBuffer output)
    {
        var thrift = new ThriftWriter(output);
        thrift.Begin();
        thrift.Int32(1, FormatVersion);
        WriteSchema(thrift, plan, encoders);
        thrift.Int64(3, groups.Sum(static group => group.RowCount));
        thrift.List(4, ThriftType.Struct, groups.Count);
        for (var ordinal = 0; ordinal < groups.Count; ordinal++)
            WriteGroup(thrift, plan, groups[ordinal]);
        WriteMetadata(thrift, plan);
        thrift.Text(6, CreatedBy);
        // Bounds count only where the order is said in which they were found.
        thrift.List(7, ThriftType.Struct, plan.Fields.Length);
        foreach (var _ in plan.Fields)
        {
            thrift.Begin();
            thrift.Empty(1);
            thrift.End();
        }
        thrift.End();
        BinaryPrimitives.WriteInt32LittleEndian(output.Reserve(sizeof(int)), output.Length);
        output.Advance(sizeof(int));
        output.Write(ParquetFormat.Magic);
    }

    private static void WriteSchema(ThriftWriter thrift, ParquetPlan plan, ImmutableArray<ValueEncoder> encoders)
    {
        thrift.List(2, ThriftType.Struct, plan.Fields.Length + 1);
        thrift.Begin();
        thrift.Text(4, plan.Name);
        thrift.Int32(5, plan.Fields.Length);
        thrift.End();
        for (var ordinal = 0; ordinal < plan.Fields.Length; ordinal++)
        {
            var field = plan.Fields[ordinal];
            thrift.Begin();
            thrift.Int32(1, (int)encoders[ordinal].Type);
            if (encoders[ordinal].Type == PhysicalType.FixedBytes)
                thrift.Int32(2, encoders[ordinal].Size);
            thrift.Int32(3, (int)Repetition.Optional);
            thrift.Text(4, field.Name);
            FieldMeaning.Write(thrift, field);
            thrift.End();
        }
    }

    private static void WriteGroup(ThriftWriter thrift, ParquetPlan plan, RowGroupSummary group)
    {
        thrift.Begin();
        thrift.List(1, ThriftType.Struct, group.Chunks.Length);
        for (var ordinal = 0; ordinal < group.Chunks.Length; ordinal++)
            WriteChunk(thrift, plan, plan.Fields[ordinal], group.Chunks[ordinal]);
        thrift.Int64(2, group.Chunks.Sum(static chunk => chunk.UncompressedSize));
        thrift.Int64(3, group.RowCount);
        thrift.Int64(5, group.Offset);
        thrift.Int64(6, group.Chunks.Sum(static chunk => chunk.CompressedSize));
        thrift.End();
    }

    private static void WriteChunk(ThriftWriter thrift, ParquetPlan plan, Field field, ChunkSummary chunk)
    {
        thrift.Begin();
        thrift.Int64(2, chunk.DictionaryOffset ?? chunk.DataOffset);
        thrift.BeginField(3);
        thrift.Int32(1, (int)chunk.Type);
        WriteEncodings(thrift, chunk);
        thrift.List(3, ThriftType.Binary, 1);
        thrift.Element(System.Text.Encoding.UTF8.GetBytes(field.Name));
        thrift.Int32(4, (int)plan.Codec);
        thrift.Int64(5, chunk.ValueCount);
        thrift.Int64(6, chunk.UncompressedSize);
        thrift.Int64(7, chunk.CompressedSize);
        thrift.Int64(9, chunk.DataOffset);
        if (chunk.DictionaryOffset is { } dictionary)
            thrift.Int64(11, dictionary);
        WriteStatistics(thrift, chunk);
        thrift.End();
        thrift.End();
    }

    private static void WriteEncodings(ThriftWriter thrift, ChunkSummary chunk)
    {
        ImmutableArray<ParquetEncoding> encodings =
        [
            .. chunk.DictionaryOffset is null ? (ImmutableArray<ParquetEncoding>)[] : [ParquetEncoding.PlainDictionary],
            .. chunk.HasPlainPages ? (ImmutableArray<ParquetEncoding>)[ParquetEncoding.Plain] : [],
            ParquetEncoding.Rle,
        ];
        thrift.List(2, ThriftType.Int32, encodings.Length);
        foreach (var encoding in encodings)
            thrift.Element((int)encoding);
    }

    private static void WriteStatistics(ThriftWriter thrift, ChunkSummary chunk)
    {
        thrift.BeginField(12);
        thrift.Int64(3, chunk.NullCount);
        if (chunk.Bounds is { } bounds)
        {
            thrift.Binary(5, bounds.Greatest);
            thrift.Binary(6, bounds.Least);
        }
        thrift.End();
    }

    private static void WriteMetadata(ThriftWriter thrift, ParquetPlan plan)
    {
        thrift.List(5, ThriftType.Struct, 2);
        WriteEntry(thrift, ParquetFormat.AvroSchemaKey, plan.AvroSchema);
        WriteEntry(thrift, "writer.model.name", "avro");
    }

    private static void WriteEntry(ThriftWriter thrift, string key, string value)
    {
        thrift.Begin();
        thrift.Text(1, key);
        thrift.Text(2, value);
        thrift.End();
    }
}
