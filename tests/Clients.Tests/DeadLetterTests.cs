using System.Collections.Concurrent;
using System.Text;
using Confluent.Kafka;
using Levada.Servers;

namespace Levada.Clients.Tests;

/// <summary>What a share group of librdkafka gives up, read from its dead-letter topic by an ordinary consumer.</summary>
public sealed class DeadLetterTests
{
    private const int RecordCount = 1200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    [Fact]
    public async Task A_record_that_a_member_rejects_is_found_in_the_dead_letter_topic()
    {
        await using var broker = await RunningBroker.StartAsync(PatientBroker.Members);
        await CreateAsync(broker.Bootstrap, "unwanted", partitionCount: 1);
        await ShareGroupTests.ProduceAsync(broker.Bootstrap, "unwanted", 0, 30);
        using var consumer = new ShareConsumer(broker.Bootstrap, "choosers", "unwanted", isExplicit: true);
        var doneCount = 0;
        while (doneCount < 30)
        {
            doneCount += consumer.Poll(record => record.Offset % 3 == 0 ? 3 : 1).Count;
            Assert.True(consumer.TryCommit());
        }

        using var letters = new LetterReader(broker.Bootstrap, "dlq.unwanted");
        while (letters.Letters.Count < 10) letters.Read();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (0, 3L * i)), letters.Letters.Keys.Order());
        Assert.All(letters.Letters, pair => Assert.Equal($"record {pair.Key.Offset}", pair.Value.Value));
        Assert.All(letters.Letters.Values, letter => Assert.Equal("rejected", LetterReader.Header(letter, "__levada.dlq.reason")));
        Assert.All(letters.Letters.Values, letter => Assert.Equal("choosers", LetterReader.Header(letter, "__dlq.errors.group")));
    }

    [Theory]
    [InlineData("disk")]
    [InlineData("page-cache")]
    public async Task No_record_that_was_given_up_is_lost_when_the_broker_is_killed(string durability)
    {
        await using var broker = await RunningBroker.StartAsync($"levada.durability={durability}", "share.coordinator.snapshot.update.records.per.snapshot=20");
        await CreateAsync(broker.Bootstrap, "doomed", partitionCount: 2);
        var rejected = new ConcurrentDictionary<(int, long), bool>();
        var isOver = false;
        var producing = ProduceAsync(broker.Bootstrap);
        var consuming = Enumerable.Range(0, 2).Select(_ => Task.Run(() => Reject(broker.Bootstrap, rejected, () => Volatile.Read(ref isOver)))).ToArray();
        using var letters = new LetterReader(broker.Bootstrap, "dlq.doomed");
        for (var kill = 1; kill <= 4; kill++)
        {
            while (letters.Letters.Count < kill * RecordCount / 6) letters.Read();
            await broker.KillAsync();
            await broker.StartAgainAsync();
        }

        await producing;
        while (letters.Letters.Count < RecordCount) letters.Read();
        Volatile.Write(ref isOver, true);
        await Task.WhenAll(consuming);
        Assert.NotEmpty(rejected);
        Assert.Equal(RecordCount, letters.Letters.Values.Select(letter => letter.Value).Distinct().Count());
        Assert.Empty(rejected.Keys.Except(letters.Letters.Keys));
    }

    [Fact]
    public async Task What_a_killed_broker_left_to_be_written_is_written_without_anybody_in_the_group()
    {
        // With so many replicas the dead-letter topic cannot be made: nothing is written before the kill.
        await using var broker = await RunningBroker.StartAsync(
            ["default.replication.factor=3", "errors.deadletterqueue.auto.create.topics.enable=true", .. PatientBroker.Members]);
        await CreateGroupAsync(broker.Bootstrap, "orphaned", partitionCount: 1);
        await ShareGroupTests.ProduceAsync(broker.Bootstrap, "orphaned", 0, 5);
        using (var consumer = new ShareConsumer(broker.Bootstrap, "choosers", "orphaned", isExplicit: true))
        {
            for (var rejectedCount = 0; rejectedCount < 5;)
            {
                rejectedCount += consumer.Poll(_ => 3).Count;
                Assert.True(consumer.TryCommit());
            }

            await broker.KillAsync();
        }

        await broker.StartAgainAsync();
        await CreateLetterTopicAsync(broker.Bootstrap, "orphaned");
        using var letters = new LetterReader(broker.Bootstrap, "dlq.orphaned");
        while (letters.Letters.Count < 5) letters.Read();
        Assert.All(letters.Letters.Values, letter => Assert.Equal("rejected", LetterReader.Header(letter, "__levada.dlq.reason")));
    }

    private static async Task CreateAsync(string bootstrap, string topic, int partitionCount)
    {
        await CreateGroupAsync(bootstrap, topic, partitionCount);
        await CreateLetterTopicAsync(bootstrap, topic);
    }

    private static Task CreateGroupAsync(string bootstrap, string topic, int partitionCount) => ShareGroupTests.CreateAsync(
        bootstrap, topic, partitionCount, "choosers", $"errors.deadletterqueue.topic.name=dlq.{topic}", "errors.deadletterqueue.copy.record.enable=true");

    private static Task<string> CreateLetterTopicAsync(string bootstrap, string topic) => Tool.RunAsync(
        RunningBroker.ProgramPath(),
        ["topic", "create", "-b", bootstrap, $"dlq.{topic}", "-p", "1", "-r", "1", "-c", "errors.deadletterqueue.group.enable=true"]);

    private static async Task ProduceAsync(string bootstrap)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig
        {
            BootstrapServers = bootstrap, EnableIdempotence = true, LingerMs = 1, BatchNumMessages = 20, ReconnectBackoffMaxMs = 200,
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        await Task.WhenAll(Enumerable.Range(0, RecordCount).Select(i => producer.ProduceAsync("doomed", new() { Value = $"record {i}" })));
    }

    private static void Reject(string bootstrap, ConcurrentDictionary<(int, long), bool> rejected, Func<bool> isOver)
    {
        using var consumer = new ShareConsumer(bootstrap, "choosers", "doomed", isExplicit: true);
        while (!isOver())
        {
            var records = consumer.Poll(_ => 3);
            if (records.Count == 0 || !consumer.TryCommit()) continue;
            foreach (var record in records) rejected[(record.Partition, record.Offset)] = true;
        }
    }

    /// <summary>Reads a dead-letter topic from its beginning, by the place that its records are from.</summary>
    private sealed class LetterReader : IDisposable
    {
        private readonly IConsumer<Ignore, string> _consumer;
        private readonly CancellationTokenSource _patience = new(Patience);

        public LetterReader(string bootstrap, string topic)
        {
            _consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig
            {
                BootstrapServers = bootstrap, GroupId = "readers", EnableAutoCommit = false, ReconnectBackoffMaxMs = 200,
            }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
            _consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        }

        public Dictionary<(int Partition, long Offset), Message<Ignore, string>> Letters { get; } = [];

        public static string Header(Message<Ignore, string> letter, string name) => Encoding.UTF8.GetString(letter.Headers.GetLastBytes(name));

        public void Read()
        {
            _patience.Token.ThrowIfCancellationRequested();
            if (_consumer.Consume(TimeSpan.FromMilliseconds(200)) is not { } letter) return;
            var place = (int.Parse(Header(letter.Message, "__dlq.errors.partition")), long.Parse(Header(letter.Message, "__dlq.errors.offset")));
            Letters[place] = letter.Message;
        }

        public void Dispose()
        {
            _consumer.Dispose();
            _patience.Dispose();
        }
    }
}
