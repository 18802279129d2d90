using Levada.Protocol;

namespace Levada.Metadata;

/// <summary>One record of the metadata log: its type, the version it is written in and its body.</summary>
public interface IMetadataRecord
{
    /// <summary>The number of the record type in the metadata log's frame.</summary>
    short ApiKey { get; }

    short Version { get; }

    /// <summary>Writes the body, without the frame.</summary>
    void Write(WireWriter writer);
}
