using System.Data;
using System.Data.Common;
using System.Globalization;
using Levada.Databases.Values;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.Generic;

/// <summary>How a provider writes parameters, and the values it is given.</summary>
/// <param name="format">The marker in a statement, with <c>{0}</c> for the name; <c>?</c> where parameters have none.</param>
internal sealed class GenericParameters(string format) : IAdoParameters
{
    private const int DecimalDigitsMax = 28;

    public static GenericParameters Of(DbConnection connection, string product)
    {
        var standard = product == "Oracle" ? ":{0}" : "@{0}";
        try
        {
            var information = connection.GetSchema(DbMetaDataCollectionNames.DataSourceInformation);
            var format = information.Rows.Count == 0 ? null : information.Rows[0][DbMetaDataColumnNames.ParameterMarkerFormat] as string;
            // Some say only that there is a name, and leave out the sign before it.
            return new GenericParameters(string.IsNullOrEmpty(format) || format == "{0}" ? standard : format);
        }
        catch (Exception failure) when (failure is NotSupportedException or ArgumentException or InvalidOperationException or DbException)
        {
            return new GenericParameters(standard);
        }
    }

    public string Marker(int index) => string.Format(CultureInfo.InvariantCulture, format, NameOf(index));

    public void Add(DbCommand command, Column column)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = format.StartsWith('@') ? Marker(command.Parameters.Count) : NameOf(command.Parameters.Count);
        SetType(parameter, TypeOf(column.Kind));
        command.Parameters.Add(parameter);
    }

    public void Set(DbParameter parameter, Column column, ColumnVector vector, int row) => parameter.Value = Value(column, vector, row);

    private static object Value(Column column, ColumnVector vector, int row)
    {
        if (vector.IsNull(row))
            return DBNull.Value;
        if (vector.TryGetUntyped(row, out var text))
            return text;
        return vector.Kind switch
        {
            ColumnKind.Boolean => vector.Values<byte>()[row] != 0,
            ColumnKind.Int32 => vector.Values<int>()[row],
            ColumnKind.Int64 => vector.Values<long>()[row],
            ColumnKind.Float32 => vector.Values<float>()[row],
            ColumnKind.Float64 => vector.Values<double>()[row],
            ColumnKind.Decimal => DecimalOf(column, vector.Values<Int128>()[row], vector.Scales[row]),
            ColumnKind.Date => TimeOf(column, vector.Values<int>()[row] * TimeSpan.TicksPerDay),
            ColumnKind.Time => new TimeSpan(vector.Values<long>()[row]),
            ColumnKind.Timestamp => TimeOf(column, vector.Values<long>()[row]),
            ColumnKind.Text => System.Text.Encoding.UTF8.GetString(vector.GetBytes(row)),
            _ => vector.GetBytes(row).ToArray(),
        };
    }

    private static DbType TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => DbType.Boolean,
        ColumnKind.Int32 => DbType.Int32,
        ColumnKind.Int64 => DbType.Int64,
        ColumnKind.Float32 => DbType.Single,
        ColumnKind.Float64 => DbType.Double,
        ColumnKind.Decimal => DbType.Decimal,
        ColumnKind.Date => DbType.Date,
        ColumnKind.Time => DbType.Time,
        // A wall clock: some take DbType.DateTime for a moment of universal time.
        ColumnKind.Timestamp => DbType.DateTime2,
        ColumnKind.Bytes => DbType.Binary,
        _ => DbType.String,
    };

    // A provider that has no such type finds one by the value.
    private static void SetType(DbParameter parameter, DbType type)
    {
        try
        {
            parameter.DbType = type;
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            parameter.ResetDbType();
        }
    }

    private static string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"p{index}");

    // A System.Decimal only where it holds the number as it is; else the text, which the database may take.
    private static object DecimalOf(Column column, Int128 unscaled, int scale)
    {
        var magnitude = Int128.Abs(unscaled);
        if (scale <= DecimalDigitsMax && magnitude >> 96 == 0)
            return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), unscaled < 0, (byte)scale);
        Span<byte> text = stackalloc byte[ExactDecimal.TextLengthMax];
        return System.Text.Encoding.ASCII.GetString(text[..ExactDecimal.Format(unscaled, scale, text)]);
    }

    private static DateTime TimeOf(Column column, long ticks)
    {
        var shifted = (Int128)ticks + DateTime.UnixEpoch.Ticks;
        return shifted >= 0 && shifted <= DateTime.MaxValue.Ticks
            ? new DateTime((long)shifted)
            : throw new TransferException($"Column {column.Name}: the provider takes dates of the years 1 to 9999 only.");
    }
}
