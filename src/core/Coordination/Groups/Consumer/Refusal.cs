using Levada.Protocol;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>Why a request is not done.</summary>
internal sealed record Refusal(ErrorCode Error, string Reason);
