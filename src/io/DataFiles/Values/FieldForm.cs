namespace Levada.DataFiles.Values;

/// <summary>What a field of an Avro or Parquet file holds. Integers and all times are 32 or 64 bit integers of the file.</summary>
internal enum FieldForm
{
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Text,
    Bytes,

    /// <summary>A decimal as text.</summary>
    DecimalText,

    /// <summary>A decimal as an unscaled integer in two's complement, with the field's precision and scale.</summary>
    Decimal,

    /// <summary>A date, time or timestamp as milliseconds since 1970-01-01T00:00Z, its wall clock standing in the options' zone.</summary>
    EpochMillis,

    /// <summary>Days since 1970-01-01.</summary>
    Date,

    /// <summary>Microseconds since midnight.</summary>
    TimeMicros,

    /// <summary>Wall clock as microseconds since 1970-01-01T00:00, without a zone.</summary>
    WallMicros,

    /// <summary>An instant as microseconds since 1970-01-01T00:00Z.</summary>
    InstantMicros,
}
