namespace Levada.Coordination.Groups.Share;

/// <summary>Who sends a share group's heartbeat.</summary>
public readonly record struct ShareClient(string ClientId, string ClientHost);
