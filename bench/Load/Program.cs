using System.CommandLine;
using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Levada.Load;

var bootstrap = new Option<string>("--bootstrap", "-b") { DefaultValueFactory = _ => "127.0.0.1:9092", Description = "Address of any Kafka-compatible broker." };
var topic = new Option<string>("--topic") { DefaultValueFactory = _ => "", Description = "Topic; produce makes one of its own when none is named and prints it." };
var partitions = new Option<int>("--partitions") { DefaultValueFactory = _ => 6 };
var records = new Option<long>("--records") { DefaultValueFactory = _ => 3_000_000 };
var size = new Option<int>("--size") { DefaultValueFactory = _ => 1024, Description = "Bytes of a record's value." };
var payload = new Option<string>("--payload") { DefaultValueFactory = _ => "random", Description = "random or json." };
var codec = new Option<string>("--codec") { DefaultValueFactory = _ => "none" };
var acks = new Option<string>("--acks") { DefaultValueFactory = _ => "1" };
var idempotent = new Option<bool>("--idempotent");
var namesPartitions = new Option<bool>("--name-partitions") { Description = "The producer names the partitions, a thousand records each in turn, rather than leave them to librdkafka." };
var linger = new Option<int>("--linger-ms") { DefaultValueFactory = _ => 5 };
var rate = new Option<int>("--rate") { DefaultValueFactory = _ => 200, Description = "Records per second of a latency run." };
var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 30 };
var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 1_000 };
var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3 };
var processId = new Option<int>("--pid") { Description = "The broker's process id: adds CPU, memory and threads." };
var start = new Option<string?>("--start") { Description = "Command that starts the broker, for start and restart." };
var touch = new Option<double>("--touch-gb") { DefaultValueFactory = _ => 4.5, Description = "Memory touched before each produce run." };

Option[] all = [bootstrap, topic, partitions, records, size, payload, codec, acks, idempotent, namesPartitions, linger, rate, seconds, connections, runs, processId, start, touch];
var root = new RootCommand("Load for any Kafka-compatible broker: throughput, latency, cost.");
Add("produce", "Throughput of one producer, then of a consumer of the same records.", options =>
{
    for (var run = 0; run < options.RunCount; run++)
    {
        var named = options.Topic.Length > 0 ? options : options with { Topic = $"load-{Guid.NewGuid():N}" };
        CreateTopic(named);
        ProduceRun.Execute(named);
        Consume(named);
        Console.WriteLine($"         topic {named.Topic}");
        if (options.Topic.Length == 0) DeleteTopic(named);
    }
});
Add("consume", "Throughput of a consumer of an existing topic.", options =>
{
    for (var run = 0; run < options.RunCount; run++) ConsumeRun.Execute(options);
});
Add("latency", "Latency at a fixed rate, from the intended send time.", options =>
{
    for (var run = 0; run < options.RunCount; run++)
    {
        var named = options with { Topic = $"load-{Guid.NewGuid():N}", PartitionCount = 1 };
        CreateTopic(named);
        LatencyRun.Execute(named);
        DeleteTopic(named);
    }
});
Add("transactions", "Transactions of 100 records; --connections says how many producers commit at once.", options =>
{
    for (var run = 0; run < options.RunCount; run++)
    {
        var named = options with { Topic = $"load-{Guid.NewGuid():N}" };
        CreateTopic(named);
        TransactionsRun.Execute(named, options.ConnectionCount);
        DeleteTopic(named);
    }
});
Add("share", "Throughput of a share group of --connections members that read the same records.", options =>
{
    for (var run = 0; run < options.RunCount; run++)
    {
        var named = options with { Topic = $"load-{Guid.NewGuid():N}" };
        CreateTopic(named);
        ProduceRun.Execute(named);
        ShareRun.Execute(named);
        DeleteTopic(named);
    }
});
Add("start", "Start-up until Metadata is answered.", options =>
{
    for (var run = 0; run < options.RunCount; run++) StartRun.AwaitMetadata(options);
});
Add("restart", "Start-up on a directory with data until records of the topic are fetched.", StartRun.AwaitRecords);
Add("partitions", "Creation of a topic with many partitions, and their cost at rest.", PartitionsRun.Execute);
Add("connections", "Memory of idle connections.", ConnectionsRun.Execute);
Add("rebalance", "Time until a consumer group of --connections members reads all --partitions again.", options =>
{
    var named = options with { Topic = $"load-{Guid.NewGuid():N}" };
    CreateTopic(named);
    RebalanceRun.Execute(named);
    DeleteTopic(named);
});
Add("idle", "CPU, memory and threads while nothing happens.", IdleRun.Execute);
return root.Parse(args).Invoke();

void Add(string name, string description, Action<LoadOptions> run)
{
    var command = new Command(name, description);
    foreach (var option in all) command.Options.Add(option);
    command.SetAction(parsed => run(new LoadOptions
    {
        Bootstrap = parsed.GetValue(bootstrap)!, Topic = parsed.GetValue(topic)!, PartitionCount = parsed.GetValue(partitions),
        RecordCount = parsed.GetValue(records), RecordBytes = parsed.GetValue(size), Payload = parsed.GetValue(payload)!,
        Codec = parsed.GetValue(codec)!, Acks = parsed.GetValue(acks)!, IsIdempotent = parsed.GetValue(idempotent), NamesPartitions = parsed.GetValue(namesPartitions),
        ConnectionCount = parsed.GetValue(connections), LingerMs = parsed.GetValue(linger), Rate = parsed.GetValue(rate), Seconds = parsed.GetValue(seconds),
        RunCount = parsed.GetValue(runs), BrokerProcessId = parsed.GetValue(processId), StartCommand = parsed.GetValue(start),
        TouchedGigabytes = parsed.GetValue(touch),
    }));
    root.Subcommands.Add(command);
}

// In a process of its own, as consumers are: what is left of a producer's memory slows one down by a fifth.
void Consume(LoadOptions options)
{
    string[] arguments =
    [
        "consume", "--runs", "1", "--bootstrap", options.Bootstrap, "--topic", options.Topic, "--partitions", $"{options.PartitionCount}",
        "--records", $"{options.RecordCount}", "--size", $"{options.RecordBytes}", "--pid", $"{options.BrokerProcessId}",
    ];
    using var consumer = Process.Start(Environment.ProcessPath!, arguments);
    consumer.WaitForExit();
    if (consumer.ExitCode != 0) throw new InvalidOperationException($"The consumer ended with exit code {consumer.ExitCode}.");
}

void CreateTopic(LoadOptions options)
{
    using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = options.Bootstrap }).Build();
    try
    {
        admin.CreateTopicsAsync([new TopicSpecification { Name = options.Topic, NumPartitions = options.PartitionCount, ReplicationFactor = 1 }]).GetAwaiter().GetResult();
    }
    catch (CreateTopicsException e) when (e.Results.All(result => result.Error.Code is ErrorCode.TopicAlreadyExists))
    {
        // A named topic may be filled again.
    }
}

void DeleteTopic(LoadOptions options)
{
    using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = options.Bootstrap }).Build();
    admin.DeleteTopicsAsync([options.Topic]).GetAwaiter().GetResult();
}
