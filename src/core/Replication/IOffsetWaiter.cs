namespace Levada.Replication;

/// <summary>A delayed operation: a producer waiting for its acknowledgement, a fetch waiting for records.</summary>
public interface IOffsetWaiter
{
    /// <summary>The wait is over and unlinked. Called after the partition was released, once for each wait.</summary>
    void OnSatisfied(OffsetWait wait);
}
