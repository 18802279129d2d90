namespace Levada.Coordination;

/// <summary>The answer to a request that a decision has settled, its own or one that waited.</summary>
/// <param name="Token">What the runtime named the request.</param>
/// <param name="Response">The response message, boxed.</param>
public readonly record struct Completion(long Token, object Response);
