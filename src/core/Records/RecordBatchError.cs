namespace Levada.Records;

/// <summary>Why bytes are not a record batch.</summary>
public enum RecordBatchError
{
    None = 0,

    /// <summary>The bytes end before the header, or before the length it claims.</summary>
    Truncated,

    /// <summary>A message set of magic 0 or 1, which clients of Kafka 4 never send.</summary>
    ObsoleteMagic,

    /// <summary>A magic that no version of the format has.</summary>
    UnknownMagic,

    /// <summary>A length too small for the header, or too large to address.</summary>
    InvalidLength,
}
