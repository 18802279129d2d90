using System.Buffers.Binary;
using Levada.DataFiles.Parquet;
using Levada.DataFiles.Tests.Samples;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using ParquetSharp;
using Column = ParquetSharp.Column;

namespace Levada.DataFiles.Tests.Parquet;

public sealed class HostileParquetTests
{
    public static TheoryData<string> Codecs => ["none", "snappy", "gzip", "zstd", "lz4"];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Damaged_files_end_in_a_message(string codec)
    {
        (string, string)[] properties = [.. ParquetRoundTrip.Logical, ("parquet.page.size", "1024")];
        var file = ParquetRoundTrip.Write(SampleRows.Request(FileLayout.Parquet, codec, properties: properties), SampleRows.Fixed(300));
        HostileFiles.Sample(file, static bytes => ParquetFile.Open(new MemoryStream(bytes), "f", SampleRows.Schema, TimeZoneInfo.Utc));
    }

    [Theory]
    [InlineData(Encoding.DeltaBinaryPacked, Encoding.DeltaByteArray, null)]
    [InlineData(Encoding.ByteStreamSplit, Encoding.DeltaLengthByteArray, null)]
    [InlineData(Encoding.ByteStreamSplit, Encoding.DeltaLengthByteArray, "16oriUg4xvO3")]
    public void Damaged_pages_of_every_encoding_end_in_a_message(Encoding number, Encoding text, string? seed)
    {
        var stream = new MemoryStream();
        using (var properties = new WriterPropertiesBuilder())
        using (var built = properties.DisableDictionary().Encoding("n", number).Encoding("t", text).Compression(Compression.Uncompressed).Build())
        using (var writer = new ParquetFileWriter(stream, [new Column<int?>("n"), new Column<string?>("t")], null, built, null, leaveOpen: true))
        {
            using var group = writer.AppendRowGroup();
            using (var numbers = group.NextColumn().LogicalWriter<int?>())
                numbers.WriteBatch([.. Enumerable.Range(0, 400).Select(static row => row % 7 == 0 ? (int?)null : row * row)]);
            using (var texts = group.NextColumn().LogicalWriter<string?>())
                texts.WriteBatch([.. Enumerable.Range(0, 400).Select(static row => row % 5 == 0 ? null : $"text {row}")]);
        }
        var wanted = ParquetFile.ReadSchema(new MemoryStream(stream.ToArray()), "f");
        HostileFiles.Sample(stream.ToArray(), bytes => ParquetFile.Open(new MemoryStream(bytes), "f", wanted, TimeZoneInfo.Utc), seed);
    }

    [Fact]
    public void A_footer_longer_than_the_file_is_not_believed()
    {
        var file = ParquetRoundTrip.Write(SampleRows.Request(FileLayout.Parquet), SampleRows.Fixed(3));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(^8), int.MaxValue);
        Assert.Contains("footer claims", Assert.Throws<TransferException>(() => ParquetRoundTrip.Read(file, SampleRows.Schema)).Message);
    }

    [Fact]
    public void An_encrypted_file_says_so()
    {
        var file = ParquetRoundTrip.Write(SampleRows.Request(FileLayout.Parquet), SampleRows.Fixed(3));
        "PARE"u8.CopyTo(file.AsSpan(^4));
        Assert.Contains("encrypted", Assert.Throws<TransferException>(() => ParquetRoundTrip.Read(file, SampleRows.Schema)).Message);
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        var file = ParquetRoundTrip.Write(SampleRows.Request(FileLayout.Parquet), SampleRows.Fixed(3));
        var wanted = new RowSchema([new("nowhere", SqlType.Integer, ColumnKind.Int32, JavaType.Integer)]);
        Assert.Contains("Cannot find field nowhere", Assert.Throws<TransferException>(() => ParquetRoundTrip.Read(file, wanted)).Message);
    }
}
