using Levada.Client.Consuming;
using Levada.Operations;
using Levada.Output;
using Levada.Protocol;
using Levada.Text;

namespace Levada.Bench;

/// <summary><c>bench consume</c>: reads every partition from the beginning until so many records have come, or all.</summary>
internal sealed class ConsumeBench(Session session, string topic, long recordCountMax)
{
    private readonly FrameBuffer _scratch = new();
    private long _recordCount;
    private long _byteCount;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var resolver = new OffsetResolver(session, isCommittedOnly: true);
        var positions = await resolver.ResolveAsync(topic, null, new OffsetSpec(OffsetKind.Beginning), null, cancellationToken);
        var ends = await resolver.ResolveAsync(topic, null, new OffsetSpec(OffsetKind.End), null, cancellationToken);
        var open = ends.Where(end => positions.First(position => position.Key == end.Key).Value < end.Value).ToDictionary();
        var start = session.Time.GetTimestamp();
        if (open.Count > 0) await ReadAsync(positions.Where(position => open.ContainsKey(position.Key)), open, cancellationToken);
        Report(session.Time.GetElapsedTime(start).TotalSeconds);
        _scratch.Release();
        return ExitCode.Success;
    }

    private async Task ReadAsync(
        IEnumerable<KeyValuePair<TopicPartition, long>> positions, Dictionary<TopicPartition, long> open, CancellationToken cancellationToken)
    {
        await using var fetcher = new Fetcher(session.Client, new FetchOptions(), positions);
        using var progress = new ProgressLine(session.Screen, session.Time);
        while (open.Count > 0 && _recordCount < recordCountMax)
        {
            using var set = await fetcher.NextAsync(cancellationToken);
            foreach (var partition in set.Partitions)
            {
                Count(partition);
                if (open.TryGetValue(partition.Partition, out var end) && partition.NextOffset >= end) open.Remove(partition.Partition);
            }

            progress.Update(() => $"{Quantity.Count(_recordCount)} records");
        }
    }

    private void Count(FetchedPartition partition)
    {
        var reader = new FetchedRecordReader(partition, _scratch);
        while (reader.TryRead(out var record))
        {
            _recordCount++;
            _byteCount += record.Key.Length + record.Value.Length;
        }

        if (reader.Damage is { } damage) throw new Client.KafkaException(ErrorCode.CorruptMessage, $"{partition.Partition}: {damage}");
    }

    private void Report(double seconds)
    {
        var table = new Table(
            "consume", new Column("RECORDS", "records", true), new Column("SECONDS", "seconds", true),
            new Column("RECORDS/S", "recordsPerSecond", true), new Column("MB/S", "megabytesPerSecond", true));
        table.Add(_recordCount, seconds, Math.Round(_recordCount / seconds), Math.Round(_byteCount / seconds / 1e6, 1));
        session.Screen.Write(table);
    }
}
