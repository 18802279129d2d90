using Levada.Transfer.Rows;
using Levada.Transfer.Splits;

namespace Levada.Transfer.Tests.Splits;

public sealed class SplitBoundsTests
{
    [Fact]
    public void Bounds_keep_the_exact_value_of_every_kind()
    {
        Assert.Equal(new SplitValue.Integer(long.MinValue), LowOf(ColumnKind.Int64, column => column.AppendInt64(long.MinValue)));
        Assert.Equal(new SplitValue.Integer(-7), LowOf(ColumnKind.Int32, column => column.AppendInt32(-7)));
        Assert.Equal(new SplitValue.Exact(12345, 2), LowOf(ColumnKind.Decimal, column => column.AppendDecimal(12345, 2)));
        Assert.Equal(new SplitValue.Real(0.1f), LowOf(ColumnKind.Float32, column => column.AppendFloat32(0.1f)));
        Assert.Equal(new SplitValue.Real(double.NaN), LowOf(ColumnKind.Float64, column => column.AppendFloat64(double.NaN)));
        Assert.Equal(new SplitValue.Boolean(true), LowOf(ColumnKind.Boolean, column => column.AppendBoolean(true)));
        Assert.Equal(new SplitValue.Text("ä"), LowOf(ColumnKind.Text, column => column.AppendText("ä")));
        Assert.Equal(new SplitValue.Text("infinity"), LowOf(ColumnKind.Timestamp, column => column.AppendUntyped("infinity")));
        Assert.Equal(SplitValue.Nothing, LowOf(ColumnKind.Timestamp, column => column.AppendNull()));
        Assert.Equal(new SplitValue.Temporal(-864_000_000_000, "1969-12-31"), LowOf(ColumnKind.Date, column => column.AppendDate(-1)));
        Assert.Equal(new SplitValue.Text("5874897-12-31"), LowOf(ColumnKind.Date, column => column.AppendDate(2_145_042_905)));
        Assert.Equal(new SplitValue.Temporal(1, "1970-01-01 00:00:00.0000001"), LowOf(ColumnKind.Timestamp, column => column.AppendTicks(1)));
        Assert.Equal(new SplitValue.Temporal(864_000_000_000, "24:00:00"), LowOf(ColumnKind.Time, column => column.AppendTicks(864_000_000_000)));
    }

    [Fact]
    public void The_type_is_that_of_the_first_column()
    {
        var batch = new RowBatch(new RowSchema([ColumnOf(SqlType.Decimal, ColumnKind.Int32), ColumnOf(SqlType.Integer, ColumnKind.Int32)]));
        batch.Columns[0].AppendInt32(3);
        batch.Columns[1].AppendInt32(5);
        Assert.Equal(new SplitBounds(SqlType.Decimal, new SplitValue.Integer(3), new SplitValue.Integer(5)), SplitBounds.From(batch));
    }

    [Fact]
    public void No_row_is_no_bound()
    {
        var batch = new RowBatch(new RowSchema([ColumnOf(SqlType.Date, ColumnKind.Date), ColumnOf(SqlType.Date, ColumnKind.Date)]));
        Assert.Equal(new SplitBounds(SqlType.Date, SplitValue.Nothing, SplitValue.Nothing), SplitBounds.From(batch));
    }

    [Fact]
    public void A_boundary_query_of_one_column_is_refused() =>
        Assert.Throws<TransferException>(() => SplitBounds.From(new RowBatch(new RowSchema([ColumnOf(SqlType.Date, ColumnKind.Date)]))));

    private static SplitValue LowOf(ColumnKind kind, Action<ColumnVector> append)
    {
        var column = new ColumnVector(kind);
        append(column);
        return SplitValue.From(column, 0);
    }

    private static Column ColumnOf(SqlType type, ColumnKind kind) => new("c", type, kind, JavaType.Integer);
}
