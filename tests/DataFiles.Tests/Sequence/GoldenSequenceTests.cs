using CsCheck;
using Levada.DataFiles.Blocks;
using Levada.DataFiles.Sequence;
using Levada.DataFiles.Tests.Samples;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Tests.Sequence;

/// <summary>Bytes worked out by hand from the sources of Hadoop (SequenceFile, WritableUtils, Text) and Sqoop (ClassWriter, BigDecimalSerializer, LobRef).</summary>
public sealed class GoldenSequenceTests
{
    [Fact]
    public void A_file_has_the_bytes_that_Hadoop_reads()
    {
        var schema = new RowSchema([SampleRows.Schema[0], SampleRows.Schema[9]]);
        var batch = new RowBatch(schema);
        batch.Columns[0].AppendInt32(258);
        batch.Columns[1].AppendText("ab");
        batch.Columns[0].AppendInt32(-1);
        batch.Columns[1].AppendNull();
        var file = SequenceRoundTrip.Write(SampleRows.Request(FileLayout.Sequence, schema: schema) with { RecordName = "t4" }, batch);
        var columns = SequenceColumns.Write(schema);
        byte[] expected =
        [
            .. "SEQ"u8, 6,
            0x21, .. "org.apache.hadoop.io.LongWritable"u8,
            2, .. "t4"u8,
            0, 0,
            0, 0, 0, 1, 14, .. "levada.columns"u8, 0x8F, (byte)columns.Length, .. System.Text.Encoding.UTF8.GetBytes(columns),
            .. SequenceRoundTrip.Sync,
            0, 0, 0, 17, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 2, (byte)'a', (byte)'b',
            0, 0, 0, 14, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 1,
        ];
        Assert.InRange(columns.Length, 128, 255);
        Assert.Equal(expected, file);
    }

    [Fact]
    public void A_compressed_file_names_Hadoops_class_and_begins_its_block_with_a_marker()
    {
        var schema = new RowSchema([SampleRows.Schema[0]]);
        var batch = new RowBatch(schema);
        batch.Columns[0].AppendInt32(5);
        var file = SequenceRoundTrip.Write(SampleRows.Request(FileLayout.Sequence, "gzip", schema), batch);
        byte[] codec = [1, 1, 0x27, .. "org.apache.hadoop.io.compress.GzipCodec"u8, 0, 0, 0, 1];
        Assert.True(file.AsSpan().IndexOf(codec) > 0);
        var header = file.AsSpan().IndexOf(SequenceRoundTrip.Sync) + 16;
        byte[] block = [0xFF, 0xFF, 0xFF, 0xFF, .. SequenceRoundTrip.Sync, 1];
        Assert.Equal(block, file[header..(header + block.Length)]);
        // The first of the four parts: its length, then a gzip member.
        Assert.Equal([0x1F, 0x8B, 8], file[(header + block.Length + 1)..(header + block.Length + 4)]);
    }

    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7F")]
    [InlineData(-1, "FF")]
    [InlineData(-112, "90")]
    [InlineData(128, "8F80")]
    [InlineData(255, "8FFF")]
    [InlineData(256, "8E0100")]
    [InlineData(-113, "8770")]
    [InlineData(-256, "87FF")]
    [InlineData(-257, "860100")]
    [InlineData(long.MaxValue, "887FFFFFFFFFFFFFFF")]
    [InlineData(long.MinValue, "807FFFFFFFFFFFFFFF")]
    public void Integers_of_variable_length_are_Hadoops(long value, string hex)
    {
        var output = new BlockBuffer();
        SequenceFormat.WriteVLong(output, value);
        Assert.Equal(hex, Convert.ToHexString(output.Written));
    }

    [Fact]
    public void Integers_of_variable_length_come_back() => Gen.Select(Gen.Long, Gen.Int[0, 63]).Sample((value, shift) =>
    {
        var output = new BlockBuffer();
        SequenceFormat.WriteVLong(output, value >> shift);
        var cursor = new HadoopCursor();
        cursor.Bind(output.Segment);
        Assert.Equal(value >> shift, cursor.TakeVLong());
        Assert.True(cursor.IsAtEnd);
        Assert.Equal(value >> shift, new SequenceInput(new MemoryStream(output.Written.ToArray())).TakeVLong());
    });

