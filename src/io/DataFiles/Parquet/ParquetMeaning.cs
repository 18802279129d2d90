namespace Levada.DataFiles.Parquet;

/// <summary>What the stored values of a column mean.</summary>
internal enum ParquetMeaning
{
    /// <summary>What the physical type says; of INT96, a timestamp.</summary>
    Plain,
    Text,
    Decimal,
    Date,
    Time,
    Timestamp,
    Unsigned,
    Uuid,
    Float16,
}
