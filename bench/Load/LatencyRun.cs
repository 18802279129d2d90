using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HdrHistogram;

namespace Levada.Load;

/// <summary>Sends at a fixed rate and measures from the intended send time, so that a stall counts for all it delayed.</summary>
internal static unsafe partial class LatencyRun
{
    private const int MonotonicClock = 1;
    private const int AbsoluteTime = 1;
    private const int SetTimerSlack = 29;
    private const int WarmUpSeconds = 2;
    private static LongHistogram _acknowledged = NewHistogram();
    private static LongHistogram _endToEnd = NewHistogram();
    private static long _measureFrom;

    public static void Execute(LoadOptions options)
    {
        _acknowledged = NewHistogram();
        _endToEnd = NewHistogram();
        var count = (long)options.Rate * (options.Seconds + WarmUpSeconds);
        _measureFrom = long.MaxValue;
        using var ready = new ManualResetEventSlim();
        var consumer = new Thread(() => Consume(options, count, ready));
        consumer.Start();
        ready.Wait();
        var before = ProcessProbe.Of(options.BrokerProcessId);
        Produce(options, count);
        consumer.Join();
        var after = ProcessProbe.Of(options.BrokerProcessId);
        Console.WriteLine($"latency at {options.Rate}/s acks={options.Acks}: acknowledged {Percentiles(_acknowledged)}; end to end {Percentiles(_endToEnd)} (p50 / p99 / p99.9 ms)");
        if (before is { } b && after is { } a)
            Console.WriteLine($"         broker {(a.UserSeconds + a.SystemSeconds - b.UserSeconds - b.SystemSeconds) / (options.Seconds + WarmUpSeconds) * 100:F1} % CPU");
    }

    private static LongHistogram NewHistogram() => new(TimeStamp.Minutes(2), 3);

    public static string Percentiles(HistogramBase histogram)
    {
        double Ms(double percentile) => histogram.GetValueAtPercentile(percentile) * 1000.0 / Stopwatch.Frequency;
        return $"{Ms(50):F3} / {Ms(99):F3} / {Ms(99.9):F3}";
    }

    private static void Produce(LoadOptions options, long count)
    {
        _ = prctl(SetTimerSlack, 1, 0, 0, 0);
        var settings = new Dictionary<string, string>
        {
            ["bootstrap.servers"] = options.Bootstrap, ["linger.ms"] = "0", ["acks"] = options.Acks,
            ["enable.idempotence"] = options.IsIdempotent ? "true" : "false",
        };
        var client = RdKafka.Create(RdKafka.Producer, settings, &OnDelivered);
        var topic = RdKafka.NewTopic(client, options.Topic, 0);
        var poller = new Thread(() => PollUntilDone(client, count)) { IsBackground = true };
        poller.Start();
        using var payloads = new Payloads("random", options.RecordBytes);
        var start = Stopwatch.GetTimestamp() + Stopwatch.Frequency / 10;
        Volatile.Write(ref _measureFrom, start + (long)WarmUpSeconds * Stopwatch.Frequency);
        for (long i = 0; i < count; i++)
        {
            var intended = start + i * Stopwatch.Frequency / options.Rate;
            SleepUntil(intended);
            var payload = payloads[i];
            *(long*)payload = intended;
            // The value is copied: the next record may be due before librdkafka has sent this one.
            const int copy = 2;
            if (RdKafka.Produce(topic, 0, copy, payload, (nuint)options.RecordBytes, null, 0, (nint)intended) != 0)
                throw new InvalidOperationException($"librdkafka refused a record: error {RdKafka.LastError()}");
        }

        poller.Join();
        RdKafka.DestroyTopic(topic);
        RdKafka.Destroy(client);
    }

    private static void PollUntilDone(nint client, long count)
    {
        while (Volatile.Read(ref _deliveredCount) < count) _ = RdKafka.Poll(client, 100);
        Volatile.Write(ref _deliveredCount, 0);
    }

    private static long _deliveredCount;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDelivered(nint client, RdKafka.Message* message, nint opaque)
    {
        Record(_acknowledged, message->Opaque);
        Volatile.Write(ref _deliveredCount, _deliveredCount + 1);
    }

    private static void Consume(LoadOptions options, long count, ManualResetEventSlim ready)
    {
        var settings = new Dictionary<string, string> { ["bootstrap.servers"] = options.Bootstrap, ["enable.partition.eof"] = "true" };
        var client = RdKafka.Create(RdKafka.Consumer, settings, null);
        var topic = RdKafka.NewTopic(client, options.Topic, 0);
        var queue = RdKafka.NewQueue(client);
        _ = RdKafka.StartConsume(topic, 0, RdKafka.OffsetEnd, queue);
        RdKafka.Message* message;
        for (long seen = 0; seen < count;)
        {
            if (RdKafka.ConsumeBatch(queue, 1000, &message, 1) != 1) continue;
            if (message->Error == RdKafka.ErrorPartitionEof) ready.Set();
            else if (message->Error == 0)
            {
                Record(_endToEnd, (nint)(*(long*)message->Payload));
                seen++;
            }

            RdKafka.DestroyMessage(message);
        }

        _ = RdKafka.StopConsume(topic, 0);
        RdKafka.DestroyQueue(queue);
        RdKafka.DestroyTopic(topic);
        RdKafka.Destroy(client);
    }

    private static void Record(LongHistogram histogram, nint intended)
    {
        if (intended < Volatile.Read(ref _measureFrom)) return;
        histogram.RecordValue(Math.Max(0, Stopwatch.GetTimestamp() - intended));
    }

    private static void SleepUntil(long timestamp)
    {
        var nanoseconds = timestamp * (1_000_000_000 / Stopwatch.Frequency);
        var until = new TimeSpec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
        while (clock_nanosleep(MonotonicClock, AbsoluteTime, &until, null) != 0)
        {
        }
    }

    [LibraryImport("libc")]
    private static partial int clock_nanosleep(int clock, int flags, TimeSpec* request, TimeSpec* remain);

    [LibraryImport("libc")]
    private static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
