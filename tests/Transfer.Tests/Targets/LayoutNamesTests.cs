using Levada.Transfer.Options;
using Levada.Transfer.Targets;

namespace Levada.Transfer.Tests.Targets;

public sealed class LayoutNamesTests
{
    [Theory]
    [InlineData(FileLayout.Text, null, "")]
    [InlineData(FileLayout.Text, "gzip", ".gz")]
    [InlineData(FileLayout.Text, "bzip2", ".bz2")]
    [InlineData(FileLayout.Text, "deflate", ".deflate")]
    [InlineData(FileLayout.Text, "default", ".deflate")]
    [InlineData(FileLayout.Text, "snappy", ".snappy")]
    [InlineData(FileLayout.Text, "lz4", ".lz4")]
    [InlineData(FileLayout.Text, "zstd", ".zst")]
    [InlineData(FileLayout.Text, "none", "")]
    [InlineData(FileLayout.Sequence, null, "")]
    [InlineData(FileLayout.Sequence, "snappy", "")]
    [InlineData(FileLayout.Avro, null, ".avro")]
    [InlineData(FileLayout.Avro, "snappy", ".avro")]
    [InlineData(FileLayout.Avro, "zstd", ".avro")]
    [InlineData(FileLayout.Parquet, null, ".parquet")]
    [InlineData(FileLayout.Parquet, "none", ".parquet")]
    [InlineData(FileLayout.Parquet, "snappy", ".snappy.parquet")]
    [InlineData(FileLayout.Parquet, "gzip", ".gz.parquet")]
    [InlineData(FileLayout.Parquet, "zstandard", ".zstd.parquet")]
    [InlineData(FileLayout.Parquet, "lz4", ".lz4raw.parquet")]
    public void Names_end_as_layout_and_codec_ask(FileLayout layout, string? codec, string extension) =>
        Assert.Equal(extension, LayoutNames.Extension(layout, LayoutNames.Codec(layout, codec is not null, codec)));

    [Theory]
    [InlineData(FileLayout.Text, "gzip")]
    [InlineData(FileLayout.Sequence, "gzip")]
    [InlineData(FileLayout.Avro, "deflate")]
    [InlineData(FileLayout.Parquet, "gzip")]
    public void Compress_alone_means_the_layouts_own_codec(FileLayout layout, string codec)
    {
        Assert.Equal(codec, LayoutNames.Codec(layout, isCompressed: true, codec: null));
        Assert.Null(LayoutNames.Codec(layout, isCompressed: false, codec: null));
    }

    [Theory]
    [InlineData(FileLayout.Text, "foobar")]
    [InlineData(FileLayout.Text, "lzo")]
    [InlineData(FileLayout.Sequence, "lzop")]
    [InlineData(FileLayout.Avro, "gzip")]
    [InlineData(FileLayout.Avro, "lz4")]
    [InlineData(FileLayout.Avro, "foobar")]
    [InlineData(FileLayout.Parquet, "deflate")]
    [InlineData(FileLayout.Parquet, "bzip2")]
    public void A_codec_that_the_layout_does_not_know_is_refused_by_name(FileLayout layout, string codec)
    {
        var fault = Assert.Throws<TransferException>(() => LayoutNames.Codec(layout, true, codec));
        Assert.StartsWith($"UnsupportedCodecException: {codec} is no compression codec for ", fault.Message);
    }
}
