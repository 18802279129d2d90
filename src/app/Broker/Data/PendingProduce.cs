using System.Buffers.Binary;
using Levada.Network;
using Levada.Protocol;
using Levada.Replication;
using Levada.Runtime;

namespace Levada.Broker.Data;

/// <summary>
/// A produce request whose records are appended but not yet committed: its response is written as if all went well, and
/// stays on hold; what fails meanwhile is corrected in place.
/// </summary>
/// <remarks>
/// Pooled. A reference is held by the handler while it registers, by each wait and by the timer; the last one to go
/// gives the object back, so that no late callback meets the next request.
/// </remarks>
internal sealed class PendingProduce : IOffsetWaiter
{
    private readonly PendingProducePool _pool;
    private readonly Timeout _timeout;
    private readonly List<Entry> _entries = [];
    private ResponseSlot _response = null!;
    private int _entryCount;
    private int _waitCount;
    private int _referenceCount;
    private bool _isTimed;

    public PendingProduce(PendingProducePool pool)
    {
        _pool = pool;
        _timeout = new Timeout(this);
    }

    public void Begin(ResponseSlot response)
    {
        _response = response;
        _entryCount = 0;
        _isTimed = false;
        _waitCount = 1;
        _referenceCount = 1;
    }

    /// <summary>Adds a partition to wait for. The caller holds its gate.</summary>
    /// <param name="errorPosition">Where in the response its error code lies.</param>
    public void AddUnderGate(HostedPartition partition, long endOffset, int errorPosition)
    {
        if (_entryCount == _entries.Count) _entries.Add(new Entry(new OffsetWait(this) { Index = _entryCount }));
        var entry = _entries[_entryCount++];
        entry.Partition = partition;
        entry.ErrorPosition = errorPosition;
        entry.Error = ErrorCode.None;
        Interlocked.Increment(ref _waitCount);
        Interlocked.Increment(ref _referenceCount);
        partition.Partition.Waits.Add(entry.Wait, endOffset);
    }

    /// <summary>All partitions are registered; from here on the response leaves when the last wait is over.</summary>
    public void EndRegistration(int timeoutMs)
    {
        if (_entryCount > 0)
        {
            Interlocked.Increment(ref _referenceCount);
            _isTimed = true;
            _pool.Timers.Arm(_timeout, timeoutMs);
        }

        EndWait();
        ReleaseReference();
    }

    /// <summary>Nobody waits for this request after all.</summary>
    public void Abandon() => ReleaseReference();

    public void OnSatisfied(OffsetWait wait)
    {
        // Kept, not written: the handler may still be writing the response, and would write its success over this.
        _entries[wait.Index].Error = wait.Error;
        EndWait();
        ReleaseReference();
    }

    private void OnTimeout()
    {
        for (var i = 0; i < _entryCount; i++)
        {
            var entry = _entries[i];
            bool isOurs;
            lock (entry.Partition.Gate) isOurs = entry.Partition.Partition.Waits.Remove(entry.Wait);
            if (!isOurs) continue;
            entry.Error = ErrorCode.RequestTimedOut;
            EndWait();
            ReleaseReference();
        }

        ReleaseReference();
    }

    private void EndWait()
    {
        if (Interlocked.Decrement(ref _waitCount) != 0) return;
        if (_isTimed && _pool.Timers.Cancel(_timeout)) ReleaseReference();
        WriteErrors();
        _response.Complete();
    }

    private void ReleaseReference()
    {
        if (Interlocked.Decrement(ref _referenceCount) != 0) return;
        _response = null!;
        _pool.Return(this);
    }

    /// <summary>An error code is followed by the base offset, which a failed partition does not have.</summary>
    private void WriteErrors()
    {
        for (var i = 0; i < _entryCount; i++)
        {
            var entry = _entries[i];
            if (entry.Error == ErrorCode.None) continue;
            var bytes = _response.Buffer.Written[entry.ErrorPosition..];
            BinaryPrimitives.WriteInt16BigEndian(bytes, (short)entry.Error);
            BinaryPrimitives.WriteInt64BigEndian(bytes[sizeof(short)..], -1);
        }
    }

    private sealed class Timeout(PendingProduce produce) : TimerEntry
    {
        protected override void OnDue() => produce.OnTimeout();
    }

    private sealed class Entry(OffsetWait wait)
    {
        public OffsetWait Wait { get; } = wait;
        public HostedPartition Partition { get; set; } = null!;
        public int ErrorPosition { get; set; }

        /// <summary>Set by whoever ends the wait, read when the last wait is over.</summary>
        public ErrorCode Error { get; set; }
    }
}
