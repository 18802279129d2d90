namespace Levada.Metadata.Configs;

/// <summary>One address to listen on, and the address clients are told instead.</summary>
/// <param name="Name">The listener's name, upper case.</param>
/// <param name="Host">Host or address to bind; empty for every address.</param>
/// <param name="Port">Port to bind; 0 lets the system choose.</param>
/// <param name="AdvertisedHost">What clients connect to; empty stands for this machine's own name.</param>
/// <param name="AdvertisedPort">What clients connect to; 0 stands for the port that was bound.</param>
public sealed record Listener(
    string Name, string Host, int Port, SecurityProtocol Protocol, string AdvertisedHost, int AdvertisedPort);
