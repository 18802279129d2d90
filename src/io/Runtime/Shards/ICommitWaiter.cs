using Levada.Protocol;

namespace Levada.Runtime.Shards;

/// <summary>Waits for records to be committed. Told from any thread, inside <see cref="IShardLog.WhenCommitted"/> too.</summary>
public interface ICommitWaiter
{
    /// <param name="endOffset">Everything before it is committed, if there is no error.</param>
    /// <param name="error">Why the records may never be committed: leadership lost, storage offline.</param>
    void OnCommitted(long endOffset, ErrorCode error);
}
