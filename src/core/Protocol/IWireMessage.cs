namespace Levada.Protocol;

/// <summary>A generated message: its versions, its reader and its writer.</summary>
public interface IWireMessage<TSelf> where TSelf : struct, IWireMessage<TSelf>
{
    static abstract short LowestVersion { get; }
    static abstract short HighestVersion { get; }

    /// <summary>Whether the version uses compact lengths and tagged fields (KIP-482).</summary>
    static abstract bool IsFlexible(short version);

    /// <summary>Reads the body; a malformed one leaves <see cref="WireReader.Failed"/> set.</summary>
    static abstract TSelf Read(ref WireReader reader, short version);

    void Write(WireWriter writer, short version);

    /// <summary>The message with the time its receiver is throttled for; unchanged where it has no place for it (KIP-219).</summary>
    static virtual TSelf Throttled(TSelf message, int throttleTimeMs) => message;
}
