using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Levada.Databases.Values;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.Databases.Generic;

/// <summary>Reads values by a provider's typed getters; a value that they refuse is kept as the provider's text of it.</summary>
internal static class AdoCells
{
    private const string TimestampForm = "yyyy-MM-dd HH:mm:ss.FFFFFFF";

    /// <summary>A cell for each column, by its kind and by what the provider says that it gives.</summary>
    public static ImmutableArray<AdoCell> Of(RowSchema schema, DbDataReader reader, ILargeObjectStore? largeObjects) =>
        [.. schema.Columns.Select((column, ordinal) => WithFallback(Of(column, reader.GetFieldType(ordinal), largeObjects)))];

    /// <summary>Appends a number of a <see cref="decimal"/> exactly, widened to the column's digits after the point.</summary>
    public static void AppendDecimal(ColumnVector vector, decimal value, int declaredScale)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = (((UInt128)(uint)bits[2]) << 64) | (((UInt128)(uint)bits[1]) << 32) | (uint)bits[0];
        var unscaled = bits[3] < 0 ? -(Int128)magnitude : (Int128)magnitude;
        AppendDecimal(vector, unscaled, (bits[3] >> 16) & 0xff, declaredScale);
    }

    public static void AppendDecimal(ColumnVector vector, Int128 unscaled, int scale, int declaredScale)
    {
        (unscaled, scale) = ExactDecimal.Pad(unscaled, scale, declaredScale);
        vector.AppendDecimal(unscaled, scale);
    }

    public static void AppendTimestamp(ColumnVector vector, DateTime value) => vector.AppendTicks(value.Ticks - DateTime.UnixEpoch.Ticks);

    public static void AppendDate(ColumnVector vector, DateTime value)
    {
        // A day with a time of day is no date: nothing of it is dropped.
        if (value.TimeOfDay != TimeSpan.Zero)
            vector.AppendUntyped(value.ToString(TimestampForm, CultureInfo.InvariantCulture));
        else
            vector.AppendDate((int)((value.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerDay));
    }

    private static AdoCell Of(Column column, Type type, ILargeObjectStore? largeObjects) => column.Kind switch
    {
        ColumnKind.Boolean => static (reader, ordinal, vector, _) => vector.AppendBoolean(reader.GetBoolean(ordinal)),
        ColumnKind.Int32 => Int32Of(type),
        ColumnKind.Int64 => type == typeof(uint)
            ? static (reader, ordinal, vector, _) => vector.AppendInt64(reader.GetFieldValue<uint>(ordinal))
            : static (reader, ordinal, vector, _) => vector.AppendInt64(reader.GetInt64(ordinal)),
        ColumnKind.Float32 => static (reader, ordinal, vector, _) => vector.AppendFloat32(reader.GetFloat(ordinal)),
        ColumnKind.Float64 => static (reader, ordinal, vector, _) => vector.AppendFloat64(reader.GetDouble(ordinal)),
        ColumnKind.Decimal => DecimalOf(column, type),
        ColumnKind.Date => type == typeof(DateOnly)
            ? static (reader, ordinal, vector, _) => AppendDate(vector, reader.GetFieldValue<DateOnly>(ordinal).ToDateTime(TimeOnly.MinValue))
            : static (reader, ordinal, vector, _) => AppendDate(vector, reader.GetDateTime(ordinal)),
        ColumnKind.Time => type == typeof(TimeOnly)
            ? static (reader, ordinal, vector, _) => vector.AppendTicks(reader.GetFieldValue<TimeOnly>(ordinal).Ticks)
            : static (reader, ordinal, vector, _) => vector.AppendTicks(reader.GetFieldValue<TimeSpan>(ordinal).Ticks),
        ColumnKind.Timestamp => static (reader, ordinal, vector, _) => AppendTimestamp(vector, reader.GetDateTime(ordinal)),
        ColumnKind.Bytes => AdoLargeCells.Bytes(column, largeObjects),
        _ when type == typeof(string) => AdoLargeCells.Text(column, largeObjects),
        _ => static (reader, ordinal, vector, _) => vector.AppendText(TextOf(reader.GetValue(ordinal))),
    };

    private static AdoCell Int32Of(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => static (reader, ordinal, vector, _) => vector.AppendInt32(reader.GetByte(ordinal)),
        TypeCode.SByte => static (reader, ordinal, vector, _) => vector.AppendInt32(reader.GetFieldValue<sbyte>(ordinal)),
        TypeCode.Int16 => static (reader, ordinal, vector, _) => vector.AppendInt32(reader.GetInt16(ordinal)),
        TypeCode.UInt16 => static (reader, ordinal, vector, _) => vector.AppendInt32(reader.GetFieldValue<ushort>(ordinal)),
        _ => static (reader, ordinal, vector, _) => vector.AppendInt32(reader.GetInt32(ordinal)),
    };

    private static AdoCell DecimalOf(Column column, Type type)
    {
        var scale = column.Scale;
        return type == typeof(ulong)
            ? (reader, ordinal, vector, _) => AppendDecimal(vector, reader.GetFieldValue<ulong>(ordinal), 0, scale)
            : (reader, ordinal, vector, _) => AppendDecimal(vector, reader.GetDecimal(ordinal), scale);
    }

    // A number beyond System.Decimal, a text in a numeric column of a database that allows it.
    private static AdoCell WithFallback(AdoCell cell) => (reader, ordinal, vector, cancellationToken) =>
    {
        try
        {
            cell(reader, ordinal, vector, cancellationToken);
        }
        catch (Exception failure) when (failure is InvalidCastException or OverflowException or FormatException)
        {
            vector.AppendUntyped(TextOf(reader.GetProviderSpecificValue(ordinal)));
        }
    };

    private static string TextOf(object value) => value switch
    {
        string text => text,
        DateTime time => time.ToString(TimestampForm, CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString($"{TimestampForm} zzz", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
