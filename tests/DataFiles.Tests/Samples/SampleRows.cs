using System.Globalization;
using System.Text;
using CsCheck;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;
using Levada.Transfer.Text;

namespace Levada.DataFiles.Tests.Samples;

/// <summary>Rows for tests: a schema with every kind of column, values of it, and rows as texts that can be compared.</summary>
internal static class SampleRows
{
    public static RowSchema Schema { get; } = new(
    [
        new("id", SqlType.Integer, ColumnKind.Int32, JavaType.Integer) { IsNullable = false },
        new("flag", SqlType.Bit, ColumnKind.Boolean, JavaType.Boolean),
        new("big", SqlType.BigInt, ColumnKind.Int64, JavaType.Long),
        new("small", SqlType.Real, ColumnKind.Float32, JavaType.Float),
        new("wide", SqlType.Double, ColumnKind.Float64, JavaType.Double),
        new("amount", SqlType.Decimal, ColumnKind.Decimal, JavaType.BigDecimal) { Precision = 20, Scale = 3 },
        new("born", SqlType.Date, ColumnKind.Date, JavaType.Date),
        new("at", SqlType.Time, ColumnKind.Time, JavaType.Time),
        new("seen", SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp),
        new("name", SqlType.VarChar, ColumnKind.Text, JavaType.String),
        new("raw", SqlType.VarBinary, ColumnKind.Bytes, JavaType.Bytes),
    ]);

    /// <summary>A value for each column, or null; the id is never null. Dates and times are whole seconds between 1950 and 2050.</summary>
    public static Gen<object?[]> Row { get; } =
        Gen.Select(
            Gen.Select(Gen.Int, Maybe(Gen.Bool), Maybe(Gen.Long), Maybe(Gen.Float), Maybe(Gen.Double)),
            Gen.Select(
                Maybe(Gen.Long[-999_999_999_999_999_999, 999_999_999_999_999_999]),
                Maybe(Gen.Int[-7000, 29_000]),
                Maybe(Gen.Int[0, 86_399]),
                Maybe(Gen.Long[-600_000_000, 2_500_000_000])),
            Gen.Select(Maybe(Gen.String), Maybe(Gen.Byte.Array[0, 40])),
            static (numbers, others, bytes) => new[]
            {
                numbers.Item1, numbers.Item2, numbers.Item3, numbers.Item4, numbers.Item5,
                others.Item1, others.Item2, others.Item3, others.Item4, bytes.Item1, bytes.Item2,
            });

    public static Gen<object?[][]> Rows { get; } = Row.Array[0, 60];

    /// <summary>The rows as a batch of <see cref="Schema"/>.</summary>
    public static RowBatch Batch(IEnumerable<object?[]> rows)
    {
        var batch = new RowBatch(Schema);
        foreach (var row in rows)
            for (var ordinal = 0; ordinal < row.Length; ordinal++)
                Append(batch.Columns[ordinal], row[ordinal]);
        return batch;
    }

    /// <summary>So many rows of fixed content, every seventh cell NULL.</summary>
    public static RowBatch Fixed(int rowCount, int firstId = 0)
    {
        var rows = Enumerable.Range(firstId, rowCount).Select(static id => new object?[]
        {
            id, id % 2 == 0, id * 1_000_000_007L, id / 4f, id / 8d, id * 1001L, id % 20_000, id % 86_400, id * 3671L,
            "näme " + id.ToString(CultureInfo.InvariantCulture), new[] { (byte)id, (byte)(id >> 8), (byte)0xFE },
        });
        return Batch(rows.Select(static row => row.Select((cell, ordinal) => ordinal > 0 && ((int)row[0]! + ordinal) % 7 == 0 ? null : cell).ToArray()));
    }

    public static TargetRequest Request(
        FileLayout layout, string? codec = null, RowSchema? schema = null, params (string Name, string Value)[] properties)
    {
        var options = new TransferOptions(ToolName.Import) { Layout = layout, CompressionCodec = codec, IsCompressed = codec is not null };
        foreach (var (name, value) in properties)
            options = options with { Properties = options.Properties.SetItem(name, value) };
        return new TargetRequest("out", schema ?? Schema, options, TargetMode.Create, "emp") { SourceName = "emp" };
    }

    /// <summary>A batch's rows as texts, NULL as such.</summary>
    public static List<string> Texts(RowBatch batch)
    {
        var rows = new List<string>();
        for (var row = 0; row < batch.RowCount; row++)
            rows.Add(string.Join(" | ", batch.Columns.Select((column, ordinal) => ValueText.Of(batch.Schema[ordinal], column, row) ?? "NULL")));
        return rows;
    }

    /// <summary>All rows of a reader as texts.</summary>
    public static List<string> Texts(IRowReader reader)
    {
        var rows = new List<string>();
        var batch = new RowBatch(reader.Schema);
        while (reader.Read(batch, TestContext.Current.CancellationToken))
            rows.AddRange(Texts(batch));
        return rows;
    }

    private static Gen<object?> Maybe<T>(Gen<T> gen) => Gen.Frequency((1, Gen.Const((object?)null)), (5, gen.Select(static value => (object?)value)));

    private static void Append(ColumnVector vector, object? value)
    {
        switch (value, vector.Kind)
        {
            case (null, _):
                vector.AppendNull();
                break;
            case (bool flag, _):
                vector.AppendBoolean(flag);
                break;
            case (int number, ColumnKind.Int32):
                vector.AppendInt32(number);
                break;
            case (int days, ColumnKind.Date):
                vector.AppendDate(days);
                break;
            case (int seconds, _):
                vector.AppendTicks(seconds * TimeSpan.TicksPerSecond);
                break;
            case (long seconds, ColumnKind.Timestamp):
                vector.AppendTicks(seconds * TimeSpan.TicksPerSecond);
                break;
            case (long unscaled, ColumnKind.Decimal):
                vector.AppendDecimal(unscaled, 3);
                break;
            case (long number, _):
                vector.AppendInt64(number);
                break;
            case (float number, _):
                vector.AppendFloat32(number);
                break;
            case (double number, _):
                vector.AppendFloat64(number);
                break;
            case (string text, _):
                vector.AppendBytes(Encoding.UTF8.GetBytes(text));
                break;
            default:
                vector.AppendBytes((byte[])value);
                break;
        }
    }
}
