using Levada.Text;

namespace Levada.Operations;

/// <summary><c>group seek</c>.</summary>
/// <param name="Topics">Topics, or topics with partitions as <c>topic:0,1</c>; empty for all the group has committed.</param>
/// <param name="Target">Where to; null with a shift.</param>
/// <param name="Shift">Records forward, or back if negative.</param>
/// <param name="IsExecuted">False only shows what would happen.</param>
internal sealed record GroupSeekOptions(string Group, IReadOnlyList<string> Topics, OffsetSpec? Target, long? Shift, bool IsExecuted);