    [Theory]
    [InlineData("flag", "0001")]
    [InlineData("big", "00000000000000000B")]
    [InlineData("small", "0041300000")]
    [InlineData("wide", "004026000000000000")]
    [InlineData("amount", "00000000030100000000000004BC")]
    [InlineData("born", "000000000005265C00")]
    [InlineData("at", "000000000000002AF8")]
    [InlineData("seen", "00FFFFFFFFFFFFFFFF3B9AC99C")]
    [InlineData("raw", "0000000002CAFE")]
    public void Values_have_the_bytes_of_Sqoops_class(string column, string hex)
    {
        var index = SampleRows.Schema.IndexOf(column);
        var batch = new RowBatch(new RowSchema([SampleRows.Schema[index]]));
        AppendGolden(batch.Columns[0]);
        var file = SequenceRoundTrip.Write(SampleRows.Request(FileLayout.Sequence, schema: batch.Schema), batch);
        Assert.EndsWith(hex, Convert.ToHexString(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_decimal_beyond_64_bits_is_text_and_so_are_the_outermost_longs()
    {
        var batch = new RowBatch(new RowSchema([SampleRows.Schema[5]]));
        batch.Columns[0].AppendDecimal(long.MaxValue, 2);
        var file = SequenceRoundTrip.Write(SampleRows.Request(FileLayout.Sequence, schema: batch.Schema), batch);
        byte[] value = [0, 0, 0, 0, 2, 0, 19, .. "9223372036854775807"u8];
        Assert.Equal(value, file[^value.Length..]);
        batch.Columns[0].AppendUntyped(new string('9', 50) + ".25");
        file = SequenceRoundTrip.Write(SampleRows.Request(FileLayout.Sequence, schema: batch.Schema), batch);
        Assert.Equal([0, 0, 0, 0, 2, 0, 52], file[^59..^52]);
        Assert.Equal(["92233720368547758.07", new string('9', 50) + ".25"], SequenceRoundTrip.Read(file, batch.Schema));
    }

    [Fact]
    public void A_large_object_in_another_file_is_told_by_its_place()
    {
        var column = SampleRows.Schema[10] with { SqlType = SqlType.Blob, JavaType = JavaType.BlobRef };
        var batch = new RowBatch(new RowSchema([column]));
        batch.Columns[0].AppendBytes([7, 8]);
        batch.Columns[0].AppendUntyped("externalLob(lf,_lob/large_obj_0.lob,12,345)");
        var file = SequenceRoundTrip.Write(SampleRows.Request(FileLayout.Sequence, schema: batch.Schema), batch);
        byte[] external = [0, 1, 2, .. "lf"u8, 20, .. "_lob/large_obj_0.lob"u8, 0, 0, 0, 0, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 1, 0x59];
        Assert.Equal(external, file[^external.Length..]);
        Assert.True(file.AsSpan().IndexOf((byte[])[0, 0, 0, 0, 0, 2, 7, 8]) > 0);
        Assert.Equal(["07 08", "externalLob(lf,_lob/large_obj_0.lob,12,345)"], SequenceRoundTrip.Read(file, batch.Schema));
    }

    [Fact]
    public void What_is_no_number_is_refused_with_its_row()
    {
        var batch = new RowBatch(new RowSchema([SampleRows.Schema[0], SampleRows.Schema[5]]));
        batch.Columns[0].AppendInt32(3);
        batch.Columns[1].AppendUntyped("NaN");
        var fault = Assert.Throws<TransferException>(() => SequenceRoundTrip.Write(SampleRows.Request(FileLayout.Sequence, schema: batch.Schema), batch));
        Assert.Contains("Column amount, row with id = 3: NaN is no number", fault.Message);
    }

    private static void AppendGolden(ColumnVector vector)
    {
        switch (vector.Kind)
        {
            case ColumnKind.Boolean:
                vector.AppendBoolean(true);
                break;
            case ColumnKind.Int64:
                vector.AppendInt64(11);
                break;
            case ColumnKind.Float32:
                vector.AppendFloat32(11);
                break;
            case ColumnKind.Float64:
                vector.AppendFloat64(11);
                break;
            case ColumnKind.Decimal:
                vector.AppendDecimal(0x4BC, 3);
                break;
            case ColumnKind.Date:
                vector.AppendDate(1);
                break;
            case ColumnKind.Time:
                vector.AppendTicks(11 * TimeSpan.TicksPerSecond);
                break;
            case ColumnKind.Timestamp:
                // Just before 1970: milliseconds round down, nanoseconds count up.
                vector.AppendTicks(-1);
                break;
            default:
                vector.AppendBytes([0xCA, 0xFE]);
                break;
        }
    }
}
