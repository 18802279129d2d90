using Levada.Protocol;

namespace Levada.Coordination.Share;

/// <summary>A persisted state, or why it is not told.</summary>
public sealed record ShareStateRead(ErrorCode Error, PersistedShareState? State)
{
    internal static ShareStateRead Refused(ErrorCode error) => new(error, null);
}
