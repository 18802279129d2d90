using System.Globalization;
using Levada.DataFiles.Parquet;
using Levada.DataFiles.Tests.Samples;
using Levada.Transfer;
using Levada.Transfer.Rows;
using ParquetSharp;
using Column = ParquetSharp.Column;

namespace Levada.DataFiles.Tests.Parquet;

/// <summary>We read what ParquetSharp writes, in every encoding and page version that it has for flat columns.</summary>
public sealed class ForeignFilesTests
{
    private const int RowCount = 5000;

    private static readonly Column[] Columns =
    [
        new Column<int>("needed"), new Column<int?>("number"), new Column<long?>("large"), new Column<bool?>("flag"), new Column<float?>("single"),
        new Column<double?>("real"), new Column<string?>("text"), new Column<byte[]?>("raw"), new Column<Guid?>("uuid"), new Column<Date?>("day"),
        new Column<DateTime?>("micros", LogicalType.Timestamp(isAdjustedToUtc: false, TimeUnit.Micros)),
        new Column<DateTime?>("millis", LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Millis)),
        new Column<TimeSpan?>("clock", LogicalType.Time(isAdjustedToUtc: false, TimeUnit.Micros)),
        new Column<decimal?>("amount", LogicalType.Decimal(precision: 20, scale: 3)),
        new Column<uint?>("unsigned"), new Column<ulong?>("unsignedLarge"),
    ];

    public static TheoryData<string, bool, bool> Forms
    {
        get
        {
            var forms = new TheoryData<string, bool, bool>();
            foreach (var compression in new[] { "Uncompressed", "Snappy", "Gzip", "Brotli", "Zstd", "Lz4", "Lz4Hadoop" })
                foreach (var isVersion2 in new[] { false, true })
                    foreach (var hasDictionary in new[] { false, true })
                        forms.Add(compression, isVersion2, hasDictionary);
            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_codec_page_version_and_dictionary_is_read(string compression, bool isVersion2, bool hasDictionary)
    {
        using var properties = new WriterPropertiesBuilder()
            .Compression(Enum.Parse<Compression>(compression))
            .DataPageVersion(isVersion2 ? ParquetDataPageVersion.V2 : ParquetDataPageVersion.V1)
            .DataPagesize(10_000);
        using var built = (hasDictionary ? properties.EnableDictionary() : properties.DisableDictionary()).EnablePageChecksum().Build();
        AssertRead(Write(built));
    }

    [Fact]
    public void Every_encoding_is_read()
    {
        using var properties = new WriterPropertiesBuilder().DisableDictionary().DataPagesize(10_000)
            .Encoding("needed", Encoding.DeltaBinaryPacked).Encoding("number", Encoding.DeltaBinaryPacked)
            .Encoding("large", Encoding.DeltaBinaryPacked).Encoding("day", Encoding.ByteStreamSplit).Encoding("flag", Encoding.Rle)
            .Encoding("single", Encoding.ByteStreamSplit).Encoding("real", Encoding.ByteStreamSplit)
            .Encoding("text", Encoding.DeltaByteArray).Encoding("raw", Encoding.DeltaLengthByteArray).Encoding("uuid", Encoding.ByteStreamSplit)
            .Encoding("micros", Encoding.DeltaBinaryPacked).Encoding("millis", Encoding.ByteStreamSplit);
        using var built = properties.Build();
        AssertRead(Write(built));
    }

    [Fact]
    public void The_files_own_columns_are_told()
    {
        using var properties = new WriterPropertiesBuilder().Build();
        var schema = ParquetFile.ReadSchema(new MemoryStream(Write(properties)), "f");
        Assert.Equal(Columns.Select(static column => column.Name), schema.Columns.Select(static column => column.Name));
        Assert.Equal(
            [
                ColumnKind.Int32, ColumnKind.Int32, ColumnKind.Int64, ColumnKind.Boolean, ColumnKind.Float32, ColumnKind.Float64, ColumnKind.Text,
                ColumnKind.Bytes, ColumnKind.Text, ColumnKind.Date, ColumnKind.Timestamp, ColumnKind.Timestamp, ColumnKind.Time, ColumnKind.Decimal,
                ColumnKind.Int64, ColumnKind.Decimal,
            ],
            schema.Columns.Select(static column => column.Kind));
        Assert.False(schema[0].IsNullable);
        Assert.True(schema[1].IsNullable);
    }

    [Fact]
    public void A_list_fills_no_column_and_disturbs_no_other()
    {
        var stream = new MemoryStream();
        using (var writer = new ParquetFileWriter(stream, [new Column<int[]>("list"), new Column<int>("number")], null, Compression.Snappy, null, true))
        {
            using var group = writer.AppendRowGroup();
            using (var list = group.NextColumn().LogicalWriter<int[]>())
                list.WriteBatch([[1, 2], [], [3]]);
            using (var number = group.NextColumn().LogicalWriter<int>())
                number.WriteBatch([7, 8, 9]);
        }
        var wanted = new RowSchema([new("NUMBER", SqlType.Integer, ColumnKind.Int32, JavaType.Integer)]);
        Assert.Equal(["7", "8", "9"], ParquetRoundTrip.Read(stream.ToArray(), wanted));
        Assert.Equal("number", Assert.Single(ParquetFile.ReadSchema(new MemoryStream(stream.ToArray()), "f").Columns).Name);
        var list2 = new RowSchema([new("element", SqlType.Integer, ColumnKind.Int32, JavaType.Integer)]);
        Assert.Contains("Cannot find field element", Assert.Throws<TransferException>(() => ParquetRoundTrip.Read(stream.ToArray(), list2)).Message);
    }

    [Fact]
    public void Timestamps_of_96_bits_are_instants()
    {
        var stream = new MemoryStream();
        using (var writer = new ParquetFileWriter(stream, [new Column<Int96?>("t")], null, Compression.Snappy, null, leaveOpen: true))
        {
            using var group = writer.AppendRowGroup();
            using var column = group.NextColumn().LogicalWriter<Int96?>();
            // Noon of 2000-01-01 UTC and 123,456,700 ns; the day has the Julian number 2,451,545.
            const ulong nanos = 43_200_123_456_700;
            column.WriteBatch([new Int96(unchecked((int)nanos), (int)(nanos >> 32), 2_451_545), null]);
        }
        var wanted = ParquetFile.ReadSchema(new MemoryStream(stream.ToArray()), "f");
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        Assert.Equal(["2000-01-01 13:00:00.1234567", "NULL"], ParquetRoundTrip.Read(stream.ToArray(), wanted, berlin));
    }

    private static void AssertRead(byte[] file)
    {
        var schema = ParquetFile.ReadSchema(new MemoryStream(file), "f");
        Assert.Equal(Enumerable.Range(0, RowCount).Select(Expected), ParquetRoundTrip.Read(file, schema));
    }

    private static bool IsNull(int row, int ordinal) => ordinal > 0 && (row + ordinal) % 5 == 0;

    private static string Expected(int row)
    {
        var time = DateTime.UnixEpoch.AddSeconds(row * 1001L);
        string[] cells =
        [
            $"{row}", $"{row % 50}", $"{row * 1_000_003L}", row % 3 == 0 ? "true" : "false", $"{row}.0", $"{row}.5", Text(row),
            string.Join(' ', Raw(row).Select(static value => value.ToString("x2", CultureInfo.InvariantCulture))), Uuid(row).ToString(),
            DateTime.UnixEpoch.AddDays(row).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            time.ToString("yyyy-MM-dd HH:mm:ss.0", CultureInfo.InvariantCulture), time.ToString("yyyy-MM-dd HH:mm:ss.0", CultureInfo.InvariantCulture),
            TimeSpan.FromSeconds(row).ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture), Amount(row).ToString("0.000", CultureInfo.InvariantCulture),
            $"{uint.MaxValue - (uint)row}", $"{ulong.MaxValue - (ulong)row}",
        ];
        return string.Join(" | ", cells.Select((cell, ordinal) => IsNull(row, ordinal) ? "NULL" : cell));
    }

    private static string Text(int row) => $"prefix {row / 10} ä {row}";

    private static byte[] Raw(int row) => [.. BitConverter.GetBytes(row).Take(1 + (row % 4))];

    private static Guid Uuid(int row) => new(row, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    private static decimal Amount(int row) => (row - 2500) * 1_000_001m / 1000;

    private static byte[] Write(WriterProperties properties)
    {
        var stream = new MemoryStream();
        using (var writer = new ParquetFileWriter(stream, Columns, null, properties, null, leaveOpen: true))
        {
            foreach (var rows in Enumerable.Range(0, RowCount).Chunk(2000))
            {
                using var group = writer.AppendRowGroup();
                WriteGroup(group, rows);
            }
        }
        return stream.ToArray();
    }

    private static void WriteGroup(RowGroupWriter group, int[] rows)
    {
        var ordinal = 0;
        void Add<T>(Func<int, T> valueOf)
        {
            using var writer = group.NextColumn().LogicalWriter<T>();
            var at = ordinal++;
            writer.WriteBatch([.. rows.Select(row => IsNull(row, at) ? default! : valueOf(row))]);
        }
        Add(static row => row);
        Add<int?>(static row => row % 50);
        Add<long?>(static row => row * 1_000_003L);
        Add<bool?>(static row => row % 3 == 0);
        Add<float?>(static row => row);
        Add<double?>(static row => row + 0.5);
        Add<string?>(Text);
        Add<byte[]?>(Raw);
        Add<Guid?>(static row => Uuid(row));
        Add<Date?>(static row => new Date(row));
        Add<DateTime?>(static row => DateTime.UnixEpoch.AddSeconds(row * 1001L));
        Add<DateTime?>(static row => DateTime.UnixEpoch.AddSeconds(row * 1001L));
        Add<TimeSpan?>(static row => TimeSpan.FromSeconds(row));
        Add<decimal?>(static row => Amount(row));
        Add<uint?>(static row => uint.MaxValue - (uint)row);
        Add<ulong?>(static row => ulong.MaxValue - (ulong)row);
    }
}
