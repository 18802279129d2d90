using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Levada.History.Events;
using Levada.History.Workloads;

namespace Levada.History;

/// <summary>One run: a broker, its clients, its faults, and the end in which all is read once more.</summary>
internal sealed class HistoryRun(RunPlan plan, Recorder recorder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);
    private readonly WorkloadSettings _settings = new($"127.0.0.1:{plan.Port}", recorder, plan.Seed);
    private readonly Random _random = new(plan.Seed);

    /// <exception cref="TimeoutException">The clients do not come to an end: something that was promised does not happen.</exception>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var broker = new BrokerUnderTest(plan.Program, plan.Directory, plan.Port, plan.Overrides);
        await broker.StartAsync();
        await CreateTopicsAsync();
        using var writing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writers = Start(Cast.Writers(_settings), writing.Token);
        var readers = Start(Cast.Readers(_settings, plan.HasConsumerProtocol), reading.Token);
        for (var fault = 0; fault < plan.FaultCount; fault++)
        {
            await AwaitProgressAsync(_random.Next(plan.EventCountBetween, 2 * plan.EventCountBetween), [writers, readers], cancellationToken);
            await FaultAsync(broker);
            Console.Error.WriteLine($"fault {fault + 1} of {plan.FaultCount}, {recorder.Count} events");
        }

        await AwaitProgressAsync(plan.EventCountBetween, [writers, readers], cancellationToken);
        await writing.CancelAsync();
        await writers.WaitAsync(Patience, cancellationToken);
        foreach (var (group, topic) in Cast.Drains(plan.HasConsumerProtocol)) await Task.Run(() => AwaitDrained(group, topic), cancellationToken);
        await reading.CancelAsync();
        await readers.WaitAsync(Patience, cancellationToken);
        await Task.Run(ReadAll, cancellationToken);
    }

    private static Task Start(IEnumerable<IWorkload> workloads, CancellationToken stopping) => Task.WhenAll(
        workloads.Select(workload => Task.Factory.StartNew(() => workload.Run(stopping), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

    private async Task CreateTopicsAsync()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _settings.Bootstrap }).SetLogHandler(WorkloadSettings.Quiet).Build();
        await admin.CreateTopicsAsync(RunPlan.Topics.Select(topic => new TopicSpecification { Name = topic.Key, NumPartitions = topic.Value, ReplicationFactor = 1 }));
        Add(new CopyEvent { Process = "run", BeginUs = Recorder.NowUs, EndUs = Recorder.NowUs, From = RunPlan.Plain, To = RunPlan.Copy });
        Add(new CopyEvent { Process = "run", BeginUs = Recorder.NowUs, EndUs = Recorder.NowUs, From = RunPlan.Ordered, To = RunPlan.OrderedCopy });
    }

    private async Task AwaitProgressAsync(int eventCount, Task[] clients, CancellationToken cancellationToken)
    {
        var target = recorder.Count + eventCount;
        var deadlineUs = Recorder.NowUs + (long)Patience.TotalMicroseconds;
        while (recorder.Count < target)
        {
            if (Recorder.NowUs > deadlineUs) throw new TimeoutException("The clients make no progress.");
            foreach (var failed in clients.Where(client => client.IsFaulted)) await failed;
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }

    private async Task FaultAsync(BrokerUnderTest broker)
    {
        var beginUs = Recorder.NowUs;
        var isKill = _random.Next(4) != 0;
        if (isKill) await broker.KillAsync();
        else await broker.StopAsync();
        await broker.StartAsync();
        Add(new FaultEvent { Process = "run", BeginUs = beginUs, EndUs = Recorder.NowUs, What = isKill ? "kill -9" : "clean restart" });
    }

    private void AwaitDrained(string group, string topic)
    {
        using var consumer = new ConsumerBuilder<Ignore, string>(_settings.Consumer(group, Isolation.Committed)).SetLogHandler(WorkloadSettings.Quiet).Build();
        var partitions = Enumerable.Range(0, RunPlan.Topics[topic]).Select(partition => new TopicPartition(topic, partition)).ToArray();
        var ends = partitions.ToDictionary(partition => partition, partition => consumer.QueryWatermarkOffsets(partition, Patience).High);
        var deadlineUs = Recorder.NowUs + (long)Patience.TotalMicroseconds;
        while (!IsDrained(consumer, partitions, ends))
        {
            if (Recorder.NowUs > deadlineUs) throw new TimeoutException($"Group {group} does not come to the end of {topic}.");
            Thread.Sleep(LookInterval);
        }
    }

    private static bool IsDrained(IConsumer<Ignore, string> consumer, TopicPartition[] partitions, Dictionary<TopicPartition, Offset> ends)
    {
        try
        {
            return consumer.Committed(partitions, TimeSpan.FromSeconds(5)).TrueForAll(committed => committed.Offset.Value >= ends[committed.TopicPartition].Value);
        }
        catch (KafkaException)
        {
            return false;
        }
    }

    private void ReadAll()
    {
        var reader = new FinalReader(_settings);
        foreach (var (topic, partitionCount) in RunPlan.Topics) reader.Read(topic, partitionCount);
    }

    private void Add(HistoryEvent happened) => recorder.Add(happened);
}
