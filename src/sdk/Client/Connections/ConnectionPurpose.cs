namespace Levada.Client.Connections;

/// <summary>What a connection is for. Responses leave in order, so a long poll must not sit in front of other answers.</summary>
internal enum ConnectionPurpose
{
    Control,
    Produce,
    Fetch,
    Group,
}
