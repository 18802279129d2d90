using System.Data.SqlTypes;
using System.Text;
using CsCheck;
using Levada.Databases.SqlServer;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Microsoft.Data.SqlClient;

namespace Levada.Databases.Tests.SqlServer;

public sealed class SqlServerValueTests
{
    private static readonly SqlServerParameters Parameters = new(isUnicodeSent: true);

    [Theory]
    [InlineData("bit", 1, SqlType.Bit, ColumnKind.Boolean, JavaType.Boolean)]
    [InlineData("tinyint", 1, SqlType.TinyInt, ColumnKind.Int32, JavaType.Integer)]
    [InlineData("bigint", 8, SqlType.BigInt, ColumnKind.Int64, JavaType.Long)]
    [InlineData("money", 8, SqlType.Decimal, ColumnKind.Decimal, JavaType.BigDecimal)]
    [InlineData("float", 8, SqlType.Double, ColumnKind.Float64, JavaType.Double)]
    [InlineData("datetime2", 8, SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp)]
    [InlineData("datetimeoffset", 10, SqlType.VarChar, ColumnKind.Text, JavaType.String)]
    [InlineData("varchar", 20, SqlType.VarChar, ColumnKind.Text, JavaType.String)]
    [InlineData("varchar", int.MaxValue, SqlType.LongVarChar, ColumnKind.Text, JavaType.String)]
    [InlineData("nvarchar", -1, SqlType.LongNVarChar, ColumnKind.Text, JavaType.String)]
    [InlineData("varbinary", 20, SqlType.VarBinary, ColumnKind.Bytes, JavaType.Bytes)]
    [InlineData("varbinary", int.MaxValue, SqlType.LongVarBinary, ColumnKind.Bytes, JavaType.BlobRef)]
    [InlineData("uniqueidentifier", 16, SqlType.Char, ColumnKind.Text, JavaType.String)]
    [InlineData("shop.sys.geography", int.MaxValue, SqlType.LongVarBinary, ColumnKind.Bytes, JavaType.BlobRef)]
    [InlineData("sql_variant", 8016, SqlType.VarChar, ColumnKind.Text, JavaType.String)]
    public void Types_are_those_that_Microsofts_driver_names(string name, int size, SqlType sqlType, ColumnKind kind, JavaType javaType)
    {
        var column = SqlServerTypes.ColumnOf("c", name, size, 38, 255);
        Assert.Equal((sqlType, kind, javaType), (column.SqlType, column.Kind, column.JavaType));
    }

    [Fact]
    public void Sizes_and_scales_are_kept()
    {
        Assert.Equal((19, 4), (SqlServerTypes.ColumnOf("c", "money", 8, 19, 255).Precision, SqlServerTypes.ColumnOf("c", "money", 8, 19, 255).Scale));
        Assert.Equal((38, 10), (SqlServerTypes.ColumnOf("c", "decimal", 17, 38, 10).Precision, SqlServerTypes.ColumnOf("c", "decimal", 17, 38, 10).Scale));
        Assert.Equal(20, SqlServerTypes.ColumnOf("c", "nvarchar", 20, 255, 255).Precision);
        Assert.Equal(0, SqlServerTypes.ColumnOf("c", "nvarchar", -1, 255, 255).Precision);
        Assert.Equal(11, SqlServerTypes.ColumnOf("c", "int", 4, 10, 255).DisplaySize);
    }

    [Fact]
    public void Decimals_keep_all_38_digits_both_ways() =>
        Gen.Select(Gen.ULong, Gen.ULong, Gen.Bool, Gen.Int[0, 38]).Sample((high, low, isNegative, scale) =>
        {
            var magnitude = (Int128)(new UInt128(high, low) % (UInt128)Int128.Parse("99999999999999999999999999999999999999"));
            var vector = new ColumnVector(ColumnKind.Decimal);
            vector.AppendDecimal(isNegative ? -magnitude : magnitude, scale);
            var value = (SqlDecimal)SqlServerParameters.Value(Column("decimal", ColumnKind.Decimal), vector, 0);
            return SqlServerCells.ValueOf(value) == (isNegative ? -magnitude : magnitude, scale);
        });

    [Fact]
    public void Values_are_typed_and_NULL_is_NULL()
    {
        Assert.Equal(DBNull.Value, Value("int", ColumnKind.Int32, vector => vector.AppendNull()));
        Assert.Equal(true, Value("bit", ColumnKind.Boolean, vector => vector.AppendBoolean(true)));
        Assert.Equal(-5L, Value("bigint", ColumnKind.Int64, vector => vector.AppendInt64(-5)));
        Assert.Equal("Zoë", Value("nvarchar", ColumnKind.Text, vector => vector.AppendBytes(Encoding.UTF8.GetBytes("Zoë"))));
        Assert.Equal(new DateTime(2020, 2, 29), Value("date", ColumnKind.Date, vector => vector.AppendDate(18_321)));
        Assert.Equal(new DateTime(1, 1, 1), Value("datetime2", ColumnKind.Timestamp, vector => vector.AppendTicks(-DateTime.UnixEpoch.Ticks)));
        Assert.Equal(new TimeSpan(23, 59, 59), Value("time", ColumnKind.Time, vector => vector.AppendTicks(new TimeSpan(23, 59, 59).Ticks)));
        Assert.Equal(new byte[] { 0, 255 }, Value("varbinary", ColumnKind.Bytes, vector => vector.AppendBytes([0, 255])));
        Assert.Equal(SqlDecimal.Parse("1.5"), Value("decimal", ColumnKind.Decimal, vector => vector.AppendUntyped("1.5")));
    }

