namespace Levada.Coordination.Groups;

/// <summary>Who sends a JoinGroup, and how.</summary>
/// <param name="Token">Names the request towards <see cref="Decision.Completions"/>.</param>
/// <param name="Version">The request's version.</param>
/// <param name="ClientHost">The peer's address with Java's leading slash, as tools show it: <c>/127.0.0.1</c>.</param>
public readonly record struct JoiningClient(long Token, short Version, string ClientId, string ClientHost);
