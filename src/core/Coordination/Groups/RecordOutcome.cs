namespace Levada.Coordination.Groups;

/// <summary>What became of a record that was to be taken in.</summary>
internal enum RecordOutcome
{
    /// <summary>Its type is of another kind of group.</summary>
    Foreign,

    Applied,

    /// <summary>It could not be read and was passed over.</summary>
    Malformed,
}
