using Levada.Coordination.Share;
using Levada.Metadata.Configs;
using Levada.Metadata.Image;

namespace Levada.Broker.Share;

/// <summary>A share group's configurations in the shape that deciding over records takes.</summary>
internal static class ShareSettings
{
    public static ShareLimits Limits(GroupSettings settings, FeaturesImage features) => new()
    {
        DeliveryCountMax = settings.ShareDeliveryCountMax,
        RecordLocksMax = settings.SharePartitionRecordLocksMax,
        LockDurationMs = settings.ShareRecordLockDurationMs,
        IsDeadLettering = DeadLetterTarget.IsNamed(settings, features),
    };
}
