namespace Levada.Transfer.Text;

/// <summary>What <see cref="DelimitedParser.Read"/> found at the front of a buffer.</summary>
public enum RecordStatus
{
    /// <summary>A whole record.</summary>
    Record,

    /// <summary>The beginning of a record: call again with more bytes behind the same ones.</summary>
    NeedMore,

    /// <summary>Nothing, and nothing more will come.</summary>
    End,

    /// <summary>Bytes that are no record; <see cref="DelimitedParser.Failure"/> says why.</summary>
    Failed,
}
