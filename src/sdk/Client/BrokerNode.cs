namespace Levada.Client;

/// <summary>One broker of a cluster.</summary>
public sealed record BrokerNode(int Id, HostPort Address, string? Rack);
