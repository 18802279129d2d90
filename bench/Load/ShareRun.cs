using System.Diagnostics;

namespace Levada.Load;

/// <summary>The members of one share group read a topic from its beginning together, and acknowledge what they get by asking for more.</summary>
internal static unsafe class ShareRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static void Execute(LoadOptions options)
    {
        var group = $"load-{Guid.NewGuid():N}";
        RawClient.ConfigureGroup(options.Bootstrap, group, "share.auto.offset.reset", "earliest");
        var settings = new Dictionary<string, string> { ["bootstrap.servers"] = options.Bootstrap, ["group.id"] = group, ["log_level"] = "0" };
        var before = ProcessProbe.Of(options.BrokerProcessId);
        var tally = new Tally(options.RecordCount);
        var readers = Enumerable.Range(0, options.ConnectionCount).Select(_ => new Thread(() => Read(settings, options.Topic, tally))).ToArray();
        foreach (var reader in readers) reader.Start();
        foreach (var reader in readers) reader.Join();
        var seconds = tally.Seconds;
        var after = ProcessProbe.Of(options.BrokerProcessId);
        Console.WriteLine($"share    {tally.ByteCount / 1e6 / seconds,8:F0} MB/s  {tally.RecordCount / seconds / 1e6,6:F2} M records/s  {options.ConnectionCount} members"
            + ProcessProbe.Describe(before, after, tally.ByteCount / 1e9));
    }

    private static void Read(Dictionary<string, string> settings, string topic, Tally tally)
    {
        var consumer = RdKafka.CreateShareConsumer(settings, topic);
        var watch = Stopwatch.StartNew();
        while (!tally.IsComplete)
        {
            if (watch.Elapsed > Patience) throw new TimeoutException("The group did not read all records within ten minutes.");
            RdKafka.Check(RdKafka.PollShared(consumer, 500, out var messages));
            if (messages == 0) continue;
            var (recordCount, byteCount) = Sum(messages);
            RdKafka.DestroyMessages(messages);
            tally.Add(recordCount, byteCount);
        }

        _ = RdKafka.CloseShareConsumer(consumer);
        _ = RdKafka.DestroyShareConsumer(consumer);
    }

    private static (long RecordCount, long ByteCount) Sum(nint messages)
    {
        var byteCount = 0L;
        var recordCount = RdKafka.Count(messages);
        for (nuint i = 0; i < recordCount; i++)
        {
            var message = RdKafka.Get(messages, i);
            if (message->Error != 0) throw new InvalidOperationException($"share consumer error {message->Error}");
            byteCount += (long)message->Length;
        }

        return ((long)recordCount, byteCount);
    }

    /// <summary>What all members have read, from the first record on: joining is not measured.</summary>
    private sealed class Tally(long wantedCount)
    {
        private readonly Lock _gate = new();
        private readonly Stopwatch _watch = new();

        public long RecordCount { get; private set; }
        public long ByteCount { get; private set; }
        public double Seconds => _watch.Elapsed.TotalSeconds;

        public bool IsComplete
        {
            get
            {
                lock (_gate) return RecordCount >= wantedCount;
            }
        }

        public void Add(long recordCount, long byteCount)
        {
            lock (_gate)
            {
                _watch.Start();
                RecordCount += recordCount;
                ByteCount += byteCount;
                if (RecordCount >= wantedCount) _watch.Stop();
            }
        }
    }
}
