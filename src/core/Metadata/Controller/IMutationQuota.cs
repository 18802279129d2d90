namespace Levada.Metadata.Controller;

/// <summary>How many partitions a client may create and delete (KIP-599).</summary>
public interface IMutationQuota
{
    /// <summary>Counts partitions; false: they are too many and are not counted, and the change is to be refused.</summary>
    bool TryTake(int partitionCount);
}
