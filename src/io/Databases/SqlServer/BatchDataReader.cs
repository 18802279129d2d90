using System.Collections;
using System.Collections.Immutable;
using System.Data.Common;
using System.Data.SqlTypes;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Levada.Transfer.Rows;

namespace Levada.Databases.SqlServer;

/// <summary>Some rows of a batch, as a bulk load takes them.</summary>
internal sealed class BatchDataReader(ImmutableArray<Column> columns, RowBatch batch, int start, int count) : DbDataReader
{
    private int _row = start - 1;

    public override int FieldCount => columns.Length;

    public override bool HasRows => count > 0;

    public override bool IsClosed => false;

    public override int Depth => 0;

    public override int RecordsAffected => -1;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool Read() => ++_row < start + count;

    public override bool NextResult() => false;

    public override object GetValue(int ordinal) =>
        ForBulk(columns[ordinal], SqlServerParameters.Value(columns[ordinal], batch.Columns[ordinal], _row));

    public override bool IsDBNull(int ordinal) => batch.Columns[ordinal].IsNull(_row);

    public override string GetName(int ordinal) => columns[ordinal].Name;

    public override int GetOrdinal(string name)
    {
        for (var ordinal = 0; ordinal < columns.Length; ordinal++)
            if (columns[ordinal].Name == name)
                return ordinal;
        throw new ArgumentException($"There is no column {name}.", nameof(name));
    }

    public override string GetDataTypeName(int ordinal) => columns[ordinal].DatabaseType;

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type GetFieldType(int ordinal) => columns[ordinal].Kind switch
    {
        ColumnKind.Boolean => typeof(bool),
        ColumnKind.Int32 => typeof(int),
        ColumnKind.Int64 => typeof(long),
        ColumnKind.Float32 => typeof(float),
        ColumnKind.Float64 => typeof(double),
        ColumnKind.Decimal => IsMoney(columns[ordinal]) ? typeof(decimal) : typeof(SqlDecimal),
        ColumnKind.Date or ColumnKind.Timestamp => typeof(DateTime),
        ColumnKind.Time => typeof(TimeSpan),
        ColumnKind.Text => typeof(string),
        _ => typeof(byte[]),
    };

    public override int GetValues(object[] values)
    {
        var length = Math.Min(values.Length, FieldCount);
        for (var ordinal = 0; ordinal < length; ordinal++)
            values[ordinal] = GetValue(ordinal);
        return length;
    }

    public override bool GetBoolean(int ordinal) => (bool)GetValue(ordinal);

    public override byte GetByte(int ordinal) => (byte)GetValue(ordinal);

    public override char GetChar(int ordinal) => (char)GetValue(ordinal);

    public override DateTime GetDateTime(int ordinal) => (DateTime)GetValue(ordinal);

    public override decimal GetDecimal(int ordinal) => (decimal)GetValue(ordinal);

    public override double GetDouble(int ordinal) => (double)GetValue(ordinal);

    public override float GetFloat(int ordinal) => (float)GetValue(ordinal);

    public override Guid GetGuid(int ordinal) => (Guid)GetValue(ordinal);

    public override short GetInt16(int ordinal) => (short)GetValue(ordinal);

    public override int GetInt32(int ordinal) => (int)GetValue(ordinal);

    public override long GetInt64(int ordinal) => (long)GetValue(ordinal);

    public override string GetString(int ordinal) => (string)GetValue(ordinal);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    // A bulk load converts less than a parameter does.
    private static object ForBulk(Column column, object value) => value switch
    {
        SqlDecimal number when IsMoney(column) => number.Value,
        string text when column.DatabaseType == "uniqueidentifier" && Guid.TryParse(text, out var guid) => guid,
        string text when column.DatabaseType == "datetimeoffset"
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => value,
    };

    private static bool IsMoney(Column column) => column.DatabaseType is "money" or "smallmoney";
}
