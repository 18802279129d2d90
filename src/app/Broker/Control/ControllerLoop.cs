using Levada.Broker.Data;
using Levada.Log;
using Levada.Metadata;
using Levada.Metadata.Controller;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Quorum;
using Levada.Runtime;

namespace Levada.Broker.Control;

/// <summary>
/// The single owner of the metadata log: one decision at a time is made against the newest state, written, flushed, applied
/// and published; only then does its response leave.
/// </summary>
internal sealed class ControllerLoop(
    QuorumNode quorum, MetadataPublisher publisher, IControllerRandom random, WorkerPool workers,
    DelayedDeletions deletions, BrokerClock clock, Action<IOException> onFailed)
    : IDisposable
{
    // internal.metadata.delete.delay.millis
    private const long TrimDelayMs = 60_000;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly MetadataReplay _replay = new(MetadataImage.Empty);
    private IOException? _failure;

    /// <summary>The quorum's own feature level; it does not change while the broker runs.</summary>
    public short KRaftVersion => quorum.KRaftVersion;

    /// <summary>Begins this node's epoch and replays what is committed; blocks. Nothing is published yet.</summary>
    public MetadataImage Start()
    {
        quorum.Start(clock.NowMs);
        FlushOnThisThread();
        ApplyCommitted();
        return _replay.Image;
    }

    /// <summary>Writes records before there are other callers; blocks until they are durable.</summary>
    /// <param name="decide">Given what decisions look at and the offset of the first record.</param>
    public MetadataImage WriteAtStart(Func<ControllerContext, long, IReadOnlyList<IMetadataRecord>> decide)
    {
        Append(decide(Context(_replay.Image), quorum.LogEndOffset));
        FlushOnThisThread();
        ApplyCommitted();
        return _replay.Image;
    }

    /// <summary>Publishes the state that start-up has arrived at, as one change from nothing.</summary>
    public void PublishAtStart()
    {
        var delta = new MetadataReplay(MetadataImage.Empty);
        publisher.Publish(delta.Apply([.. MetadataSnapshot.Write(_replay.Image)], _replay.Image.LastOffset, _replay.Image.LastEpoch));
    }

    /// <summary>Has a decision made; its response is returned once its records are durable and in force.</summary>
    public async ValueTask<TResponse> DecideAsync<TResponse>(
        Func<ControllerContext, ControllerDecision<TResponse>> decide, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // A flush that succeeds after one that failed says nothing about what the failed one has lost.
            if (_failure is not null) throw new IOException("The metadata log has failed.", _failure);
            var decision = decide(Context(publisher.Image));
            if (decision.Records.Count == 0) return decision.Response;

            // From here on the asker may leave, but the decision stands: what is half written is finished.
            Append(decision.Records);
            await FlushAsync();
            ApplyCommitted(publisher.Publish);
            WriteSnapshotIfDue();
            return decision.Response;
        }
        catch (IOException e) when (_failure is null)
        {
            _failure = e;
            onFailed(e);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Looks at the quorum between two decisions.</summary>
    public async ValueTask<T> LookAsync<T>(Func<QuorumNode, T> look, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return look(quorum);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Lets the decision in hand finish and closes the log.</summary>
    public void Dispose()
    {
        _turn.Wait();
        quorum.Dispose();
    }

    private ControllerContext Context(MetadataImage image) =>
        new(image, ReferenceEquals(image, publisher.Image) ? publisher.Configs : publisher.ConfigsOver(image), random)
        {
            KRaftVersion = KRaftVersion,
        };

    private void Append(IReadOnlyList<IMetadataRecord> records)
    {
        var values = new ReadOnlyMemory<byte>[records.Count];
        for (var i = 0; i < values.Length; i++) values[i] = MetadataFrame.ToBytes(records[i]);
        var result = quorum.Append(values, clock.NowMs);
        if (result.Error != ErrorCode.None) throw new IOException($"The metadata log refused {values.Length} records: {result.Error.ToKafkaName()}");
    }

    private void FlushOnThisThread()
    {
        while (quorum.TryBeginFlush(out var flush))
        {
            flush.Run();
            quorum.CompleteFlush(flush);
        }
    }

    private async ValueTask FlushAsync()
    {
        while (quorum.TryBeginFlush(out var flush))
        {
            await new FlushWork(flush).RunAsync(workers);
            quorum.CompleteFlush(flush);
        }
    }

    private void ApplyCommitted(Action<MetadataChange>? publish = null)
    {
        while (quorum.TryReadCommitted(out var batch))
        {
            var records = new IMetadataRecord[batch.Values.Count];
            for (var i = 0; i < records.Length; i++) records[i] = Read(batch, i);
            var change = _replay.Apply(records, batch.EndOffset - 1, batch.Epoch.Value);
            publish?.Invoke(change);
        }
    }

    private static IMetadataRecord Read(MetadataBatch batch, int index) =>
        MetadataFrame.TryRead(batch.Values[index].Span, out var record, out var problem)
            ? record
            : throw new IOException($"The metadata log cannot be read at offset {batch.BaseOffset + index}: {problem}.");

    private void WriteSnapshotIfDue()
    {
        if (_replay.IsInTransaction || !quorum.IsSnapshotDue(clock.NowMs) || quorum.BeginSnapshot(clock.NowMs) is not { } writer) return;
        using (writer)
        {
            foreach (var record in MetadataSnapshot.Write(_replay.Image)) writer.Append(MetadataFrame.ToBytes(record));
            writer.Complete();
            quorum.CompleteSnapshot(writer);
        }

        if (quorum.Trim(clock.NowMs) is { } trimmed) deletions.Later(trimmed.Run, TrimDelayMs);
    }

    /// <summary>One flush on a worker thread.</summary>
    private sealed class FlushWork(PendingFlush flush) : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task RunAsync(WorkerPool workers)
        {
            workers.Schedule(this);
            return _done.Task;
        }

        public void Execute()
        {
            try
            {
                flush.Run();
                _done.SetResult();
            }
            catch (IOException e)
            {
                _done.SetException(e);
            }
        }
    }
}
