using System.CommandLine;
using Levada.Bench;

namespace Levada.Cli;

/// <summary><c>levada bench ...</c>.</summary>
internal static class BenchCommands
{
    private static readonly Option<string> Topic = new("--topic", "-t") { Description = "The topic", DefaultValueFactory = _ => "levada-bench", HelpName = "name" };
    private static readonly Option<int> Partitions = new("--partitions", "-p") { Description = "Partitions of the topic, if it is created", HelpName = "n" };
    private static readonly Option<int> Size = new("--size", "-s") { Description = "Bytes of a value", DefaultValueFactory = _ => 1024, HelpName = "bytes" };
    private static readonly Option<string> Codec = CodecNames.CodecOption();
    private static readonly Option<string> Acks = CodecNames.AcksOption();
    private static readonly Option<bool> Idempotent = new("--idempotent") { Description = "Produce with a producer id" };

    public static Command Build()
    {
        var bench = new CliCommand("bench", "Measure throughput and latency of any Kafka-compatible cluster");
        bench.Add(Produce());
        bench.Add(Consume());
        bench.Add(Latency());
        return bench;
    }

    private static CliCommand Produce()
    {
        var records = Records(1_000_000);
        var rate = Rate(0);
        var linger = new Option<int>("--linger") { Description = "How long records wait to share a batch, in ms", DefaultValueFactory = _ => 5, HelpName = "ms" };
        var command = new CliCommand(
            "produce", "Produce records as fast as they are taken, or at a rate",
            "levada bench produce", "levada bench produce --records 3000000 --size 1024 --partitions 6 --acks 1 -b other:9092",
            "levada bench produce --rate 50000 --codec lz4") { Topic, Partitions, records, Size, rate, linger, Codec, Acks, Idempotent };
        command.SetAction(parsed => CommandRunner.RunAsync(parsed, (session, cancellationToken) =>
        {
            var load = Load(parsed, parsed.GetValue(records), parsed.GetValue(rate), parsed.GetValue(linger), 6);
            return new ProduceBench(session, load).RunAsync(cancellationToken);
        }));
        return command;
    }

    private static CliCommand Consume()
    {
        var records = Records(1_000_000);
        var command = new CliCommand(
            "consume", "Consume a topic from the beginning",
            "levada bench consume", "levada bench consume --topic orders --records 5000000") { Topic, records };
        command.SetAction(parsed => CommandRunner.RunAsync(
            parsed, (session, cancellationToken) =>
                new ConsumeBench(session, parsed.GetRequiredValue(Topic), parsed.GetValue(records)).RunAsync(cancellationToken)));
        return command;
    }

    private static CliCommand Latency()
    {
        var records = Records(10_000);
        var rate = Rate(1000);
        var command = new CliCommand(
            "latency", "Measure the time from the intended send to acknowledgement and to arrival at a consumer, at a fixed rate",
            "levada bench latency", "levada bench latency --rate 200 --records 6000 --acks all") { Topic, Partitions, records, Size, rate, Codec, Acks, Idempotent };
        command.SetAction(parsed => CommandRunner.RunAsync(parsed, (session, cancellationToken) =>
        {
            var load = Load(parsed, parsed.GetValue(records), parsed.GetValue(rate), 0, 1);
            if (load.RecordsPerSecond <= 0) throw new UsageException("latency is measured at a rate: give --rate");
            return new LatencyBench(session, load).RunAsync(cancellationToken);
        }));
        return command;
    }

    private static Option<long> Records(long count) =>
        new("--records", "-n") { Description = "How many records", DefaultValueFactory = _ => count, HelpName = "n" };

    private static Option<double> Rate(double perSecond) =>
        new("--rate", "-r") { Description = "Records per second; 0 for as many as are taken", DefaultValueFactory = _ => perSecond, HelpName = "n" };

    private static BenchLoad Load(ParseResult parsed, long recordCount, double rate, int lingerMs, int partitionCount)
    {
        const int SizeMin = sizeof(long);
        const int SizeMax = 512 * 1024 * 1024;
        var size = parsed.GetValue(Size);
        if (size is < SizeMin or > SizeMax) throw new UsageException($"--size is {SizeMin} to {SizeMax} bytes");
        if (recordCount < 1) throw new UsageException("--records is at least 1");
        var acks = CodecNames.ParseAcks(parsed.GetValue(Acks));
        if (parsed.GetValue(Idempotent) && acks != -1) throw new UsageException("--idempotent needs --acks all");
        var producer = new Client.Producing.ProducerOptions
        {
            Acks = acks,
            Codec = CodecNames.Parse(parsed.GetValue(Codec)),
            LingerMs = lingerMs,
            IsIdempotent = parsed.GetValue(Idempotent),
            AreTagsKept = true,
        };
        var partitions = parsed.GetValue(Partitions);
        return new BenchLoad(parsed.GetRequiredValue(Topic), partitions > 0 ? partitions : partitionCount, recordCount, size, rate, producer);
    }
}
