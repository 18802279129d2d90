using System.Collections.Immutable;
using System.Text;
using Levada.DataFiles.Blocks;
using Levada.DataFiles.Codecs;
using Levada.DataFiles.Values;
using Levada.Transfer;

namespace Levada.DataFiles.Sequence;

/// <summary>What stands before the first record of a file.</summary>
/// <param name="ValueClass">The Java class of its values.</param>
/// <param name="Mode">What is compressed.</param>
/// <param name="CodecClass">Java's name of the codec; empty: nothing is compressed.</param>
/// <param name="Columns">The columns in the text of <see cref="SequenceColumns"/>; null: the file is not ours.</param>
/// <param name="Sync">16 bytes that stand between records.</param>
internal sealed record SequenceHeader(string ValueClass, SequenceMode Mode, string CodecClass, string? Columns, ImmutableArray<byte> Sync)
{
    private const int TextSizeMax = 16 << 20;
    private const int MetadataCountMax = 10_000;

    public void Write(BlockBuffer output)
    {
        output.Write(SequenceFormat.Magic);
        output.WriteByte(SequenceFormat.Version);
        SequenceFormat.WriteText(output, SequenceFormat.KeyClass);
        SequenceFormat.WriteText(output, ValueClass);
        output.WriteByte((byte)(Mode == SequenceMode.None ? 0 : 1));
        output.WriteByte((byte)(Mode == SequenceMode.Block ? 1 : 0));
        if (Mode != SequenceMode.None)
            SequenceFormat.WriteText(output, CodecClass);
        SequenceFormat.WriteInt32(output, Columns is null ? 0 : 1);
        if (Columns is not null)
        {
            SequenceFormat.WriteText(output, SequenceFormat.ColumnsKey);
            SequenceFormat.WriteText(output, Columns);
        }
        output.Write(Sync.AsSpan());
    }

    /// <summary>Reads a header; the stream then stands at the first record.</summary>
    /// <exception cref="TransferException">It is no SequenceFile of version 6, or a damaged one.</exception>
    public static SequenceHeader Read(Stream stream, string name)
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

    /// <summary>The codec that the header names; null: nothing is compressed.</summary>
    /// <exception cref="TransferException">The codec is not offered.</exception>
    public BlockCodec? OpenCodec()
    {
        if (Mode == SequenceMode.None)
            return null;
        var codec = CompressionCodec.Find(CodecClass) ?? throw new TransferException($"The codec {CodecClass} of a SequenceFile is none.");
        return new HadoopBlockCodec(codec);
    }

    private static SequenceHeader Read(Stream stream)
    {
        var input = new SequenceInput(stream);
        var magic = input.Take(SequenceFormat.Magic.Length + 1);
        if (!magic[..^1].SequenceEqual(SequenceFormat.Magic))
            throw new InvalidDataException("It does not begin as a SequenceFile does.");
        if (magic[^1] != SequenceFormat.Version)
            throw new InvalidDataException($"It is a SequenceFile of version {magic[^1]}; only version {SequenceFormat.Version} is read.");
        ReadText(input);
        var valueClass = ReadText(input);
        var isCompressed = input.Take(1)[0] != 0;
        var isBlock = input.Take(1)[0] != 0;
        var codec = isCompressed ? ReadText(input) : "";
        var columns = ReadColumns(input);
        var mode = !isCompressed ? SequenceMode.None : isBlock ? SequenceMode.Block : SequenceMode.Record;
        return new(valueClass, mode, codec, columns, [.. input.Take(SequenceFormat.SyncSize)]);
    }

    private static string? ReadColumns(SequenceInput input)
    {
        string? columns = null;
        var count = input.TakeInt32();
        if (count is < 0 or > MetadataCountMax)
            throw new InvalidDataException($"Its header claims {count} entries.");
        for (; count > 0; count--)
        {
            var key = ReadText(input);
            var value = ReadText(input);
            columns = key == SequenceFormat.ColumnsKey ? value : columns;
        }
        return columns;
    }

    private static string ReadText(SequenceInput input)
    {
        var length = input.TakeVLong();
        return length is >= 0 and <= TextSizeMax
            ? Encoding.UTF8.GetString(input.Take((int)length))
            : throw new InvalidDataException($"Its header has a text of {length} bytes.");
    }
}
