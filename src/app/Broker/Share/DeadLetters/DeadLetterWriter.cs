using Levada.Broker.Control;
using Levada.Broker.Data;
using Levada.Coordination.Share;
using Levada.Metadata.Configs;
using Levada.Protocol;

namespace Levada.Broker.Share.DeadLetters;

/// <summary>Writes the dead letters of share groups to their topics (KIP-1191).</summary>
/// <remarks>
/// At least once: whoever asks takes the records for done only after this has ended, so that a crash has them written again.
/// What configuration forbids is given up with a line in the log, as Kafka does; what fails otherwise is tried until it succeeds,
/// for the record would be lost.
/// </remarks>
internal sealed class DeadLetterWriter(
    PartitionRegistry partitions, PartitionAppender appender, TopicCreator topics, MetadataPublisher metadata, BrokerClock clock, BrokerLog log)
{
    private const long DropIntervalMs = 10_000;
    private static readonly TimeSpan WaitMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(30);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Problem, long ToldMs)> _dropped = new(StringComparer.Ordinal);

    /// <summary>Ends when the records' dead letters are committed, or never will be.</summary>
    /// <param name="source">Where the records are.</param>
    /// <param name="ranges">In order, and at least one.</param>
    /// <exception cref="OperationCanceledException">The share partition or the broker has ended; nothing is settled.</exception>
    public async Task WriteAsync(SharePartitionKey key, HostedPartition source, IReadOnlyList<DeadLetterRange> ranges, CancellationToken stopping)
    {
        await Task.Yield();
        try
        {
            await WriteAllAsync(key, source, new DeadLetterCursor(ranges), stopping);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.Error($"Dead letters of share group {key.GroupId}, {source.Id}, could not be written", e);
            throw;
        }
    }

    private async Task WriteAllAsync(SharePartitionKey key, HostedPartition source, DeadLetterCursor cursor, CancellationToken stopping)
    {
        var wait = WaitMin;
        while (!cursor.IsAtEnd)
        {
            stopping.ThrowIfCancellationRequested();
            var target = FindTarget(key.GroupId, source.Id.Topic);
            var (error, next) = target.Problem is null ? await WriteSomeAsync(target, key, source, cursor, stopping) : (ErrorCode.None, cursor);
            if (target.Problem is not null || IsFinal(error))
            {
                Drop(key, source, cursor, target.Problem ?? $"topic {target.Topic} answers {error}");
                return;
            }

            cursor = next;
            if (error == ErrorCode.None) wait = WaitMin;
            else wait = await WaitAsync(wait, $"{Describe(key, source, cursor)}: dead letters not written to {target.Topic} yet: {error}", stopping);
        }
    }

    private DeadLetterTarget FindTarget(string groupId, string sourceTopic)
    {
        var configs = metadata.Configs;
        return DeadLetterTarget.Find(configs.Group(groupId), sourceTopic, configs, metadata.Image.Topics);
    }

    /// <returns>The first record that has no dead letter yet.</returns>
    private async Task<(ErrorCode Error, DeadLetterCursor Next)> WriteSomeAsync(
        DeadLetterTarget target, SharePartitionKey key, HostedPartition source, DeadLetterCursor cursor, CancellationToken stopping)
    {
        if (target.IsToBeCreated && await topics.EnsureDeadLetterTopicAsync(target.Topic, stopping) is var refusal and not ErrorCode.None)
            return (refusal, cursor);
        if (partitions.Find(target.Topic) is not { Partitions.Length: > 0 } topic) return (ErrorCode.UnknownTopicOrPartition, cursor);
        var hosted = topic.Partitions[key.Partition % topic.Partitions.Length];
        var bytesMax = metadata.Configs.SettingsOf(target.Topic).BatchBytesMax;
        var letters = new DeadLetterBatch(source.Id.Topic, key, clock.NowMs, bytesMax, cursor);
        var error = Append(hosted, topic, key.GroupId, source, letters, out var endOffset);
        if (error == ErrorCode.None) error = await CommitWait.UntilAsync(hosted, endOffset, stopping);
        return (error, error == ErrorCode.None ? letters.Cursor : cursor);
    }

    private ErrorCode Append(
        HostedPartition hosted, HostedTopic topic, string groupId, HostedPartition source, DeadLetterBatch letters, out long endOffset)
    {
        var batch = new FrameBuffer();
        endOffset = 0;
        try
        {
            letters.Start();
            var error = ErrorCode.None;
            if (metadata.Configs.Group(groupId).IsDeadLetterCopied) error = Copy(source, letters);
            else letters.AddAll();
            if (error != ErrorCode.None) return error;
            letters.Build(batch);
            error = appender.AppendInternal(hosted, batch.Written, default, out endOffset);
            if (error == ErrorCode.None) topic.Counters.OnAppended(letters.RecordCount, batch.Length);
            return error;
        }
        finally
        {
            batch.Release();
            letters.Release();
        }
    }

    private static ErrorCode Copy(HostedPartition source, DeadLetterBatch letters)
    {
        using var reader = new DeadLetterSource(source);
        var error = reader.Read(letters.Cursor.Offset);
        if (error == ErrorCode.None) letters.AddCopies(reader);
        return error;
    }

    private async Task<TimeSpan> WaitAsync(TimeSpan wait, string line, CancellationToken stopping)
    {
        log.Warn(line);
        await Task.Delay(wait, clock.TimeProvider, stopping);
        return wait * 2 < WaitMax ? wait * 2 : WaitMax;
    }

    /// <summary>Tells the operator, but not for every record that a member rejects.</summary>
    private void Drop(SharePartitionKey key, HostedPartition source, DeadLetterCursor cursor, string problem)
    {
        lock (_gate)
        {
            var nowMs = clock.NowMs;
            if (_dropped.TryGetValue(key.GroupId, out var last) && last.Problem == problem && Math.Abs(nowMs - last.ToldMs) < DropIntervalMs) return;
            _dropped[key.GroupId] = (problem, nowMs);
        }

        log.Warn($"{Describe(key, source, cursor)} given up without dead letters: {problem}");
    }

    private static string Describe(SharePartitionKey key, HostedPartition source, DeadLetterCursor cursor) =>
        $"Share group {key.GroupId}, {source.Id}, {cursor}";

    /// <summary>What says that the topic will never take the batch.</summary>
    private static bool IsFinal(ErrorCode error) =>
        error is ErrorCode.MessageTooLarge or ErrorCode.RecordListTooLarge or ErrorCode.InvalidRecord or ErrorCode.InvalidTimestamp;
}
