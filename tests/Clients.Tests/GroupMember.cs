using Confluent.Kafka;

namespace Levada.Clients.Tests;

/// <summary>A consumer that polls on a thread of its own and remembers what its group gave it, took from it, and what it read.</summary>
internal sealed class GroupMember : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly object _gate = new();
    private readonly IConsumer<string, string> _consumer;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Thread _poller;
    private readonly SortedSet<int> _partitions = [];
    private readonly List<int[]> _assignments = [];
    private readonly List<int[]> _revocations = [];
    private readonly List<string> _values = [];
    private Exception? _failure;

    public GroupMember(ConsumerConfig config, string topic)
    {
        _consumer = new ConsumerBuilder<string, string>(config)
            .SetPartitionsAssignedHandler((_, partitions) => Change(() => OnAssigned(Indexes(partitions))))
            .SetPartitionsRevokedHandler((_, partitions) => Change(() => OnRevoked(Indexes(partitions.Select(partition => partition.TopicPartition)))))
            .SetPartitionsLostHandler((_, partitions) => Change(() => OnRevoked(Indexes(partitions.Select(partition => partition.TopicPartition)))))
            .Build();
        _consumer.Subscribe(topic);
        _poller = new Thread(Poll) { IsBackground = true };
        _poller.Start();
    }

    public string MemberId => _consumer.MemberId;
    public IReadOnlyList<int> Partitions => Look(() => _partitions.ToArray());
    public IReadOnlyList<int[]> Assignments => Look(() => _assignments.ToArray());
    public IReadOnlyList<int[]> Revocations => Look(() => _revocations.ToArray());
    public IReadOnlyList<string> Values => Look(() => _values.ToArray());

    /// <summary>Waits until the member's state is as wanted.</summary>
    public void WaitUntil(string what, Func<GroupMember, bool> isSo)
    {
        var deadline = DateTime.UtcNow + Patience;
        lock (_gate)
        {
            while (!isSo(this))
            {
                if (_failure is not null) throw new InvalidOperationException($"The member ended before it {what}.", _failure);
                var left = deadline - DateTime.UtcNow;
                Assert.True(left > TimeSpan.Zero && Monitor.Wait(_gate, left), $"The member never {what}; it holds [{string.Join(' ', _partitions)}].");
            }
        }
    }

    /// <summary>Stops polling and leaves the group as its configuration wants.</summary>
    public void Close()
    {
        if (_stopping.IsCancellationRequested) return;
        _stopping.Cancel();
        _poller.Join();
        _consumer.Close();
    }

    public void Dispose()
    {
        Close();
        _consumer.Dispose();
        _stopping.Dispose();
    }

    private void Poll()
    {
        try
        {
            while (true)
            {
                var result = _consumer.Consume(_stopping.Token);
                Change(() => _values.Add(result.Message.Value));
            }
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
        catch (KafkaException e)
        {
            Change(() => _failure = e);
        }
    }

    private void OnAssigned(int[] partitions)
    {
        _assignments.Add(partitions);
        _partitions.UnionWith(partitions);
    }

    private void OnRevoked(int[] partitions)
    {
        _revocations.Add(partitions);
        _partitions.ExceptWith(partitions);
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            Monitor.PulseAll(_gate);
        }
    }

    private T Look<T>(Func<T> look)
    {
        lock (_gate) return look();
    }

    private static int[] Indexes(IEnumerable<TopicPartition> partitions) => [.. partitions.Select(partition => partition.Partition.Value).Order()];
}
