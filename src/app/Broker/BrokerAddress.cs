namespace Levada.Broker;

/// <summary>A broker as clients of one listener reach it.</summary>
internal readonly record struct BrokerAddress(int Id, string Host, int Port, string? Rack, bool IsFenced);
