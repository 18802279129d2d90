namespace Levada.Coordination.Groups;

/// <summary>Who sends a request of a group's member, and how.</summary>
/// <param name="Version">The request's version.</param>
/// <param name="ClientHost">The peer's address with Java's leading slash, as tools show it: <c>/127.0.0.1</c>.</param>
public readonly record struct GroupClient(short Version, string ClientId, string ClientHost);
