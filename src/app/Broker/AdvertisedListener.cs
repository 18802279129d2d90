namespace Levada.Broker;

/// <summary>What clients of a listener are told to connect to.</summary>
internal sealed record AdvertisedListener(string Name, string Host, ushort Port, short SecurityProtocol);
