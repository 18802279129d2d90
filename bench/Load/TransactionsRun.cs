using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HdrHistogram;

namespace Levada.Load;

/// <summary>Producers that commit one transaction after another, each of as many records as fill it, on all partitions.</summary>
/// <remarks>
/// The producers ask for delivery reports, which librdkafka's flush serves: without them its commit looks only every 10 ms whether
/// the last record has been acknowledged. Confluent.Kafka serves them on a thread of its own, with the same effect.
/// </remarks>
internal static unsafe class TransactionsRun
{
    private const int RecordsPerTransaction = 100;
    private const int WarmUpSeconds = 2;
    private const int PatienceMs = 60_000;
    private static long _failedCount;

    /// <param name="producerCount">How many commit at once.</param>
    public static void Execute(LoadOptions options, int producerCount)
    {
        Volatile.Write(ref _failedCount, 0);
        using var payloads = new Payloads(options.Payload, options.RecordBytes);
        var durations = new LongConcurrentHistogram(1, TimeStamp.Minutes(2), 3);
        var producers = Enumerable.Range(0, producerCount).Select(number => Create(options, number)).ToArray();
        var start = Stopwatch.GetTimestamp();
        var measureFrom = start + WarmUpSeconds * Stopwatch.Frequency;
        var end = measureFrom + options.Seconds * Stopwatch.Frequency;
        var before = ProcessProbe.Of(options.BrokerProcessId);
        Parallel.ForEach(producers, new ParallelOptions { MaxDegreeOfParallelism = producerCount }, client =>
        {
            var topic = RdKafka.NewTopic(client, options.Topic, 0);
            for (var begin = Stopwatch.GetTimestamp(); begin < end; begin = Stopwatch.GetTimestamp())
            {
                Commit(client, topic, payloads, options);
                if (begin >= measureFrom) durations.RecordValue(Stopwatch.GetTimestamp() - begin);
            }

            RdKafka.DestroyTopic(topic);
            RdKafka.Destroy(client);
        });
        var after = ProcessProbe.Of(options.BrokerProcessId);
        Console.WriteLine($"commit   {durations.TotalCount / (double)options.Seconds,8:F0} transactions/s  {producerCount} producers  failed {Volatile.Read(ref _failedCount)}"
            + $"  {LatencyRun.Percentiles(durations)} (p50 / p99 / p99.9 ms){Cost(before, after, options)}");
    }

    private static string Cost(ProcessProbe? before, ProcessProbe? after, LoadOptions options) => before is { } b && after is { } a
        ? $"  broker {(a.UserSeconds + a.SystemSeconds - b.UserSeconds - b.SystemSeconds) / (options.Seconds + WarmUpSeconds) * 100:F0} % CPU"
        : "";

    private static nint Create(LoadOptions options, int number)
    {
        var client = RdKafka.Create(
            RdKafka.Producer,
            new Dictionary<string, string>
            {
                ["bootstrap.servers"] = options.Bootstrap, ["transactional.id"] = $"{options.Topic}-{number}", ["linger.ms"] = options.LingerMs.ToString(),
            },
            &OnDelivered);
        RdKafka.Check(RdKafka.InitTransactions(client, PatienceMs));
        return client;
    }

    private static void Commit(nint client, nint topic, Payloads payloads, LoadOptions options)
    {
        RdKafka.Check(RdKafka.BeginTransaction(client));
        for (var i = 0; i < RecordsPerTransaction; i++)
        {
            if (RdKafka.Produce(topic, i % options.PartitionCount, 0, payloads[i], (nuint)options.RecordBytes, null, 0, 0) != 0)
                throw new InvalidOperationException($"librdkafka refused a record: error {RdKafka.LastError()}");
        }

        RdKafka.Check(RdKafka.CommitTransaction(client, PatienceMs));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDelivered(nint client, RdKafka.Message* message, nint opaque)
    {
        if (message->Error != 0) Interlocked.Increment(ref _failedCount);
    }
}
