using System.Buffers.Binary;
using System.Collections.Immutable;
using Levada.DataFiles.Blocks;

namespace Levada.DataFiles.Parquet;

/// <summary>Reads a file's footer. Faults are <see cref="InvalidDataException"/>s.</summary>
internal static class ParquetMetadataReader
{
    private const int FooterSizeMax = 256 << 20;

    private const int CodecField = 4;
    private const int ValueCountField = 5;
    private const int SizeField = 7;
    private const int DataOffsetField = 9;
    private const int DictionaryOffsetField = 11;

    public static ParquetMetadata Read(Stream stream)
    {
        var footer = ReadFooter(stream);
        try
        {
            var metadata = Parse(new ThriftReader(footer.Written));
            foreach (var group in metadata.Groups)
                Check(group, metadata, stream.Length);
            return metadata;
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("The footer ends too early.", e);
        }
    }

    private static BlockBuffer ReadFooter(Stream stream)
    {
        if (stream.Length < ParquetFormat.Magic.Length + ParquetFormat.TailSize)
            throw new InvalidDataException("It is too short for a Parquet file.");
        var block = new BlockBuffer();
        stream.Position = 0;
        BoundedBytes.Read(stream, ParquetFormat.Magic.Length, block);
        stream.Position = stream.Length - ParquetFormat.TailSize;
        BoundedBytes.Read(stream, ParquetFormat.TailSize, block);
        if (block.Written[^4..].SequenceEqual("PARE"u8))
            throw new InvalidDataException("It is encrypted.");
        if (!block.Written[..4].SequenceEqual(ParquetFormat.Magic) || !block.Written[^4..].SequenceEqual(ParquetFormat.Magic))
            throw new InvalidDataException("It does not begin and end as a Parquet file does.");
        var size = BinaryPrimitives.ReadUInt32LittleEndian(block.Written[4..]);
        if (size > stream.Length - ParquetFormat.TailSize - ParquetFormat.Magic.Length || size > FooterSizeMax)
            throw new InvalidDataException($"Its footer claims {size} bytes.");
        stream.Position = stream.Length - ParquetFormat.TailSize - size;
        block.Clear();
        BoundedBytes.Read(stream, size, block);
        return block;
    }

    private static ParquetMetadata Parse(ThriftReader thrift)
    {
        ImmutableArray<ParquetLeaf> leaves = [];
        ImmutableArray<ParquetGroup> groups = [];
        string? avroSchema = null;
        for (var field = 0; thrift.NextField(ref field);)
        {
            switch (field)
            {
                case 2:
                    leaves = ParquetSchemaReader.Read(ref thrift);
                    break;
                case 4:
                    groups = ReadGroups(ref thrift);
                    break;
                case 5:
                    avroSchema = ReadAvroSchema(ref thrift);
                    break;
                default:
                    thrift.Skip();
                    break;
            }
        }
        return new(leaves, groups, avroSchema);
    }

    private static ImmutableArray<ParquetGroup> ReadGroups(ref ThriftReader thrift)
    {
        var groups = ImmutableArray.CreateBuilder<ParquetGroup>();
        for (var count = thrift.BeginStructs(); count > 0; count--)
        {
            var (rows, chunks) = (0L, ImmutableArray<ParquetChunk>.Empty);
            for (var field = 0; thrift.NextField(ref field);)
            {
                if (field == 1)
                    chunks = ReadChunks(ref thrift);
                else if (field == 3)
                    rows = thrift.ReadInteger();
                else
                    thrift.Skip();
            }
            groups.Add(new(rows, chunks));
        }
        return groups.ToImmutable();
    }

    private static ImmutableArray<ParquetChunk> ReadChunks(ref ThriftReader thrift)
    {
        var chunks = ImmutableArray.CreateBuilder<ParquetChunk>();
        for (var count = thrift.BeginStructs(); count > 0; count--)
        {
            ParquetChunk? chunk = null;
            for (var field = 0; thrift.NextField(ref field);)
            {
                if (field == 1)
                    throw new InvalidDataException("A column lies in another file.");
                if (field == 3)
                    chunk = ReadChunk(ref thrift);
                else
                    thrift.Skip();
            }
            chunks.Add(chunk ?? throw new InvalidDataException("A column chunk has no metadata."));
        }
        return chunks.ToImmutable();
    }

    private static ParquetChunk ReadChunk(ref ThriftReader thrift)
    {
        thrift.NeedStruct();
        Span<long> numbers = stackalloc long[DictionaryOffsetField + 1];
        numbers.Clear();
        for (var field = 0; thrift.NextField(ref field);)
        {
            if (field is CodecField or ValueCountField or SizeField or DataOffsetField or DictionaryOffsetField)
                numbers[field] = thrift.ReadInteger();
            else
                thrift.Skip();
        }
        var (data, dictionary) = (numbers[DataOffsetField], numbers[DictionaryOffsetField]);
        // Some writers say 0 for a dictionary that is not there.
        var offset = dictionary > 0 ? Math.Min(dictionary, data) : data;
        return new((ParquetCodec)numbers[CodecField], numbers[ValueCountField], offset, numbers[SizeField]);
    }

    private static string? ReadAvroSchema(ref ThriftReader thrift)
    {
        string? schema = null;
        for (var count = thrift.BeginStructs(); count > 0; count--)
        {
            var (key, value) = ("", "");
            for (var field = 0; thrift.NextField(ref field);)
            {
                if (field == 1)
                    key = thrift.ReadText();
                else if (field == 2)
                    value = thrift.ReadText();
                else
                    thrift.Skip();
            }
            // Parquet-Avro's name, and the one before it.
            schema = key is ParquetFormat.AvroSchemaKey or "avro.schema" ? value : schema;
        }
        return schema;
    }

    private static void Check(ParquetGroup group, ParquetMetadata metadata, long fileSize)
    {
        if (group.RowCount < 0 || group.Chunks.Length != metadata.Leaves.Length)
            throw new InvalidDataException($"A row group claims {group.RowCount} rows in {group.Chunks.Length} of {metadata.Leaves.Length} columns.");
        foreach (var chunk in group.Chunks)
            if (chunk.Offset < 0 || chunk.Size < 0 || chunk.ValueCount < 0 || chunk.Offset > fileSize - chunk.Size)
                throw new InvalidDataException($"A column chunk claims {chunk.Size} bytes at {chunk.Offset} of {fileSize}.");
    }
}
