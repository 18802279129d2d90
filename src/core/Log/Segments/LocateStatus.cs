namespace Levada.Log.Segments;

/// <summary>What a search for an offset inside one segment came to.</summary>
internal enum LocateStatus
{
    Found,

    /// <summary>Every batch of the segment ends before the offset.</summary>
    PastEnd,

    /// <summary>The file holds something that is no batch.</summary>
    Damaged,
}
