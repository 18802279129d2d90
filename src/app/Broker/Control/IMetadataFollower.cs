using Levada.Metadata.Configs;
using Levada.Metadata.Image;

namespace Levada.Broker.Control;

/// <summary>A part of the broker whose state follows the metadata log.</summary>
internal interface IMetadataFollower
{
    /// <summary>Called once per committed change, before it becomes visible to requests.</summary>
    void Follow(MetadataChange change, ConfigView configs);
}
