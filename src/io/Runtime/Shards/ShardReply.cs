using Levada.Protocol;

namespace Levada.Runtime.Shards;

/// <summary>A committed response, or the reason why there is none.</summary>
/// <param name="Error">
/// NotCoordinator, CoordinatorLoadInProgress, CoordinatorNotAvailable (overload, or not committed in time) or
/// UnknownServerError (a fault in the decision); None with a response.
/// </param>
public readonly record struct ShardReply<TResponse>(ErrorCode Error, TResponse? Response);
