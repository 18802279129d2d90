using Levada.Log;

namespace Levada.Broker.Data;

/// <summary>Carries one partition's hints to the file system on a worker thread; one object for all of them, so that a busy partition allocates none.</summary>
internal sealed class HintWork(HostedPartition hosted) : IThreadPoolWorkItem
{
    private bool _isQueued;

    /// <summary>Whether the caller, who holds the partition's gate, is the one to queue this.</summary>
    public bool TryClaimUnderGate()
    {
        if (_isQueued) return false;
        _isQueued = true;
        return true;
    }

    public void Execute()
    {
        BackgroundWork hints;
        lock (hosted.Gate)
        {
            _isQueued = false;
            hints = hosted.Partition.Log.TakeBackgroundWork();
        }

        hints.Run();
    }
}
