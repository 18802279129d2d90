namespace Levada.Records;

/// <summary>What a walk over the records of a batch found wrong.</summary>
public enum BatchWalkError
{
    None = 0,

    /// <summary>A record's lengths do not add up, or the payload ends inside a record.</summary>
    MalformedRecord,

    /// <summary>A record has attributes; none are defined.</summary>
    RecordAttributes,

    /// <summary>Offset deltas are not 0, 1, 2 and so on.</summary>
    OffsetDelta,

    /// <summary>More or fewer records than the header says.</summary>
    RecordCount,

    /// <summary>A codec id that does not exist.</summary>
    UnknownCodec,

    /// <summary>The compressed payload cannot be decoded.</summary>
    MalformedCompression,

    /// <summary>The payload decompresses to more than the bound.</summary>
    DecompressedTooLarge,
}
