using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Levada.Load;

/// <summary>One producer sends as fast as it is let, then waits for the last acknowledgement.</summary>
internal static unsafe class ProduceRun
{
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
        for (long i = 0; i < options.RecordCount; i++) Send(client, topic, payloads[i], options.RecordBytes);
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

    private static void Send(nint client, nint topic, byte* payload, int length)
    {
        while (RdKafka.Produce(topic, RdKafka.PartitionUnassigned, 0, payload, (nuint)length, null, 0, 0) != 0)
        {
            if (RdKafka.LastError() != RdKafka.ErrorQueueFull)
                throw new InvalidOperationException($"librdkafka refused a record: error {RdKafka.LastError()}");
            _ = RdKafka.Poll(client, 1);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDelivered(nint client, RdKafka.Message* message, nint opaque)
    {
        if (message->Error != 0) Interlocked.Increment(ref _failedCount);
    }
}
