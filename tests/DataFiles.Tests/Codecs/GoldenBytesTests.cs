using Levada.DataFiles.Codecs;
using static Levada.DataFiles.Tests.Codecs.CodecSamples;

namespace Levada.DataFiles.Tests.Codecs;

/// <summary>
/// Bytes written down by hand from the descriptions of the formats: Hadoop's BlockCompressorStream for the framing, the raw
/// snappy and LZ4 block formats for what stands inside.
/// </summary>
public sealed class GoldenBytesTests
{
    // Snappy: varint 5; one literal tag, (5 - 1) << 2 = 0x10; the five bytes.
    private const string SnappyHello = "00000005" + "00000007" + "05" + "10" + "68656C6C6F";

    // LZ4: token 0x50, five literals and no match; the five bytes.
    private const string Lz4Hello = "00000005" + "00000006" + "50" + "68656C6C6F";

    [Theory]
    [InlineData("snappy", SnappyHello)]
    [InlineData("lz4", Lz4Hello)]
    public void A_short_text_is_one_block_of_one_literal(string name, string golden) =>
        Assert.Equal(golden, Convert.ToHexString(Compress(Codec(name), "hello"u8.ToArray())));

    [Theory]
    // Two chunks make up one block of ten bytes.
    [InlineData("snappy", "0000000A" + "00000007" + "05" + "10" + "68656C6C6F" + "00000007" + "05" + "10" + "68656C6C6F")]
    [InlineData("lz4", "0000000A" + "00000006" + "50" + "68656C6C6F" + "00000006" + "50" + "68656C6C6F")]
    // A copy: snappy 'a', then two-byte tag for length 9 (tag 0x15 = ((9 - 4) << 2) | 1) and offset 1.
    [InlineData("snappy", "0000000A" + "00000005" + "0A" + "00" + "61" + "1501", "aaaaaaaaaa")]
    // LZ4: token 0x1A with one literal and a match of 14 at offset 1, then token 0x50 with the five literals that must end a block.
    [InlineData("lz4", "00000014" + "0000000A" + "1A" + "61" + "0100" + "50" + "6161616161", "aaaaaaaaaaaaaaaaaaaa")]
    // An empty block, where Hadoop itself stops, does not hide what was concatenated after it.
    [InlineData("snappy", "00000000" + SnappyHello, "hello")]
    [InlineData("lz4", Lz4Hello + "00000000", "hello")]
    public void Blocks_as_Hadoop_writes_them_are_read(string name, string file, string text = "hellohello") =>
        Assert.Equal(text, System.Text.Encoding.ASCII.GetString(Decompress(Codec(name), Convert.FromHexString(file))));

    [Theory]
    [InlineData("snappy", "00000000")]
    [InlineData("lz4", "00000000")]
    [InlineData("gzip", "1F8B08000000000000FF" + "0300" + "00000000" + "00000000")]
    [InlineData("deflate", "789C" + "0300" + "00000001")]
    [InlineData("bzip2", "425A6839" + "177245385090" + "00000000")]
    [InlineData("zstd", "28B52FFD" + "0058" + "010000")]
    public void A_file_of_no_bytes_is_the_formats_own_empty_file(string name, string golden) =>
        Assert.Equal(golden, Convert.ToHexString(Compress(Codec(name))));

    /// <summary>The bytes of one page in a Parquet file that Hadoop's own Lz4Codec compressed: hadoop_lz4_compressed of apache/parquet-testing.</summary>
    [Fact]
    public void Bytes_that_Hadoop_itself_wrote_are_read() =>
        Assert.Equal(
            "0000000000004540CDCCCCCCCCCC1E400000000000104540",
            Convert.ToHexString(Decompress(Codec("lz4"), Convert.FromHexString("000000180000001611000100404540CDCC0100A01E400000000000104540"))));

    [Fact]
    public void Every_part_of_a_gzip_header_is_passed_over()
    {
        var member = Compress(Codec("gzip"), "hello"u8.ToArray());
        // All flags: text, header checksum, extra field of two bytes, name, comment.
        byte[] header = [0x1F, 0x8B, 8, 0x1F, 1, 2, 3, 4, 0, 3, 2, 0, 0xAA, 0xBB, (byte)'n', 0, (byte)'c', 0, 0x12, 0x34];
        Assert.Equal("hello"u8, Decompress(Codec("gzip"), [.. header, .. member[10..]]));
    }

    [Fact]
    public void Zeros_behind_a_gzip_file_are_padding() =>
        Assert.Equal("hello"u8, Decompress(Codec("gzip"), [.. Compress(Codec("gzip"), "hello"u8.ToArray()), .. new byte[500]]));
}
