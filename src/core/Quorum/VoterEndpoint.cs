namespace Levada.Quorum;

/// <summary>One address of a voter, by the name of its controller listener.</summary>
public readonly record struct VoterEndpoint(string Listener, string Host, ushort Port);
