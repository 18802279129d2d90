using Levada.Protocol;

namespace Levada.Metadata;

/// <summary>A metadata record with a body of a known type.</summary>
public sealed class MetadataRecord<TBody>(short apiKey, short version, TBody body) : IMetadataRecord
    where TBody : struct, IWireMessage<TBody>
{
    public short ApiKey { get; } = apiKey;
    public short Version { get; } = version;
    public TBody Body { get; } = body;

    public void Write(WireWriter writer) => Body.Write(writer, Version);
    public override string ToString() => $"{typeof(TBody).Name} v{Version}";
}
