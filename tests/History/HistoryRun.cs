using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Levada.Client;
using Levada.Client.Admin;
using Levada.History.Events;
using Levada.History.Workloads;
using ConfigResource = Levada.Client.Admin.ConfigResource;

namespace Levada.History;

/// <summary>One run: a broker, its clients, its faults, and the end in which all is read once more.</summary>
internal sealed class HistoryRun(RunPlan plan, Recorder recorder)
{
    // Longer than every session, lock and transaction may last.
    private const int PauseMsMax = 15_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly WorkloadSettings _settings = new(new HostPort("127.0.0.1", plan.Port), recorder, plan.Seed);
    private readonly Random _random = new(plan.Seed);

    /// <exception cref="TimeoutException">The clients do not come to an end: something that was promised does not happen.</exception>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var broker = new BrokerUnderTest(plan.Program, plan.Directory, plan.Port, [.. RunPlan.BrokerSettings, .. plan.Overrides]);
        await broker.StartAsync();
        await CreateTopicsAsync();
        await CreateShareGroupsAsync(cancellationToken);
        using var writing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writers = Start(Cast.Writers(_settings), writing.Token);
        var readers = Start([.. Cast.Readers(_settings, plan.HasConsumerProtocol), .. Cast.Sharers(_settings)], reading.Token);
        await DisturbAsync(broker, [.. writers, .. readers], cancellationToken);
        await writing.CancelAsync();
        await Task.WhenAll(writers).WaitAsync(Patience, cancellationToken);
        var ending = EndAsync(cancellationToken);
        // A reader ends before it is told to only when it fails.
        await await Task.WhenAny([ending, .. readers]);
        await ending;
        await reading.CancelAsync();
        await Task.WhenAll(readers).WaitAsync(Patience, cancellationToken);
    }

    private async Task DisturbAsync(BrokerUnderTest broker, Task[] clients, CancellationToken cancellationToken)
    {
        Say($"seed {plan.Seed}, {plan.FaultCount} faults, each after {plan.RecordCountBetween} to {2 * plan.RecordCountBetween} more records sent");
        var watch = Stopwatch.StartNew();
        for (var fault = 0; fault < plan.FaultCount; fault++)
        {
            await AwaitProgressAsync(_random.Next(plan.RecordCountBetween, 2 * plan.RecordCountBetween), clients, cancellationToken);
            await FaultAsync(broker);
            Say($"fault {fault + 1} of {plan.FaultCount} at {watch.Elapsed.TotalSeconds:0} s, {recorder.SendCount} records sent");
        }

        await AwaitProgressAsync(plan.RecordCountBetween, clients, cancellationToken);
        Say($"pace: {watch.Elapsed.TotalSeconds:0} s, a fault every {watch.Elapsed.TotalSeconds / Math.Max(1, plan.FaultCount):0.0} s, "
            + $"{recorder.SendCount / watch.Elapsed.TotalSeconds:0} records sent a second; producers stop, groups get the time they need");
    }

    /// <summary>Nobody writes any more but who copies: waits for all that is still to be done, and reads everything once more.</summary>
    private async Task EndAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var drain = new Drain(_settings, plan.HasConsumerProtocol);
        await drain.WaitForGroupsAsync(cancellationToken);
        Say($"groups have read to the end after {watch.Elapsed.TotalSeconds:0} s; reading all topics once more");
        await Task.Run(ReadAll, cancellationToken);
        await drain.WaitForShareGroupsAsync(cancellationToken);
        Say($"the end came after {watch.Elapsed.TotalSeconds:0} s");
    }

    private static Task[] Start(IEnumerable<IWorkload> workloads, CancellationToken stopping) =>
    [
        .. workloads.Select(workload =>
            Task.Factory.StartNew(() => workload.Run(stopping), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
    ];

    private async Task CreateTopicsAsync()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _settings.Bootstrap }).SetLogHandler(WorkloadSettings.Quiet).Build();
        await admin.CreateTopicsAsync(RunPlan.Topics.Select(topic => new TopicSpecification { Name = topic.Key, NumPartitions = topic.Value, ReplicationFactor = 1 }));
        Add(new CopyEvent { Process = "run", BeginUs = Recorder.NowUs, EndUs = Recorder.NowUs, From = RunPlan.Plain, To = RunPlan.Copy });
        Add(new CopyEvent { Process = "run", BeginUs = Recorder.NowUs, EndUs = Recorder.NowUs, From = RunPlan.Ordered, To = RunPlan.OrderedCopy });
    }

    private async Task CreateShareGroupsAsync(CancellationToken cancellationToken)
    {
        await using var client = new KafkaClient(new ClientOptions { Bootstrap = [_settings.Address] });
        foreach (var group in Cast.ShareGroups())
        {
            ConfigChange[] changes =
            [
                new("share.auto.offset.reset", ConfigOperation.Set, "earliest"),
                new("share.isolation.level", ConfigOperation.Set, group.Isolation == Isolation.Committed ? "read_committed" : "read_uncommitted"),
            ];
            await new ConfigAdmin(client).AlterAsync(new ConfigResource(ConfigResourceType.Group, group.Group), changes, cancellationToken: cancellationToken);
            Add(group);
        }
    }

    private async Task AwaitProgressAsync(int recordCount, Task[] clients, CancellationToken cancellationToken)
    {
        var target = recorder.SendCount + recordCount;
        var (sent, sentUs) = (recorder.SendCount, Recorder.NowUs);
        while (sent < target)
        {
            if (recorder.SendCount > sent) (sent, sentUs) = (recorder.SendCount, Recorder.NowUs);
            if (Recorder.NowUs - sentUs > Patience.TotalMicroseconds) throw new TimeoutException("The producers make no progress.");
            foreach (var failed in clients.Where(client => client.IsFaulted)) await failed;
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }

    private async Task FaultAsync(BrokerUnderTest broker)
    {
        var beginUs = Recorder.NowUs;
        var what = _random.GetItems<string>([FaultEvent.Kill, FaultEvent.Kill, FaultEvent.Kill, FaultEvent.Restart, FaultEvent.Pause], 1)[0];
        if (what == FaultEvent.Pause)
        {
            await broker.PauseAsync(TimeSpan.FromMilliseconds(_random.Next(PauseMsMax)));
        }
        else
        {
            if (what == FaultEvent.Kill) await broker.KillAsync();
            else await broker.StopAsync();
            await broker.StartAsync();
        }

        Add(new FaultEvent { Process = "run", BeginUs = beginUs, EndUs = Recorder.NowUs, What = what });
    }

    private void ReadAll()
    {
        var reader = new FinalReader(_settings);
        foreach (var (topic, partitionCount) in RunPlan.Topics) reader.Read(topic, partitionCount);
    }

    private void Add(HistoryEvent happened) => recorder.Add(happened);

    private static void Say(string line) => Console.Error.WriteLine(line);
}
