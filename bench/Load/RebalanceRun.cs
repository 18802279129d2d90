using System.Diagnostics;
using Confluent.Kafka;

namespace Levada.Load;

/// <summary>How long a group of many members of the consumer protocol (KIP-848) takes until every partition has its reader again.</summary>
internal static class RebalanceRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static void Execute(LoadOptions options)
    {
        var group = $"load-{Guid.NewGuid():N}";
        var members = new List<Member>();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < options.ConnectionCount; i++) members.Add(new Member(options, group));
        Await(members, options.PartitionCount);
        Console.WriteLine($"rebalance {members.Count} members at once, {options.PartitionCount} partitions: all read after {watch.Elapsed.TotalSeconds:F1} s");

        watch.Restart();
        members.Add(new Member(options, group));
        Await(members, options.PartitionCount);
        Console.WriteLine($"rebalance one member more: all read after {watch.Elapsed.TotalSeconds:F1} s");

        watch.Restart();
        members[0].Dispose();
        members.RemoveAt(0);
        Await(members, options.PartitionCount);
        Console.WriteLine($"rebalance one member leaves: all read after {watch.Elapsed.TotalSeconds:F1} s");
        Parallel.ForEach(members, member => member.Dispose());
    }

    /// <summary>Waits until every member has its fair share, and all shares together are everything.</summary>
    private static void Await(List<Member> members, int partitionCount)
    {
        var least = partitionCount / members.Count;
        var watch = Stopwatch.StartNew();
        while (members.Sum(member => member.PartitionCount) != partitionCount || members.Exists(member => member.PartitionCount < least))
        {
            if (watch.Elapsed > Patience) throw new TimeoutException("The group did not settle within five minutes.");
            Thread.Sleep(20);
        }
    }

    private sealed class Member : IDisposable
    {
        private readonly IConsumer<byte[], byte[]> _consumer;
        private readonly CancellationTokenSource _stopping = new();
        private readonly Thread _poller;
        private int _partitionCount;

        public Member(LoadOptions options, string group)
        {
            var config = new ConsumerConfig { BootstrapServers = options.Bootstrap, GroupId = group, GroupProtocol = GroupProtocol.Consumer };
            _consumer = new ConsumerBuilder<byte[], byte[]>(config)
                .SetPartitionsAssignedHandler((_, partitions) => { Interlocked.Add(ref _partitionCount, partitions.Count); })
                .SetPartitionsRevokedHandler((_, partitions) => { Interlocked.Add(ref _partitionCount, -partitions.Count); })
                .SetPartitionsLostHandler((_, partitions) => { Interlocked.Add(ref _partitionCount, -partitions.Count); })
                .Build();
            _consumer.Subscribe(options.Topic);
            _poller = new Thread(Poll, 256 * 1024) { IsBackground = true };
            _poller.Start();
        }

        public int PartitionCount => Volatile.Read(ref _partitionCount);

        public void Dispose()
        {
            _stopping.Cancel();
            _poller.Join();
            _consumer.Close();
            _consumer.Dispose();
            _stopping.Dispose();
        }

        private void Poll()
        {
            try
            {
                while (true) _consumer.Consume(_stopping.Token);
            }
            catch (OperationCanceledException)
            {
                // The run is over.
            }
        }
    }
}
