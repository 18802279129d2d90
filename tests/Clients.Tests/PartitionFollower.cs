using Confluent.Kafka;

namespace Levada.Clients.Tests;

/// <summary>Reads all partitions of a topic from the beginning on a thread of its own, and keeps what it read by offset.</summary>
internal sealed class PartitionFollower : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly object _gate = new();
    private readonly Dictionary<(int Partition, long Offset), string> _values = [];
    private readonly List<string> _contradictions = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Thread _thread;

    public PartitionFollower(string bootstrap, string topic, int partitionCount)
    {
        var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = "unused",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Error,
            ReconnectBackoffMs = 20,
            ReconnectBackoffMaxMs = 100,
            FetchWaitMaxMs = 100,
        }).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(Enumerable.Range(0, partitionCount).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        _thread = new Thread(() => Follow(consumer)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>A copy of what was read so far.</summary>
    public IReadOnlyDictionary<(int Partition, long Offset), string> Values
    {
        get
        {
            lock (_gate) return new Dictionary<(int, long), string>(_values);
        }
    }

    /// <summary>Offsets that were read with two values, and offsets that the broker had and has no more.</summary>
    public IReadOnlyList<string> Contradictions
    {
        get
        {
            lock (_gate) return [.. _contradictions];
        }
    }

    public void WaitForCount(int count)
    {
        var deadline = DateTime.UtcNow + Patience;
        lock (_gate)
        {
            while (_values.Count < count)
            {
                var left = deadline - DateTime.UtcNow;
                Assert.True(left > TimeSpan.Zero && Monitor.Wait(_gate, left), $"{_values.Count} of {count} records came. {string.Join("; ", _contradictions)}");
            }
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _thread.Join();
        _stopping.Dispose();
    }

    private void Follow(IConsumer<Ignore, string> consumer)
    {
        using (consumer)
        {
            while (!_stopping.IsCancellationRequested)
            {
                try
                {
                    var record = consumer.Consume(_stopping.Token);
                    Keep((record.Partition.Value, record.Offset.Value), record.Message.Value);
                }
                catch (OperationCanceledException)
                {
                    // Stopping.
                }
                catch (ConsumeException e) when (e.Error.Code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange)
                {
                    lock (_gate) _contradictions.Add(e.Error.Reason);
                }
                catch (ConsumeException)
                {
                    // The topic is not there yet, or the broker is down: the client goes on by itself.
                }
            }
        }
    }

    private void Keep((int Partition, long Offset) place, string value)
    {
        lock (_gate)
        {
            if (_values.TryGetValue(place, out var known) && known != value) _contradictions.Add($"{place} was {known} and is {value}");
            _values[place] = value;
            Monitor.PulseAll(_gate);
        }
    }
}
