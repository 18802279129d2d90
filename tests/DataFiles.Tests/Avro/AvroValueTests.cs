using System.Text;
using Levada.DataFiles.Avro;
using Levada.DataFiles.Tests.Samples;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Tests.Avro;

public sealed class AvroValueTests
{
    [Fact]
    public void A_block_has_the_bytes_of_the_specification()
    {
        var schema = new RowSchema([SampleRows.Schema[0], SampleRows.Schema[1], SampleRows.Schema[9]]);
        var batch = new RowBatch(schema);
        batch.Columns[0].AppendInt32(-65);
        batch.Columns[1].AppendBoolean(true);
        batch.Columns[2].AppendText("foo");
        batch.Columns[0].AppendNull();
        batch.Columns[1].AppendBoolean(false);
        batch.Columns[2].AppendNull();
        var file = AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro, schema: schema), batch);
        // Two rows in 14 bytes; -65 is 81 01 and "foo" 06 66 6F 6F in the specification's own examples and by its rule.
        byte[] block = [4, 28, 2, 0x81, 1, 2, 1, 2, 6, (byte)'f', (byte)'o', (byte)'o', 0, 2, 0, 0];
        Assert.Equal([.. block, .. AvroRoundTrip.Sync], file[^(block.Length + 16)..]);
    }

    [Theory]
    [InlineData("2021-01-15 12:00:00", 1_610_708_400_000)]
    [InlineData("2021-07-15 12:00:00", 1_626_343_200_000)]
    [InlineData("2021-03-28 02:30:00", 1_616_895_000_000)] // Left out in Berlin: moved forward to 03:30 summer time.
    [InlineData("2021-10-31 02:30:00", 1_635_640_200_000)] // Twice in Berlin: the earlier.
    [InlineData("1969-12-31 23:59:59", -3_601_000)]
    public void A_timestamp_is_milliseconds_of_its_wall_clock_in_the_zone(string wall, long millis)
    {
        var column = SampleRows.Schema[8];
        var batch = new RowBatch(new RowSchema([column]));
        batch.Columns[0].AppendTicks((DateTime.Parse(wall, null) - DateTime.UnixEpoch).Ticks + 1_234_567);
        var file = AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro, schema: batch.Schema), AvroRoundTrip.Berlin, batch);
        var asNumber = column with { Kind = ColumnKind.Int64, JavaType = JavaType.Long };
        Assert.Equal([$"{millis + 123}"], AvroRoundTrip.Read(file, new RowSchema([asNumber])));
    }

    [Fact]
    public void Dates_and_times_are_milliseconds_in_the_zone_too()
    {
        var batch = new RowBatch(new RowSchema([SampleRows.Schema[6], SampleRows.Schema[7]]));
        batch.Columns[0].AppendDate(18_822);
        batch.Columns[1].AppendTicks(TimeSpan.TicksPerDay);
        var file = AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro, schema: batch.Schema), AvroRoundTrip.Berlin, batch);
        var numbers = batch.Schema.Columns.Select(static column => column with { Kind = ColumnKind.Int64, JavaType = JavaType.Long });
        Assert.Equal([$"{(18_822L * 86_400_000) - 7_200_000} | {86_400_000 - 3_600_000}"], AvroRoundTrip.Read(file, new RowSchema([.. numbers])));
        Assert.Equal(["2021-07-14 | 00:00:00"], AvroRoundTrip.Read(file, batch.Schema, AvroRoundTrip.Berlin));
    }

    [Fact]
    public void A_value_out_of_range_names_column_row_and_way_out()
    {
        var batch = new RowBatch(new RowSchema([SampleRows.Schema[0], SampleRows.Schema[6]]));
        batch.Columns[0].AppendInt32(17);
        batch.Columns[1].AppendUntyped("infinity");
        var fault = Assert.Throws<TransferException>(() => AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro, schema: batch.Schema), batch));
        Assert.Equal(
            "Column born, row with id = 17: infinity cannot be stored as EpochMillis. As text it can be had with --map-column-java born=String.",
            fault.Message);
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData((TimeSpan.TicksPerHour * 838) + (TimeSpan.TicksPerMinute * 59))]
    public void A_time_that_is_none_of_the_day_is_refused(long ticks)
    {
        var batch = new RowBatch(new RowSchema([SampleRows.Schema[7]]));
        batch.Columns[0].AppendTicks(ticks);
        var fault = Assert.Throws<TransferException>(() => AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro, schema: batch.Schema), batch));
        Assert.Contains("is no time of day", fault.Message);
    }

    [Fact]
    public void An_unsigned_number_beyond_64_bits_is_refused()
    {
        var column = new Column("u", SqlType.BigInt, ColumnKind.Decimal, JavaType.Long) { IsUnsigned = true };
        var batch = new RowBatch(new RowSchema([column]));
        batch.Columns[0].AppendDecimal(long.MaxValue, 0);
        Assert.Equal(
            [$"{long.MaxValue}"], AvroRoundTrip.Read(AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro, schema: batch.Schema), batch), batch.Schema));
        batch.Columns[0].AppendDecimal((Int128)long.MaxValue + 1, 0);
        var fault = Assert.Throws<TransferException>(() => AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro, schema: batch.Schema), batch));
        Assert.Contains("9223372036854775808 does not fit an integer of 64 bits", fault.Message);
    }

    [Fact]
    public void A_decimal_of_65_digits_keeps_them_as_text_and_as_a_number()
    {
        var digits = new string('7', 35) + "." + new string('3', 30);
        var column = new Column("d", SqlType.Decimal, ColumnKind.Decimal, JavaType.BigDecimal) { Precision = 65, Scale = 30 };
        var batch = new RowBatch(new RowSchema([column]));
        batch.Columns[0].AppendUntyped(digits);
        batch.Columns[0].AppendUntyped("-" + digits);
        foreach (var isLogical in new[] { "false", "true" })
        {
            var request = SampleRows.Request(FileLayout.Avro, null, batch.Schema, ("sqoop.avro.logical_types.decimal.enable", isLogical));
            Assert.Equal([digits, "-" + digits], AvroRoundTrip.Read(AvroRoundTrip.Write(request, batch), batch.Schema));
        }
    }

    [Fact]
    public void A_decimal_of_another_scale_needs_padding()
    {
        var batch = new RowBatch(new RowSchema([SampleRows.Schema[5]]));
        batch.Columns[0].AppendDecimal(15, 1);
        (string, string)[] logical = [("sqoop.avro.logical_types.decimal.enable", "true")];
        var fault = Assert.Throws<TransferException>(
            () => AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro, null, batch.Schema, logical), batch));
        Assert.Contains("sqoop.avro.decimal_padding.enable", fault.Message);
        var padded = SampleRows.Request(FileLayout.Avro, null, batch.Schema, [.. logical, ("sqoop.avro.decimal_padding.enable", "true")]);
        Assert.Equal(["1.500"], AvroRoundTrip.Read(AvroRoundTrip.Write(padded, batch), batch.Schema));
        var text = SampleRows.Request(FileLayout.Avro, null, batch.Schema, ("sqoop.avro.decimal_padding.enable", "true"));
        Assert.Equal(["1.500"], AvroRoundTrip.Read(AvroRoundTrip.Write(text, batch), batch.Schema));
    }

    [Fact]
    public void A_small_decimal_is_plain_unless_Javas_form_is_asked_for()
    {
        var batch = new RowBatch(new RowSchema([SampleRows.Schema[5] with { Scale = 7 }]));
        batch.Columns[0].AppendDecimal(1, 7);
        var asText = new RowSchema([SampleRows.Schema[9] with { Name = "amount" }]);
        var plain = AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro, schema: batch.Schema), batch);
        Assert.Equal(["0.0000001"], AvroRoundTrip.Read(plain, asText));
        var java = SampleRows.Request(FileLayout.Avro, null, batch.Schema, ("sqoop.bigdecimal.format.string", "false"));
        Assert.Equal(["1E-7"], AvroRoundTrip.Read(AvroRoundTrip.Write(java, batch), asText));
    }

    [Fact]
    public void Text_in_place_of_a_large_object_is_stored_as_its_bytes()
    {
        var batch = new RowBatch(new RowSchema([SampleRows.Schema[10] with { SqlType = SqlType.Blob, JavaType = JavaType.BlobRef }]));
        batch.Columns[0].AppendUntyped("externalLob(lf,_lob/large_obj_0.lob,0,99)");
        var file = AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro, schema: batch.Schema), batch);
        var asText = new RowSchema([SampleRows.Schema[9] with { Name = "raw" }]);
        Assert.Equal(["externalLob(lf,_lob/large_obj_0.lob,0,99)"], AvroRoundTrip.Read(file, asText));
    }

    [Fact]
    public void Values_are_read_as_the_wanted_columns_kind()
    {
        var file = AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro), SampleRows.Fixed(2, 8));
        var wanted = new RowSchema(
        [
            new("BIG", SqlType.Decimal, ColumnKind.Decimal, JavaType.BigDecimal),
            new("Amount", SqlType.Decimal, ColumnKind.Decimal, JavaType.BigDecimal),
            new("id", SqlType.VarChar, ColumnKind.Text, JavaType.String),
            new("wide", SqlType.VarChar, ColumnKind.Text, JavaType.String),
        ]);
        Assert.Equal(["8000000056 | 8.008 | 8 | 1.0", "9000000063 | NULL | 9 | 1.125"], AvroRoundTrip.Read(file, wanted));
    }

    [Fact]
    public void A_value_that_the_wanted_column_cannot_hold_names_file_record_and_column()
    {
        var file = AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro), SampleRows.Fixed(3, 1));
        var wanted = new RowSchema([new("name", SqlType.Integer, ColumnKind.Int32, JavaType.Integer)]);
        var fault = Assert.Throws<TransferException>(() => AvroRoundTrip.Read(file, wanted));
        Assert.StartsWith("part-m-00000.avro, record 0: column name cannot hold 'näme 1'", fault.Message);
    }

    [Fact]
    public void The_files_own_columns_are_those_that_were_imported()
    {
        var schema = new RowSchema([.. SampleRows.Schema.Columns, new("_odd-$name", SqlType.NVarChar, ColumnKind.Text, JavaType.String)]);
        var read = AvroFile.ReadSchema(new MemoryStream(AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro, schema: schema))), "f");
        Assert.Equal(schema.Columns.Select(static column => column.Name), read.Columns.Select(static column => column.Name));
        // A decimal that became text is text: to read it as a number would change how it is written.
        Assert.Equal(
            schema.Columns.Select(static column => column.Kind == ColumnKind.Decimal ? ColumnKind.Text : column.Kind),
            read.Columns.Select(static column => column.Kind));
        Assert.Equal(schema.Columns.Select(static column => column.SqlType), read.Columns.Select(static column => column.SqlType));
    }

    [Fact]
    public void Invalid_UTF8_passes_as_it_is()
    {
        var batch = new RowBatch(new RowSchema([SampleRows.Schema[9]]));
        batch.Columns[0].AppendBytes([0xC3, 0x28]);
        var file = AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro, schema: batch.Schema), batch);
        Assert.Equal([Encoding.UTF8.GetString([0xC3, 0x28])], AvroRoundTrip.Read(file, batch.Schema));
    }
}
