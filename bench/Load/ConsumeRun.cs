using System.Diagnostics;

namespace Levada.Load;

/// <summary>One consumer reads every partition from the beginning until it has seen all records.</summary>
internal static unsafe class ConsumeRun
{
    private const int BatchCount = 10_000;

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
        var messages = new nint[BatchCount];
        double bytes = 0;
        fixed (nint* pointer = messages)
        {
            var batch = (RdKafka.Message**)pointer;
            for (long seen = 0; seen < recordCount;)
            {
                var count = (int)RdKafka.ConsumeBatch(queue, 1000, batch, BatchCount);
                for (var i = 0; i < count; i++)
                {
                    var message = batch[i];
                    if (message->Error != 0) throw new InvalidOperationException($"consume error {message->Error}");
                    bytes += message->Length;
                    seen++;
                    RdKafka.DestroyMessage(message);
                }
            }
        }

        return bytes;
    }
}