    [Fact]
    public void A_value_that_the_type_cannot_hold_is_an_error_that_names_the_column()
    {
        Assert.Contains("Column c", Refusal("datetime", ColumnKind.Timestamp, vector => vector.AppendTicks(new DateTime(1752, 12, 31).Ticks - DateTime.UnixEpoch.Ticks)));
        Assert.Contains("Column c", Refusal("date", ColumnKind.Date, vector => vector.AppendDate(int.MaxValue)));
        Assert.Contains("Column c", Refusal("decimal", ColumnKind.Decimal, vector => vector.AppendUntyped("NaN")));
    }

    [Fact]
    public void Parameters_have_the_columns_type_and_one_of_two_sizes()
    {
        using var command = new SqlCommand();
        foreach (var (name, kind) in new[] { ("int", ColumnKind.Int32), ("datetime", ColumnKind.Timestamp), ("datetime2", ColumnKind.Timestamp), ("varchar", ColumnKind.Text) })
            Parameters.Add(command, Column(name, kind));
        new SqlServerParameters(isUnicodeSent: false).Add(command, Column("varchar", ColumnKind.Text));
        Assert.Equal(
            "@p0 Int, @p1 DateTime, @p2 DateTime2, @p3 NVarChar, @p4 VarChar",
            string.Join(", ", command.Parameters.Cast<SqlParameter>().Select(parameter => $"{parameter.ParameterName} {parameter.SqlDbType}")));
        Assert.Equal([4000, 4000, -1], new[] { 1, 4000, 4001 }.Select(length => SizeOf(command.Parameters[3], new string('x', length))));
        Assert.Equal([8000, 8000, -1], new[] { 1, 2000, 2001 }.Select(length => SizeOf(command.Parameters[4], new string('x', length))));
    }

    [Fact]
    public void A_bulk_load_gets_values_of_the_types_that_it_takes()
    {
        var schema = new RowSchema([Column("money", ColumnKind.Decimal), Column("uniqueidentifier", ColumnKind.Text), Column("datetimeoffset", ColumnKind.Text)]);
        var batch = new RowBatch(schema);
        batch.Columns[0].AppendDecimal(15_000, 4);
        batch.Columns[1].AppendText("6F9619FF-8B86-D011-B42D-00C04FC964FF");
        batch.Columns[2].AppendText("2020-01-01 00:00:00.1 +02:00");
        using var reader = new BatchDataReader(schema.Columns, batch, 0, 1);
        Assert.True(reader.Read());
        Assert.Equal((1.5m, typeof(decimal)), (reader.GetValue(0), reader.GetFieldType(0)));
        Assert.Equal(Guid.Parse("6F9619FF-8B86-D011-B42D-00C04FC964FF"), reader.GetValue(1));
        Assert.Equal(new DateTimeOffset(2020, 1, 1, 0, 0, 0, 100, TimeSpan.FromHours(2)), reader.GetValue(2));
    }

    [Fact]
    public void A_bulk_load_sees_the_chosen_rows_of_a_batch()
    {
        var schema = new RowSchema([Column("int", ColumnKind.Int32), Column("nvarchar", ColumnKind.Text) with { Name = "v" }]);
        var batch = new RowBatch(schema);
        for (var row = 0; row < 5; row++)
        {
            batch.Columns[0].AppendInt32(row);
            batch.Columns[1].AppendNull();
        }
        using var reader = new BatchDataReader(schema.Columns, batch, 1, 3);
        var rows = new List<(object, bool)>();
        while (reader.Read())
            rows.Add((reader["c"], reader.IsDBNull(reader.GetOrdinal("v"))));
        Assert.Equal([(1, true), (2, true), (3, true)], rows);
    }

    private static int SizeOf(SqlParameter parameter, string text)
    {
        var vector = new ColumnVector(ColumnKind.Text);
        vector.AppendText(text);
        Parameters.Set(parameter, Column("varchar", ColumnKind.Text), vector, 0);
        Assert.Equal(text, parameter.Value);
        return parameter.Size;
    }

    private static Column Column(string type, ColumnKind kind) => new("c", SqlType.Other, kind, JavaType.String) { DatabaseType = type };

    private static object Value(string type, ColumnKind kind, Action<ColumnVector> append)
    {
        var vector = new ColumnVector(kind);
        append(vector);
        return SqlServerParameters.Value(Column(type, kind), vector, 0);
    }

    private static string Refusal(string type, ColumnKind kind, Action<ColumnVector> append) =>
        Assert.Throws<TransferException>(() => Value(type, kind, append)).Message;
}
