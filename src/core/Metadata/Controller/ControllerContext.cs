using Levada.Metadata.Configs;
using Levada.Metadata.Image;
using Levada.Protocol;

namespace Levada.Metadata.Controller;

/// <summary>What a controller decision looks at.</summary>
/// <param name="Image">The state after every record decided so far, committed or not.</param>
/// <param name="Configs">Configurations over the same state.</param>
public sealed record ControllerContext(MetadataImage Image, ConfigView Configs, IControllerRandom Random)
{
    /// <summary>What the asking client may change; null without bound.</summary>
    public IMutationQuota? Mutations { get; init; }

    /// <summary>The kraft.version of the quorum that the decision is written to.</summary>
    public short KRaftVersion { get; init; }

    /// <summary>Counts partitions that are to be created or deleted, or says why they cannot be.</summary>
    internal Refusal? TakeMutations(int partitionCount) => Mutations?.TryTake(partitionCount) == false
        ? new Refusal(ErrorCode.ThrottlingQuotaExceeded, "the client's controller_mutation_rate is exceeded")
        : null;

    internal short MetadataVersion => Image.Features.MetadataVersion;

    /// <summary>A new topic id: never zero, never the reserved one, never one in use.</summary>
    internal Uuid NextTopicId()
    {
        while (true)
        {
            var id = Random.NextUuid();
            if (!id.IsZero && id != Uuid.MetadataTopic && Image.Topics.Find(id) is null) return id;
        }
    }
}
