using Levada.Client;
using Levada.Client.Consuming;
using Levada.Client.Producing;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Operations.Redrive;

/// <summary>Makes of dead letters the records that go back, and counts those that cannot.</summary>
internal sealed class LetterResolver(KafkaClient client, string group, RedriveTally tally)
{
    private readonly OriginalReader _originals = new(client);
    private readonly Dictionary<string, int> _partitionCounts = new(StringComparer.Ordinal);
    private readonly Dictionary<TopicPartition, HashSet<long>> _taken = [];

    /// <param name="end">Dead letters at and behind this offset came later.</param>
    public async Task<IReadOnlyList<RedriveRecord>> ResolveAsync(FetchedPartition fetched, long end, CancellationToken cancellationToken)
    {
        var records = new List<RedriveRecord>();
        foreach (var (headers, letter) in Read(fetched, end))
        {
            if (DeadLetterContext.TryRead(headers, out var own) is not { } context) tally.AddLeft("no headers that tell where the record is from");
            else if (context.Group != group) tally.OtherCount++;
            else if (await FindFaultAsync(context, cancellationToken) is { } fault) tally.AddLeft(fault);
            else if (await FindContentAsync(context, letter with { Headers = own.ToArray() }, cancellationToken) is { } record)
                Add(records, context, record);
            else tally.AddLeft($"no copy in the dead letter, and the record is no longer in topic {context.Topic}");
        }

        return records;
    }

    /// <summary>A broker that was killed may have written the dead letter of a record twice.</summary>
    private void Add(List<RedriveRecord> records, DeadLetterContext context, ProducerRecord record)
    {
        var target = new TopicPartition(context.Topic, context.Partition);
        if (!_taken.TryGetValue(target, out var offsets)) _taken[target] = offsets = [];
        if (offsets.Add(context.Offset)) records.Add(new RedriveRecord(target, record with { Partition = context.Partition }));
        else tally.RepeatedCount++;
    }

    private static List<(IReadOnlyList<RecordHeader> Headers, ProducerRecord Letter)> Read(FetchedPartition fetched, long end)
    {
        var letters = new List<(IReadOnlyList<RecordHeader>, ProducerRecord)>();
        var scratch = new FrameBuffer();
        var reader = new FetchedRecordReader(fetched, scratch);
        while (reader.TryRead(out var record) && record.Offset < end) letters.Add((OriginalReader.HeadersOf(record), OriginalReader.Copy(record, default)));
        scratch.Release();
        return reader.Damage is { } damage ? throw new InvalidDataException($"{fetched.Partition}: {damage}") : letters;
    }

    /// <summary>Why the place that the record is from cannot take it back, or null.</summary>
    private async Task<string?> FindFaultAsync(DeadLetterContext context, CancellationToken cancellationToken)
    {
        if (!_partitionCounts.TryGetValue(context.Topic, out var count))
        {
            var metadata = await client.RefreshMetadataAsync([context.Topic], cancellationToken: cancellationToken);
            var topic = metadata.Topics.GetValueOrDefault(context.Topic);
            if (topic is { Error: not (ErrorCode.None or ErrorCode.UnknownTopicOrPartition or ErrorCode.InvalidTopicException) })
                throw new KafkaException(topic.Error, $"topic {context.Topic}: {topic.Error.ToKafkaName()}");
            _partitionCounts[context.Topic] = count = topic is { Error: ErrorCode.None } ? topic.Partitions.Count : 0;
        }

        if (count == 0) return $"topic {context.Topic} is gone";
        return context.Partition < count ? null : $"partition {context.Partition} of topic {context.Topic} is gone";
    }

    /// <summary>What the record holds: the dead letter's copy of it, or else the record itself where it still is.</summary>
    private async Task<ProducerRecord?> FindContentAsync(DeadLetterContext context, ProducerRecord copy, CancellationToken cancellationToken)
    {
        if (copy.Key is not null || copy.Value is not null) return copy;
        return await _originals.FindAsync(new TopicPartition(context.Topic, context.Partition), context.Offset, cancellationToken);
    }
}
