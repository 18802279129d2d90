namespace Levada.Records;

/// <summary>Who set the timestamps of a batch: bit 3 of its attributes.</summary>
public enum TimestampType
{
    /// <summary>The producer, one for each record.</summary>
    CreateTime = 0,

    /// <summary>The broker, one for the whole batch: its max timestamp.</summary>
    LogAppendTime = 1,
}
