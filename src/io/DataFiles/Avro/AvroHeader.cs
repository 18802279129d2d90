using System.Text;
using Levada.DataFiles.Blocks;
using Levada.DataFiles.Values;
using Levada.Transfer;

namespace Levada.DataFiles.Avro;

/// <summary>What stands before the first block of a file.</summary>
/// <param name="SchemaText">The schema as JSON.</param>
/// <param name="Codec">As Avro names it.</param>
/// <param name="Sync">16 bytes that stand behind each block.</param>
internal sealed record AvroHeader(string SchemaText, string Codec, byte[] Sync)
{
    private const long ValueBytesMax = 64 << 20;
    private const int EntryCountMax = 100_000;

    /// <summary>Reads a header; the stream then stands at the first block.</summary>
    /// <exception cref="TransferException">It is no Avro file, or a damaged one.</exception>
    public static AvroHeader Read(Stream stream, string name)
    {
        try
        {
            return Read(stream);
        }
        catch (InvalidDataException e)
        {
            throw new RecordPlace(name).Damage(e);
        }
    }

    /// <summary>Reads a number from the stream; null at its end.</summary>
    /// <exception cref="InvalidDataException">The stream ends inside it, or it has more than ten bytes.</exception>
    public static long? ReadLong(Stream stream)
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = stream.ReadByte();
            if (part < 0)
                return shift == 0 ? null : throw new InvalidDataException("The file ends inside a number.");
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return (long)(value >> 1) ^ -(long)(value & 1);
        }
        throw new InvalidDataException("A number has more than ten bytes.");
    }

    private static AvroHeader Read(Stream stream)
    {
        var block = new BlockBuffer();
        BoundedBytes.Read(stream, AvroFormat.Magic.Length, block);
        if (!block.Written.SequenceEqual(AvroFormat.Magic))
            throw new InvalidDataException("It does not begin as an Avro file does.");
        var (schema, codec, entries) = ((string?)null, "null", 0);
        for (var count = Need(stream); count != 0; count = Need(stream))
        {
            if (count < 0)
                Need(stream);
            for (var left = count < 0 ? -(Int128)count : count; left > 0; left--)
            {
                if (++entries > EntryCountMax)
                    throw new InvalidDataException("Its header has too many entries.");
                var key = ReadText(stream, block);
                var value = ReadText(stream, block);
                schema = key == AvroFormat.SchemaKey ? value : schema;
                codec = key == AvroFormat.CodecKey ? value : codec;
            }
        }
        block.Clear();
        BoundedBytes.Read(stream, AvroFormat.SyncSize, block);
        return new(schema ?? throw new InvalidDataException("Its header has no schema."), codec, block.Written.ToArray());
    }

    private static long Need(Stream stream) => ReadLong(stream) ?? throw new InvalidDataException("The file ends inside its header.");

    private static string ReadText(Stream stream, BlockBuffer block)
    {
        var length = Need(stream);
        if (length is < 0 or > ValueBytesMax)
            throw new InvalidDataException($"Its header has an entry of {length} bytes.");
        block.Clear();
        BoundedBytes.Read(stream, length, block);
        return Encoding.UTF8.GetString(block.Written);
    }
}
