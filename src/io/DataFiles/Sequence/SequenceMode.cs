namespace Levada.DataFiles.Sequence;

/// <summary>What of a SequenceFile is compressed.</summary>
internal enum SequenceMode
{
    None,

    /// <summary>Each value by itself.</summary>
    Record,

    /// <summary>Many records together.</summary>
    Block,
}
