using System.Buffers.Binary;
using System.Text;
using Levada.DataFiles.Blocks;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Sequence;

/// <summary>Constants and small parts of the format. Sources: Hadoop, SequenceFile, WritableUtils, Text.</summary>
internal static class SequenceFormat
{
    public const byte Version = 6;
    public const int SyncSize = 16;

    /// <summary>Stands where a record's length would, before a sync marker.</summary>
    public const int SyncEscape = -1;

    /// <summary>Bytes after which a marker is due: a hundred times what one takes.</summary>
    public const int SyncInterval = 100 * (sizeof(int) + SyncSize);

    public const string KeyClass = "org.apache.hadoop.io.LongWritable";
    public const int KeySize = sizeof(long);

    /// <summary>In the header's metadata, where we note the columns; Hadoop hands such entries on.</summary>
    public const string ColumnsKey = "levada.columns";

    private const string CodecPackage = "org.apache.hadoop.io.compress.";

    public static ReadOnlySpan<byte> Magic => "SEQ"u8;

    /// <summary>The Java class of a codec, as headers name it.</summary>
    public static string ClassOf(string codec) => CodecPackage + codec switch
    {
        CodecNames.Gzip => "GzipCodec",
        CodecNames.BZip2 => "BZip2Codec",
        CodecNames.Deflate => "DefaultCodec",
        CodecNames.Snappy => "SnappyCodec",
        CodecNames.Lz4 => "Lz4Codec",
        _ => "ZStandardCodec",
    };

    /// <summary>Appends an integer in one to nine bytes: small ones as they are, others behind a byte that tells sign and length.</summary>
    public static void WriteVLong(BlockBuffer output, long value)
    {
        const int greatestTag = -112;
        const int greatestNegativeTag = -120;
        if (value is >= greatestTag and <= sbyte.MaxValue)
        {
            output.WriteByte((byte)value);
            return;
        }
        var magnitude = value < 0 ? ~value : value;
        var length = (64 - (int)long.LeadingZeroCount(magnitude) + 7) / 8;
        output.WriteByte((byte)((value < 0 ? greatestNegativeTag : greatestTag) - length));
        for (var shift = (length - 1) * 8; shift >= 0; shift -= 8)
            output.WriteByte((byte)(magnitude >> shift));
    }

    /// <summary>Appends text: its length as <see cref="WriteVLong"/> writes it, then UTF-8.</summary>
    public static void WriteText(BlockBuffer output, ReadOnlySpan<byte> utf8)
    {
        WriteVLong(output, utf8.Length);
        output.Write(utf8);
    }

    public static void WriteText(BlockBuffer output, string text) => WriteText(output, Encoding.UTF8.GetBytes(text));

    public static void WriteInt32(BlockBuffer output, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.Reserve(sizeof(int)), value);
        output.Advance(sizeof(int));
    }

    public static void WriteInt64(BlockBuffer output, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(output.Reserve(sizeof(long)), value);
        output.Advance(sizeof(long));
    }
}
