using Levada.Broker.Control;
using Levada.Coordination.Transactions;
using Levada.Protocol;

namespace Levada.Broker.Transactions;

/// <summary>Brings the markers of prepared transactions to their partitions, however long that takes, and reports each done.</summary>
/// <remarks>
/// One run at a time for a transactional id: a marker that came late would end the next transaction of a producer whose epoch has
/// stayed the same. Work that is asked for again meanwhile (its coordinator was loaded anew) is looked up when the run is over.
/// </remarks>
internal sealed class MarkerDelivery(
    TransactionService transactions, Func<int, IMarkerSender?> senders, MetadataPublisher metadata, ProducerIdSource producerIds, BrokerLog log) : IDisposable
{
    private const int RetryMsMin = 20;
    private const int RetryMsMax = 1_000;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Run> _runs = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Takes what a coordinator wants done.</summary>
    public void OnEffect(object effect)
    {
        switch (effect)
        {
            case MarkerWork work: Start(work); break;
            case ProducerIdWanted wanted: _ = SupplyAsync(wanted); break;
        }
    }

    /// <summary>Ends all runs; what they leave undone is asked for at the next start.</summary>
    public void Dispose()
    {
        Task[] running;
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested) return;
            _stopping.Cancel();
            running = [.. _runs.Values.Select(run => run.Task)];
        }

        Task.WaitAll(running, StopPatience);
    }

    private void Start(MarkerWork work)
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested) return;
            if (_runs.TryGetValue(work.TransactionalId, out var running))
            {
                running.IsAskedAgain = true;
                return;
            }

            var run = new Run();
            _runs.Add(work.TransactionalId, run);
            run.Task = Task.Run(() => RunAsync(work, run));
        }
    }

    private async Task RunAsync(MarkerWork first, Run run)
    {
        MarkerWork? work = first;
        do
        {
            try
            {
                if (work is not null) await DeliverAsync(work);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.Error($"The markers of transaction {first.TransactionalId} are late", e);
                run.IsAskedAgain = true;
                await Task.Delay(RetryMsMax);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (HasEnded(first.TransactionalId, run)) return;
            work = (await transactions.DecideAsync(first.TransactionalId, (coordinator, _) => new Found(coordinator.FindMarkerWork(first.TransactionalId)))).Response?.Work;
        }
        while (true);
    }

    private bool HasEnded(string transactionalId, Run run)
    {
        lock (_gate)
        {
            if (run.IsAskedAgain && !_stopping.IsCancellationRequested)
            {
                run.IsAskedAgain = false;
                return false;
            }

            _runs.Remove(transactionalId);
            return true;
        }
    }

    private async Task DeliverAsync(MarkerWork work)
    {
        var left = work.Partitions.ToList();
        for (var delayMs = RetryMsMin; ; delayMs = Math.Min(delayMs * 2, RetryMsMax))
        {
            left = await SendAsync(work, left);
            if (left.Count == 0) break;
            await Task.Delay(delayMs, _stopping.Token);
        }

        await ReportAsync(work);
    }

    /// <returns>The partitions that still have no marker.</returns>
    private async Task<List<TopicPartition>> SendAsync(MarkerWork work, List<TopicPartition> partitions)
    {
        var image = metadata.Image;
        var left = new List<TopicPartition>();
        // A partition that is deleted needs no marker any more.
        foreach (var broker in partitions.GroupBy(id => image.Topics.Find(id.Topic)?.Partition(id.Partition)?.Leader).Where(broker => broker.Key is not null))
        {
            TopicPartition[] targets = [.. broker];
            if (senders(broker.Key!.Value) is not { } sender)
            {
                left.AddRange(targets);
                continue;
            }

            var errors = await sender.SendAsync(work, targets, _stopping.Token);
            for (var i = 0; i < targets.Length; i++)
                if (!IsDone(work, targets[i], errors[i])) left.Add(targets[i]);
        }

        return left;
    }

    private bool IsDone(MarkerWork work, TopicPartition partition, ErrorCode error)
    {
        if (error is not (ErrorCode.InvalidProducerEpoch or ErrorCode.TransactionCoordinatorFenced)) return error == ErrorCode.None;
        // Somebody with a later epoch has ended the transaction there already.
        log.Warn($"{partition} does not take the marker of transaction {work.TransactionalId}: {error.ToKafkaName()}");
        return true;
    }

    /// <summary>A coordinator that is gone asks again when it is back, whoever it is then.</summary>
    private async Task ReportAsync(MarkerWork work)
    {
        while (true)
        {
            var reply = await transactions.DecideAsync(work.TransactionalId, (coordinator, decision) => coordinator.Complete(work, decision));
            if (reply.Error is not (ErrorCode.CoordinatorNotAvailable or ErrorCode.CoordinatorLoadInProgress)) return;
            await Task.Delay(RetryMsMin, _stopping.Token);
        }
    }

    private async Task SupplyAsync(ProducerIdWanted wanted)
    {
        try
        {
            var producerId = await producerIds.NextAsync(_stopping.Token);
            await transactions.DecideAsync(wanted.TransactionalId, (coordinator, _) =>
            {
                coordinator.SupplyProducerId(producerId);
                return true;
            });
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.Error("A timed-out transaction waits for a producer id", e);
        }
        catch (OperationCanceledException)
        {
            // The next start finds the transaction as it is.
        }
    }

    private sealed record Found(MarkerWork? Work);

    private sealed class Run
    {
        public Task Task { get; set; } = Task.CompletedTask;
        public bool IsAskedAgain { get; set; }
    }
}
