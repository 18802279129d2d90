using Levada.Client;
using Levada.Client.Admin;
using Levada.Protocol;
using Levada.Text;

namespace Levada.Operations;

/// <summary>Turns places as users state them into offsets of partitions.</summary>
/// <param name="isCommittedOnly">Whether the end lies before open transactions.</param>
internal sealed class OffsetResolver(Session session, bool isCommittedOnly = false)
{
    private readonly OffsetAdmin _offsets = new(session.Client);

    /// <summary>One offset per partition, ordered by partition.</summary>
    /// <param name="partitions">Null for all.</param>
    /// <param name="committed">For <see cref="OffsetKind.Stored"/>; partitions without one begin at the beginning.</param>
    /// <exception cref="KafkaException">A lookup failed.</exception>
    public async Task<IReadOnlyList<KeyValuePair<TopicPartition, long>>> ResolveAsync(
        string topic, IReadOnlyCollection<int>? partitions, OffsetSpec spec, IReadOnlyList<CommittedOffset>? committed, CancellationToken cancellationToken)
    {
        var metadata = await session.Client.GetTopicAsync(topic, cancellationToken: cancellationToken);
        foreach (var partition in partitions ?? [])
        {
            if (metadata.Partitions.All(known => known.Partition != partition))
                throw new UsageException($"topic {topic} has no partition {partition}, only 0 to {metadata.Partitions.Count - 1}");
        }

        var wanted = metadata.Partitions.Select(partition => partition.Partition).Where(partition => partitions?.Contains(partition) ?? true).ToList();
        if (spec.Kind == OffsetKind.Absolute)
            return [.. wanted.Select(partition => KeyValuePair.Create(new TopicPartition(topic, partition), spec.Value))];
        var starts = await LookUpAsync(topic, wanted, OffsetTarget.Earliest, cancellationToken);
        var ends = await LookUpAsync(topic, wanted, OffsetTarget.Latest, cancellationToken);
        var times = spec.Kind == OffsetKind.Time ? await LookUpAsync(topic, wanted, spec.Value, cancellationToken) : ends;
        return [.. wanted.Select(partition => KeyValuePair.Create(new TopicPartition(topic, partition), Place(partition)))];

        long Place(int partition) => Resolve(
            spec, starts[partition], ends[partition], times[partition],
            committed?.FirstOrDefault(offset => offset.Partition == new TopicPartition(topic, partition))?.Offset);
    }

    /// <summary>The offset that a place comes to: a pure rule.</summary>
    /// <param name="start">The first offset that exists.</param>
    /// <param name="end">The offset the next record gets.</param>
    /// <param name="atTime">The first offset at or after the stated time; negative for none.</param>
    /// <param name="committed">The group's, if any.</param>
    public static long Resolve(OffsetSpec spec, long start, long end, long atTime, long? committed) => spec.Kind switch
    {
        OffsetKind.Beginning => start,
        OffsetKind.End => end,
        OffsetKind.Stored => committed ?? start,
        OffsetKind.Absolute => spec.Value,
        OffsetKind.BeforeEnd => Math.Max(start, end - spec.Value),
        _ => atTime < 0 ? end : atTime,
    };

    private async Task<Dictionary<int, long>> LookUpAsync(string topic, List<int> partitions, long target, CancellationToken cancellationToken)
    {
        var targets = partitions.Select(partition => KeyValuePair.Create(new TopicPartition(topic, partition), target)).ToList();
        var offsets = await _offsets.ListAsync(targets, isCommittedOnly, cancellationToken);
        foreach (var offset in offsets)
        {
            if (offset.Error != ErrorCode.None)
                throw new KafkaException(offset.Error, $"looking up offsets of {offset.Partition}: {ErrorText.Describe(offset.Error)}");
        }

        var byPartition = offsets.GroupBy(offset => offset.Partition).ToDictionary(found => found.Key.Partition, found => found.First().Offset);
        return partitions.TrueForAll(byPartition.ContainsKey)
            ? byPartition
            : throw new KafkaException($"looking up offsets of {topic}: the broker's answer leaves partitions out");
    }
}
