using Levada.Protocol;

namespace Levada.Coordination.Groups;

/// <summary>The rules of one kind of group, as far as the coordinator must call them without a request.</summary>
internal interface IGroupKind
{
    /// <summary>Takes one record in, on replay and right after it was decided.</summary>
    /// <param name="recordType">The key's first int16.</param>
    /// <param name="key">The key behind it.</param>
    /// <param name="value">Null for a tombstone.</param>
    RecordOutcome Apply(short recordType, ref WireReader key, byte[]? value);

    /// <summary>The log is replayed: starts what is not persisted, such as sessions. May decide records.</summary>
    void OnLoaded(Decision decision);
}
