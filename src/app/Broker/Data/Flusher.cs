using Levada.Log;
using Levada.Protocol;
using Levada.Replication;
using Levada.Runtime;

namespace Levada.Broker.Data;

/// <summary>Makes appended records durable: one flush serves all who wait on a partition, several partitions flush at once.</summary>
internal sealed class Flusher(WorkerPool workers)
{
    /// <summary>Asks that everything appended so far becomes durable. Cheap when a flush is already due.</summary>
    /// <remarks>The caller holds the partition's gate.</remarks>
    public void RequestUnderGate(HostedPartition partition)
    {
        switch (partition.FlushState)
        {
            case FlushState.Idle:
                partition.FlushState = FlushState.Queued;
                // Once the broker ends, closing the log flushes it.
                workers.TryEnqueue(partition);
                break;
            case FlushState.Running:
                partition.FlushState = FlushState.RunningAndWanted;
                break;
        }
    }

    public void Request(HostedPartition partition)
    {
        lock (partition.Gate) RequestUnderGate(partition);
    }

    /// <summary>Gives the file system what a log would like it to know, away from the data path.</summary>
    public void Enqueue(HintWork hints) => workers.TryEnqueue(hints);

    /// <summary>Runs on a worker thread.</summary>
    public void Run(HostedPartition partition)
    {
        PendingFlush flush;
        lock (partition.Gate)
        {
            partition.FlushState = FlushState.Running;
            if (partition.Unavailable != ErrorCode.None || !partition.Partition.Log.TryBeginFlush(out flush))
            {
                partition.FlushState = FlushState.Idle;
                return;
            }

            partition.BeginFileWorkUnderGate();
        }

        try
        {
            flush.Run();
        }
        catch (IOException e)
        {
            // The log must know: what a failed flush has dropped, no later one brings back.
            lock (partition.Gate) partition.Partition.CompleteFlush(flush);
            partition.EndFileWork();
            partition.Directory.GoOffline(e);
            return;
        }

        Complete(partition, flush);
    }

    private void Complete(HostedPartition partition, PendingFlush flush)
    {
        SatisfiedWaits waits;
        lock (partition.Gate)
        {
            waits = partition.Partition.CompleteFlush(flush);
            partition.EndFileWork();
            var isWanted = partition.FlushState == FlushState.RunningAndWanted;
            partition.FlushState = FlushState.Idle;
            if (isWanted) RequestUnderGate(partition);
        }

        waits.Tell();
    }
}
