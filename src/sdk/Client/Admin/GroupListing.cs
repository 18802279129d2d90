namespace Levada.Client.Admin;

/// <summary>One group as listed.</summary>
/// <param name="State">Empty where the broker is older than 2.6.</param>
/// <param name="Type">classic, consumer, share ...; empty where the broker is older than 4.0.</param>
public sealed record GroupListing(string GroupId, string ProtocolType, string State, string Type);
