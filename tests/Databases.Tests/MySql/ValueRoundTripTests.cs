using System.Globalization;
using System.Text;
using CsCheck;
using Levada.Databases.MySql.Writing;
using Levada.Transfer.Rows;

namespace Levada.Databases.Tests.MySql;

/// <summary>What is written by either path is what is read back.</summary>
public sealed class ValueRoundTripTests
{
    private const string Table = """
        CREATE TABLE r (id INT NOT NULL PRIMARY KEY, b1 TINYINT(1), i INT, l BIGINT, lu BIGINT UNSIGNED, f FLOAT, d DOUBLE, n DECIMAL(38,10), n65 DECIMAL(65,30),
          bit1 BIT(1), bit12 BIT(12), y YEAR, da DATE, dt DATETIME(6), ti TIME(6), v VARCHAR(60), x TEXT, la VARCHAR(20) CHARACTER SET latin1, vb VARBINARY(60), lb LONGBLOB,
          e ENUM('1','0','x''y'), s SET('a','b'), j JSON);
        """;

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[Gen.Char["ab'\"\\\t\n\r\0\u001A,;?@% éΩ漢"], 0, 30], Any("\\N", "NULL", "", "\U0001F600", "''", "\\\\", "\\0"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_value_comes_back_as_it_was_written(bool isBulk)
    {
        using var run = MySqlRun.With(Table);
        Row.Array[1, 40].Sample(rows => RoundTrip(run, rows, isBulk), iter: 25, threads: 1);
    }

    [Fact]
    public void Decimals_are_written_with_all_their_digits() =>
        Gen.Decimal.Sample(value =>
        {
            var bits = decimal.GetBits(value);
            var scale = (bits[3] >> 16) & 0xFF;
            var unscaled = (Int128)(new UInt128(0, (uint)bits[2]) << 64 | ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
            return FormattedDecimal(bits[3] < 0 ? -unscaled : unscaled, scale) is var text
                && decimal.Parse(text, CultureInfo.InvariantCulture) == value && !text.TrimStart('-').StartsWith('.');
        });

    [Theory]
    [InlineData("5", 3, "0.005")]
    [InlineData("-5", 1, "-0.5")]
    [InlineData("0", 2, "0.00")]
    [InlineData("-99999999999999999999999999999999999999", 38, "-0.99999999999999999999999999999999999999")]
    public void Decimals_have_a_digit_before_the_point(string unscaled, int scale, string text) =>
        Assert.Equal(text, FormattedDecimal(Int128.Parse(unscaled, CultureInfo.InvariantCulture), scale));

    [Fact]
    public void Time_stamps_are_written_as_the_calendar_has_them() =>
        Gen.DateTime.Sample(value =>
        {
            var vector = new ColumnVector(ColumnKind.Timestamp);
            vector.AppendTicks(value.Ticks - DateTime.UnixEpoch.Ticks);
            return Formatted(vector) == value.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        });

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string FormattedDecimal(Int128 unscaled, int scale)
    {
        var vector = new ColumnVector(ColumnKind.Decimal);
        vector.AppendDecimal(unscaled, scale);
        return Formatted(vector);
    }

    private static string Formatted(ColumnVector vector)
    {
        Span<byte> buffer = stackalloc byte[PlainValues.LengthMax];
        return Encoding.ASCII.GetString(buffer[..PlainValues.Format(vector, 0, buffer)]);
    }

    private static readonly Gen<Action<ColumnVector>[]> Row = Gen.Select(
        Gen.Select(
            Gen.Bool.Select(value => new Action<ColumnVector>(vector => vector.AppendBoolean(value))),
            Gen.Int.Select(value => new Action<ColumnVector>(vector => vector.AppendInt32(value))),
            Gen.Long.Select(value => new Action<ColumnVector>(vector => vector.AppendInt64(value))),
            Gen.ULong.Select(value => new Action<ColumnVector>(vector =>
            {
                if (value <= long.MaxValue)
                    vector.AppendInt64((long)value);
                else
                    vector.AppendUntyped(value.ToString(CultureInfo.InvariantCulture));
            })),
            Gen.Float.Where(float.IsFinite).Where(value => value != 0 || !float.IsNegative(value)).Select(value => new Action<ColumnVector>(vector => vector.AppendFloat32(value))),
            Gen.Double.Where(double.IsFinite).Where(value => value != 0 || !double.IsNegative(value)).Select(value => new Action<ColumnVector>(vector => vector.AppendFloat64(value))),
            Gen.Long.Select(value => new Action<ColumnVector>(vector => vector.AppendDecimal(value, 10))),
            Gen.Long.Select(value => new Action<ColumnVector>(vector => vector.AppendDecimal((Int128)value * 10_000_000_000, 30)))),
        Gen.Select(
            Gen.Bool.Select(value => new Action<ColumnVector>(vector => vector.AppendBoolean(value))),
            Gen.Int[0, 4095].Select(value => new Action<ColumnVector>(vector => vector.AppendBytes([(byte)(value >> 8), (byte)value]))),
            Any(0, 1901, 2000, 2155).Select(value => new Action<ColumnVector>(vector => vector.AppendInt32(value))),
            Gen.Int[-354_285, 2_932_896].Select(value => new Action<ColumnVector>(vector => vector.AppendDate(value))),
            Gen.Long[-30_610_224_000_000_000, 253_402_300_799_000_000].Select(value => new Action<ColumnVector>(vector => vector.AppendTicks(value * 10))),
            Gen.Long[-3_020_399_999_999, 3_020_399_999_999].Select(value => new Action<ColumnVector>(vector => vector.AppendTicks(value * 10))),
            Texts.Select(value => new Action<ColumnVector>(vector => vector.AppendText(value))),
            Texts.Select(value => new Action<ColumnVector>(vector => vector.AppendText(value)))),
        Gen.Select(
            Gen.String[Gen.Char["aé'\\\n"], 0, 20].Select(value => new Action<ColumnVector>(vector => vector.AppendText(value))),
            Gen.Byte.Array[0, 60].Select(value => new Action<ColumnVector>(vector => vector.AppendBytes(value))),
            Gen.Byte.Array[0, 300].Select(value => new Action<ColumnVector>(vector => vector.AppendBytes(value))),
            Any("1", "0", "x'y").Select(value => new Action<ColumnVector>(vector => vector.AppendText(value))),
            Any("", "a", "a,b").Select(value => new Action<ColumnVector>(vector => vector.AppendText(value))),
            Any("{}", "[1, \"\\\\n\"]", "\"é\"").Select(value => new Action<ColumnVector>(vector => vector.AppendText(value)))),
        Gen.Int[0, 40],
        (first, second, third, nullAt) => (Action<ColumnVector>[])
        [
            .. ((Action<ColumnVector>[])
            [
                first.Item1, first.Item2, first.Item3, first.Item4, first.Item5, first.Item6, first.Item7, first.Item8,
                second.Item1, second.Item2, second.Item3, second.Item4, second.Item5, second.Item6, second.Item7, second.Item8,
                third.Item1, third.Item2, third.Item3, third.Item4, third.Item5, third.Item6,
            ]).Select((append, i) => i == nullAt ? vector => vector.AppendNull() : append),
        ]);

    private static void RoundTrip(MySqlRun run, Action<ColumnVector>[][] rows, bool isBulk)
    {
        using var session = run.OpenSession();
        var schema = session.DescribeTable(new("r"), CancellationToken.None);
        var batch = new RowBatch(schema);
        for (var id = 0; id < rows.Length; id++)
        {
            batch.Columns[0].AppendInt32(id);
            for (var i = 0; i < rows[id].Length; i++)
                rows[id][i](batch.Columns[i + 1]);
        }
        using (var writer = session.OpenWriter(new WriteRequest(new("r"), schema, WriteMode.Insert) { IsBulkAllowed = isBulk }, CancellationToken.None))
        {
            writer.Write(batch, CancellationToken.None);
            writer.Complete(CancellationToken.None);
        }
        if (isBulk)
            Assert.Equal(["Com_insert|0"], MySqlRun.Read(session, "SHOW SESSION STATUS WHERE Variable_name = 'Com_insert'"));
        using var reader = session.Read(new ReadRequest("SELECT * FROM r ORDER BY id", schema), CancellationToken.None);
        Assert.Equal(MySqlRun.Rows(new OneBatch(batch)), MySqlRun.Rows(reader));
        session.Execute("DELETE FROM r", CancellationToken.None);
    }

    private sealed class OneBatch(RowBatch batch) : IRowReader
    {
        private readonly System.Buffers.ArrayBufferWriter<byte> _rows = new();
        private bool _isRead;

        public RowSchema Schema => batch.Schema;

        public bool Read(RowBatch target, CancellationToken cancellationToken)
        {
            target.Clear();
            if (_isRead)
                return false;
            _isRead = true;
            for (var row = 0; row < batch.RowCount; row++)
                RowCodec.Write(batch, row, _rows);
            for (var rest = _rows.WrittenSpan; !rest.IsEmpty;)
                RowCodec.Read(ref rest, target);
            return true;
        }

        public void Dispose()
        {
        }
    }
}
