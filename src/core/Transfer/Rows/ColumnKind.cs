namespace Levada.Transfer.Rows;

/// <summary>How a column's values lie in a <see cref="ColumnVector"/>.</summary>
public enum ColumnKind
{
    /// <summary>One byte, 0 or 1.</summary>
    Boolean,

    /// <summary>A signed integer of four bytes.</summary>
    Int32,

    /// <summary>A signed integer of eight bytes.</summary>
    Int64,

    /// <summary>IEEE 754, four bytes.</summary>
    Float32,

    /// <summary>IEEE 754, eight bytes.</summary>
    Float64,

    /// <summary>An unscaled integer of up to 38 digits and, beside it, the number of digits after the point.</summary>
    Decimal,

    /// <summary>Days since 1970-01-01 in the proleptic Gregorian calendar, four bytes.</summary>
    Date,

    /// <summary>Units of 100 ns since midnight, eight bytes; below zero or beyond a day where the database allows it.</summary>
    Time,

    /// <summary>Wall clock as units of 100 ns since 1970-01-01T00:00:00, eight bytes, without a time zone.</summary>
    Timestamp,

    /// <summary>UTF-8.</summary>
    Text,

    /// <summary>Bytes as they are.</summary>
    Bytes,
}
