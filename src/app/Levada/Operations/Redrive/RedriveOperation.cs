using Levada.Client;
using Levada.Client.Admin;
using Levada.Client.Consuming;
using Levada.Client.Producing;
using Levada.Protocol;

namespace Levada.Operations.Redrive;

/// <summary>The <c>group redrive</c> command: sends a share group's dead letters back to the partitions that their records are from.</summary>
/// <remarks>
/// What it sends and how far it has come are written in one transaction, piece by piece: whatever ends a run, the next one goes on
/// behind it and sends nothing twice. A second run at the same time fences the first.
/// </remarks>
internal sealed class RedriveOperation(Session session, RedriveOptions options)
{
    private const int TransactionTimeoutMs = 60_000;
    private readonly RedriveTally _tally = new();

    /// <summary>The transactional id, and the group whose committed offsets say how far the dead letters have been sent back.</summary>
    private string ProgressId => $"redrive-{options.Group}";

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var topic = options.Topic ?? await FindTopicAsync(cancellationToken);
        var writer = options.IsExecuted
            ? await TransactionalWriter.OpenAsync(session.Client, ProgressId, TransactionTimeoutMs, cancellationToken)
            : null;
        try
        {
            await ReadAllAsync(topic, writer, cancellationToken);
        }
        catch (KafkaException e) when (writer is not null && e.Error is ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch)
        {
            // Whoever took over has aborted what was open.
            session.Screen.Warn($"levada: another redrive of group {options.Group} has begun and goes on where this one ended");
            return ExitCode.Failure;
        }
        catch when (writer is not null)
        {
            // Readers of committed records need not wait for the transaction's time to be over.
            await TryAbortAsync(writer);
            throw;
        }

        _tally.Write(session.Screen);
        session.Screen.Say(options.IsExecuted ? $"Records sent back: {_tally.SentCount}." : "Nothing was sent; add --execute to do it.");
        if (_tally.LeftCount == 0) return ExitCode.Success;
        session.Screen.Warn($"levada: dead letters that cannot be sent back: {_tally.LeftCount}; they stay in {topic}");
        return options.IsExecuted ? ExitCode.Failure : ExitCode.Success;
    }

    private async Task<string> FindTopicAsync(CancellationToken cancellationToken)
    {
        var configs = await new ConfigAdmin(session.Client).DescribeAsync(new ConfigResource(ConfigResourceType.Group, options.Group), cancellationToken);
        return configs.FirstOrDefault(config => config.Name == "errors.deadletterqueue.topic.name")?.Value is { Length: > 0 } topic
            ? topic
            : throw new UsageException($"group {options.Group} has no errors.deadletterqueue.topic.name; name the topic with --topic");
    }

    /// <summary>Reads to where the topic ends now: what comes back again as a dead letter is for the next run.</summary>
    private async Task ReadAllAsync(string topic, TransactionalWriter? writer, CancellationToken cancellationToken)
    {
        var offsets = new OffsetAdmin(session.Client);
        var ends = (await offsets.ListTopicAsync(topic, OffsetTarget.Latest, isCommittedOnly: true, cancellationToken)).ToDictionary(end => end.Partition, Known);
        var positions = (await offsets.ListTopicAsync(topic, OffsetTarget.Earliest, cancellationToken: cancellationToken)).ToDictionary(start => start.Partition, Known);
        foreach (var committed in await new GroupOffsetAdmin(session.Client).FetchAsync(ProgressId, cancellationToken))
        {
            if (positions.TryGetValue(committed.Partition, out var start)) positions[committed.Partition] = Math.Max(start, committed.Offset);
        }

        bool IsOpen(TopicPartition partition) => positions[partition] < ends[partition];
        if (!positions.Keys.Any(IsOpen)) return;
        var letters = new LetterResolver(session.Client, options.Group, _tally);
        var fetch = new FetchOptions { OutOfRangeTarget = OffsetTarget.Earliest };
        await using var fetcher = new Fetcher(session.Client, fetch, positions.Where(position => IsOpen(position.Key)).ToList());
        while (positions.Keys.Any(IsOpen))
        {
            using var set = await fetcher.NextAsync(cancellationToken);
            foreach (var fetched in set.Partitions.Where(fetched => IsOpen(fetched.Partition)))
            {
                var records = await letters.ResolveAsync(fetched, ends[fetched.Partition], cancellationToken);
                positions[fetched.Partition] = Math.Min(fetched.NextOffset, ends[fetched.Partition]);
                if (fetched.NextOffset > fetched.FetchOffset) await SendAsync(writer, fetched.Partition, positions[fetched.Partition], records, cancellationToken);
            }
        }
    }

    private async Task SendAsync(
        TransactionalWriter? writer, TopicPartition source, long nextOffset, IReadOnlyList<RedriveRecord> records, CancellationToken cancellationToken)
    {
        foreach (var target in records.GroupBy(record => record.Target))
        {
            foreach (var batch in RedriveBatches.Of(target.ToList())) await SendAsync(writer, target.Key, batch, cancellationToken);
        }

        if (writer is not null) await writer.CommitAsync(ProgressId, [new CommittedOffset(source, nextOffset)], cancellationToken);
    }

    private async Task SendAsync(TransactionalWriter? writer, TopicPartition target, IReadOnlyList<ProducerRecord> batch, CancellationToken cancellationToken)
    {
        var error = writer is null ? ErrorCode.None : await writer.WriteAsync(target, batch, cancellationToken);
        if (error == ErrorCode.None)
        {
            _tally.AddSent(target, batch.Count);
        }
        else if (batch.Count == 1)
        {
            _tally.AddLeft($"topic {target.Topic} does not take the record: {error.ToKafkaName()}");
        }
        else
        {
            // One of them is to blame.
            foreach (var record in batch) await SendAsync(writer, target, [record], cancellationToken);
        }
    }

    private async Task TryAbortAsync(TransactionalWriter writer)
    {
        try
        {
            await writer.AbortAsync(CancellationToken.None);
        }
        catch (KafkaException e)
        {
            session.Screen.Warn($"levada: {e.Message}; the broker aborts the transaction in {TransactionTimeoutMs / 1000} seconds");
        }
    }

    private static long Known(PartitionOffset found) => found.Error == ErrorCode.None
        ? found.Offset
        : throw new KafkaException(found.Error, $"looking up offsets of {found.Partition}: {found.Error.ToKafkaName()}");
}
