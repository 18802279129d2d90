using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Levada.Load;

/// <summary>One consumer reads every partition from the beginning until it has seen all records.</summary>
internal static unsafe class ConsumeRun
{
    private static long _recordCount;
    private static long _byteCount;

    public static void Execute(LoadOptions options)
    {
        var settings = new Dictionary<string, string> { ["bootstrap.servers"] = options.Bootstrap, ["enable.partition.eof"] = "false" };
        var client = RdKafka.Create(RdKafka.Consumer, settings, null);
        var topic = RdKafka.NewTopic(client, options.Topic, 0);
        var queue = RdKafka.NewQueue(client);
        var before = ProcessProbe.Of(options.BrokerProcessId);
        var watch = Stopwatch.StartNew();
        for (var partition = 0; partition < options.PartitionCount; partition++)
            _ = RdKafka.StartConsume(topic, partition, RdKafka.OffsetBeginning, queue);
        var bytes = Read(queue, options.RecordCount);
        var seconds = watch.Elapsed.TotalSeconds;
        var after = ProcessProbe.Of(options.BrokerProcessId);
        Console.WriteLine($"consume  {bytes / 1e6 / seconds,8:F0} MB/s  {options.RecordCount / seconds / 1e6,6:F2} M records/s"
            + ProcessProbe.Describe(before, after, bytes / 1e9));
        for (var partition = 0; partition < options.PartitionCount; partition++) _ = RdKafka.StopConsume(topic, partition);
        RdKafka.DestroyQueue(queue);
        RdKafka.DestroyTopic(topic);
        RdKafka.Destroy(client);
    }

    private static double Read(nint queue, long recordCount)
    {
        _recordCount = 0;
        _byteCount = 0;
        while (_recordCount < recordCount)
            _ = RdKafka.Consume(queue, 1000, &OnRecord, 0);
        return _byteCount;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnRecord(RdKafka.Message* message, nint opaque)
    {
        if (message->Error != 0) Environment.FailFast($"consume error {message->Error}");
        _recordCount++;
        _byteCount += (long)message->Length;
    }
}
