namespace Levada.Text;

internal enum OffsetKind
{
    Beginning,
    End,

    /// <summary>The group's committed offset.</summary>
    Stored,

    /// <summary>An offset as it is.</summary>
    Absolute,

    /// <summary>So many records before the end.</summary>
    BeforeEnd,

    /// <summary>The first record at or after a time in milliseconds since 1970.</summary>
    Time,
}
