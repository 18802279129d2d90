using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Levada.Load;

/// <summary>One producer sends as fast as it is let, then waits for the last acknowledgement.</summary>
internal static unsafe class ProduceRun
{
    private const int BatchCount = 1000;
    private static long _failedCount;

    public static void Execute(LoadOptions options)
    {
        Memory.Touch(options.TouchedGigabytes);
        using var payloads = new Payloads(options.Payload, options.RecordBytes);
        Volatile.Write(ref _failedCount, 0);
        var client = RdKafka.Create(RdKafka.Producer, Settings(options), &OnDelivered);
        var topic = RdKafka.NewTopic(client, options.Topic, 0);
        var before = ProcessProbe.Of(options.BrokerProcessId);
        var watch = Stopwatch.StartNew();
        SendAll(client, topic, payloads, options);
        while (RdKafka.Flush(client, 1000) != 0)
        {
        }

        var seconds = watch.Elapsed.TotalSeconds;
        var after = ProcessProbe.Of(options.BrokerProcessId);
        RdKafka.DestroyTopic(topic);
        RdKafka.Destroy(client);
        var bytes = (double)options.RecordCount * options.RecordBytes;
        Console.WriteLine($"produce  {bytes / 1e6 / seconds,8:F0} MB/s  {options.RecordCount / seconds / 1e6,6:F2} M records/s  failed {Volatile.Read(ref _failedCount)}"
            + ProcessProbe.Describe(before, after, bytes / 1e9));
    }

    private static Dictionary<string, string> Settings(LoadOptions options) => new()
    {
        ["bootstrap.servers"] = options.Bootstrap,
        ["linger.ms"] = options.LingerMs.ToString(),
        ["compression.type"] = options.Codec,
        ["enable.idempotence"] = options.IsIdempotent ? "true" : "false",
        ["acks"] = options.Acks,
        ["delivery.report.only.error"] = "true",
    };

    private static void SendAll(nint client, nint topic, Payloads payloads, LoadOptions options)
    {
        var records = stackalloc RdKafka.Message[BatchCount];
        for (long sent = 0; sent < options.RecordCount;)
        {
            var count = (int)Math.Min(BatchCount, options.RecordCount - sent);
            for (var i = 0; i < count; i++)
                records[i] = new RdKafka.Message { Payload = payloads[sent + i], Length = (nuint)options.RecordBytes };
            Send(client, topic, records, count, options.NamesPartitions ? (int)(sent / BatchCount % options.PartitionCount) : RdKafka.PartitionUnassigned);
            sent += count;
        }
    }

    private static void Send(nint client, nint topic, RdKafka.Message* records, int count, int partition)
    {
        while (count > 0)
        {
            var accepted = RdKafka.ProduceBatch(topic, partition, 0, records, count);
            if (accepted == count) return;
            var refused = 0;
            for (var i = 0; i < count; i++)
            {
                if (records[i].Error == 0) continue;
                if (records[i].Error != RdKafka.ErrorQueueFull)
                    throw new InvalidOperationException($"librdkafka refused a record: error {records[i].Error}");
                records[refused++] = records[i] with { Error = 0 };
            }

            count = refused;
            _ = RdKafka.Poll(client, 1);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDelivered(nint client, RdKafka.Message* message, nint opaque)
    {
        if (message->Error != 0) Interlocked.Increment(ref _failedCount);
    }
}
