using Levada.Client.Consuming;
using Levada.Text;

namespace Levada.Operations;

/// <summary><c>consume</c>.</summary>
/// <param name="Topics">Topics, or topics with partitions as <c>topic:0,1</c>.</param>
/// <param name="Group">Joins it and commits; null to read on one's own.</param>
/// <param name="CountMax">Ends after so many records; null for no end.</param>
/// <param name="IsEndingAtEnd">Ends where the partitions ended when reading began.</param>
/// <param name="Format">Null prints JSON lines.</param>
/// <param name="IsCommitting">Whether a group's positions are committed.</param>
internal sealed record ConsumeOptions(
    IReadOnlyList<string> Topics, OffsetRange Range, string? Group, string? InstanceId, long? CountMax, bool IsEndingAtEnd, RecordFormat? Format,
    byte[] NullText, bool IsCommitting, FetchOptions Fetch);
