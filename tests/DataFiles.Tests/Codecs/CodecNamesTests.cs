using Levada.DataFiles.Codecs;
using Levada.Transfer;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Tests.Codecs;

public sealed class CodecNamesTests
{
    [Theory]
    [InlineData("gzip", ".gz")]
    [InlineData("GZIP", ".gz")]
    [InlineData("org.apache.hadoop.io.compress.GzipCodec", ".gz")]
    [InlineData("org.apache.hadoop.io.compress.BZip2Codec", ".bz2")]
    [InlineData("bzip2", ".bz2")]
    [InlineData("deflate", ".deflate")]
    [InlineData("default", ".deflate")]
    [InlineData("org.apache.hadoop.io.compress.DefaultCodec", ".deflate")]
    [InlineData("org.apache.hadoop.io.compress.DeflateCodec", ".deflate")]
    [InlineData("snappy", ".snappy")]
    [InlineData("SnappyCodec", ".snappy")]
    [InlineData("org.apache.hadoop.io.compress.Lz4Codec", ".lz4")]
    [InlineData("org.apache.hadoop.io.compress.ZStandardCodec", ".zst")]
    [InlineData("zstd", ".zst")]
    public void Codecs_are_found_by_short_name_and_class_name(string name, string extension) =>
        Assert.Equal(extension, CompressionCodec.Find(name)!.Extension);

    [Fact]
    public void None_is_no_codec() => Assert.Null(CompressionCodec.Find("none"));

    [Theory]
    [InlineData("foobar", "there is no compression codec foobar")]
    [InlineData("org.example.MyCodec", "there is no compression codec org.example.MyCodec")]
    [InlineData("codec", "there is no compression codec codec")]
    [InlineData("", "there is no compression codec")]
    [InlineData("lzo", "lzo is not offered")]
    [InlineData("lzop", "lzop is not offered")]
    [InlineData("com.hadoop.compression.lzo.LzopCodec", "LzopCodec is not offered")]
    public void Other_names_are_refused_by_name(string name, string words) =>
        Assert.Contains(words, Assert.Throws<TransferException>(() => CodecNames.Resolve(name)).Message);

    [Theory]
    [InlineData("a/part-m-00000.gz", "gzip")]
    [InlineData("a/b.c/part.GZ", "gzip")]
    [InlineData("x.bz2", "bzip2")]
    [InlineData("x.deflate", "deflate")]
    [InlineData("x.snappy", "snappy")]
    [InlineData("x.lz4", "lz4")]
    [InlineData("x.zst", "zstd")]
    [InlineData("a.gz/part-m-00000", null)]
    [InlineData("x.txt", null)]
    public void A_files_extension_tells_its_codec(string path, string? name) => Assert.Equal(name, CompressionCodec.OfFile(path)?.Name);

    [Fact]
    public void An_lzo_file_is_refused_not_read_as_text() =>
        Assert.Contains("lzo is not offered", Assert.Throws<TransferException>(() => CompressionCodec.OfFile("a/x.lzo")).Message);
}
