using System.Data;
using System.Data.Common;
using System.Data.SqlTypes;
using System.Globalization;
using System.Text;
using Levada.Databases.Generic;
using Levada.Databases.Values;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Microsoft.Data.SqlClient;

namespace Levada.Databases.SqlServer;

/// <summary>Values as typed parameters of SQL Server. Sizes are one of two, so that the server need not plan a statement for each length.</summary>
internal sealed class SqlServerParameters(bool isUnicodeSent) : IAdoParameters
{
    private const int ByteCountMax = 8000;
    private const int CharCountMax = 4000;
    private const int Unbounded = -1;

    // DATETIME begins here; DATETIME2 reaches back to the year 1.
    private static readonly long DateTimeTicksMin = SqlDateTime.MinValue.Value.Ticks;

    public string Marker(int index) => string.Create(CultureInfo.InvariantCulture, $"@p{index}");

    public void Add(DbCommand command, Column column)
    {
        command.Parameters.Add(new SqlParameter(Marker(command.Parameters.Count), TypeOf(column)));
    }

    // A value beyond the size would be cut by the provider, where the server refuses it.
    public void Set(DbParameter parameter, Column column, ColumnVector vector, int row)
    {
        parameter.Value = Value(column, vector, row);
        parameter.Size = (parameter.Value, ((SqlParameter)parameter).SqlDbType) switch
        {
            (string text, SqlDbType.NVarChar) => text.Length <= CharCountMax ? CharCountMax : Unbounded,
            // A character takes up to two bytes in the code pages, four in UTF-8.
            (string text, SqlDbType.VarChar) => text.Length <= ByteCountMax / 4 ? ByteCountMax : Unbounded,
            (byte[] bytes, _) => bytes.Length <= ByteCountMax ? ByteCountMax : Unbounded,
            (DBNull, SqlDbType.NVarChar) => CharCountMax,
            (DBNull, SqlDbType.VarChar or SqlDbType.VarBinary) => ByteCountMax,
            _ => 0,
        };
    }

    public static object Value(Column column, ColumnVector vector, int row)
    {
        if (vector.IsNull(row))
            return DBNull.Value;
        if (vector.TryGetUntyped(row, out var text))
            return ParseUntyped(column, text);
        return vector.Kind switch
        {
            ColumnKind.Boolean => vector.Values<byte>()[row] != 0,
            ColumnKind.Int32 => vector.Values<int>()[row],
            ColumnKind.Int64 => vector.Values<long>()[row],
            ColumnKind.Float32 => vector.Values<float>()[row],
            ColumnKind.Float64 => vector.Values<double>()[row],
            ColumnKind.Decimal => DecimalOf(vector.Values<Int128>()[row], vector.Scales[row]),
            ColumnKind.Date => TimeOf(column, (Int128)vector.Values<int>()[row] * TimeSpan.TicksPerDay),
            ColumnKind.Time => new TimeSpan(vector.Values<long>()[row]),
            ColumnKind.Timestamp => TimeOf(column, vector.Values<long>()[row]),
            ColumnKind.Text => Encoding.UTF8.GetString(vector.GetBytes(row)),
            _ => vector.GetBytes(row).ToArray(),
        };
    }

    private SqlDbType TypeOf(Column column) => column.Kind switch
    {
        ColumnKind.Boolean => SqlDbType.Bit,
        ColumnKind.Int32 => SqlDbType.Int,
        ColumnKind.Int64 => SqlDbType.BigInt,
        ColumnKind.Float32 => SqlDbType.Real,
        ColumnKind.Float64 => SqlDbType.Float,
        ColumnKind.Decimal => SqlDbType.Decimal,
        ColumnKind.Date => SqlDbType.Date,
        ColumnKind.Time => SqlDbType.Time,
        ColumnKind.Timestamp => column.DatabaseType is "datetime" or "smalldatetime" ? SqlDbType.DateTime : SqlDbType.DateTime2,
        ColumnKind.Bytes => SqlDbType.VarBinary,
        _ when !isUnicodeSent && column.DatabaseType is "char" or "varchar" or "text" => SqlDbType.VarChar,
        _ => SqlDbType.NVarChar,
    };

    private static SqlDecimal DecimalOf(Int128 unscaled, int scale)
    {
        var magnitude = (UInt128)Int128.Abs(unscaled);
        if (scale > SqlDecimal.MaxScale)
            throw new TransferException($"SQL Server: a number has {scale} digits after the point, and {SqlDecimal.MaxScale} are possible.");
        return new SqlDecimal(
            SqlDecimal.MaxPrecision, (byte)scale, unscaled >= 0,
            (int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), (int)(uint)(magnitude >> 96));
    }

    // A text that is no value of its column's kind: a decimal parameter takes no text, and the server's own message comes too late.
    private static object ParseUntyped(Column column, string text)
    {
        if (column.Kind == ColumnKind.Text)
            return text;
        return column.Kind == ColumnKind.Decimal && ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out var unscaled, out var scale)
            ? DecimalOf(unscaled, scale)
            : throw new TransferException($"Column {column.Name}: SQL Server's type {column.DatabaseType} cannot hold this value: {text}");
    }

    private static DateTime TimeOf(Column column, Int128 ticks)
    {
        var shifted = ticks + DateTime.UnixEpoch.Ticks;
        var first = column.DatabaseType is "datetime" or "smalldatetime" ? DateTimeTicksMin : 0;
        return shifted >= first && shifted <= DateTime.MaxValue.Ticks
            ? new DateTime((long)shifted)
            : throw new TransferException($"Column {column.Name}: SQL Server's type {column.DatabaseType} does not reach that far back or ahead in time.");
    }
}
