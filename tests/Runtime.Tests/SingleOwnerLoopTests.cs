namespace Levada.Runtime.Tests;

public sealed class SingleOwnerLoopTests
{
    [Fact]
    public void A_turn_takes_everything_that_waits_in_order()
    {
        var (owner, scheduler) = (new RecordingOwner(), new ManualScheduler());
        var loop = new SingleOwnerLoop<int>(owner, 10, scheduler);
        for (var i = 0; i < 3; i++) Assert.Equal(PostResult.Accepted, loop.Post(i));
        Assert.Equal(1, scheduler.Count);
        scheduler.RunAll();
        Assert.Equal(["0,1,2"], owner.Turns);
    }

    [Fact]
    public void A_full_inbox_refuses_and_has_room_after_the_turn()
    {
        var (owner, scheduler) = (new RecordingOwner(), new ManualScheduler());
        var loop = new SingleOwnerLoop<int>(owner, 2, scheduler);
        loop.Post(1);
        loop.Post(2);
        Assert.Equal(PostResult.Full, loop.Post(3));
        scheduler.RunAll();
        Assert.Equal(PostResult.Accepted, loop.Post(4));
        scheduler.RunAll();
        Assert.Equal(["1,2", "4"], owner.Turns);
    }

    [Fact]
    public void A_wake_gives_an_empty_turn_even_when_the_inbox_is_full()
    {
        var (owner, scheduler) = (new RecordingOwner(), new ManualScheduler());
        var loop = new SingleOwnerLoop<int>(owner, 1, scheduler);
        loop.Wake();
        loop.Wake();
        scheduler.RunAll();
        Assert.Equal([""], owner.Turns);
        loop.Post(1);
        loop.Wake();
        scheduler.RunAll();
        Assert.Equal(["", "1"], owner.Turns);
    }

    [Fact]
    public void What_is_posted_during_a_turn_gets_a_turn_of_its_own()
    {
        var (owner, scheduler) = (new RecordingOwner(), new ManualScheduler());
        SingleOwnerLoop<int> loop = null!;
        owner.OnFirstTurn = () => loop.Post(2);
        loop = new SingleOwnerLoop<int>(owner, 10, scheduler);
        loop.Post(1);
        scheduler.RunAll();
        Assert.Equal(["1", "2"], owner.Turns);
    }

    [Fact]
    public void Closing_hands_over_what_waits_once_and_refuses_the_rest()
    {
        var (owner, scheduler) = (new RecordingOwner(), new ManualScheduler());
        var loop = new SingleOwnerLoop<int>(owner, 10, scheduler);
        loop.Post(1);
        loop.Close();
        Assert.Equal(PostResult.Closed, loop.Post(2));
        scheduler.RunAll();
        loop.Close();
        loop.Wake();
        scheduler.RunAll();
        Assert.Empty(owner.Turns);
        Assert.Equal(["closed 1"], owner.Closings);
    }

    [Fact]
    public void A_failing_turn_closes_the_inbox_and_reaches_every_waiter()
    {
        var (owner, scheduler) = (new RecordingOwner(), new ManualScheduler());
        SingleOwnerLoop<int> loop = null!;
        owner.OnFirstTurn = () =>
        {
            loop.Post(2);
            throw new InvalidOperationException("broken");
        };
        loop = new SingleOwnerLoop<int>(owner, 10, scheduler);
        loop.Post(1);
        scheduler.RunAll();
        Assert.Equal(["broken 1,2"], owner.Closings);
        Assert.Equal(PostResult.Closed, loop.Post(3));
    }

    [Fact]
    public void Turns_never_overlap_and_no_command_is_lost_or_moved()
    {
        const int senderCount = 4, perSender = 20_000;
        var owner = new CountingOwner(senderCount, senderCount * perSender);
        var loop = new SingleOwnerLoop<(int Sender, int Number)>(owner, 100, PoolScheduler.Instance);
        var senders = Enumerable.Range(0, senderCount).Select(sender => new Thread(() =>
        {
            for (var i = 0; i < perSender;)
            {
                if (loop.Post((sender, i)) == PostResult.Accepted) i++;
                else Thread.Yield();
            }
        })).ToList();
        senders.ForEach(sender => sender.Start());
        senders.ForEach(sender => sender.Join());
        owner.AllSeen.Wait(TestContext.Current.CancellationToken);
        Assert.False(owner.HasOverlapped);
        Assert.False(owner.IsOutOfOrder);
    }

    private sealed class RecordingOwner : ILoopOwner<int>
    {
        public List<string> Turns { get; } = [];
        public List<string> Closings { get; } = [];
        public Action? OnFirstTurn { get; set; }

        public void OnTurn(ReadOnlySpan<int> commands)
        {
            Turns.Add(string.Join(',', commands.ToArray()));
            var action = OnFirstTurn;
            OnFirstTurn = null;
            action?.Invoke();
        }

        public void OnClosed(Exception? reason, ReadOnlySpan<int> commands) =>
            Closings.Add($"{reason?.Message ?? "closed"} {string.Join(',', commands.ToArray())}");
    }

    private sealed class CountingOwner(int senderCount, int total) : ILoopOwner<(int Sender, int Number)>
    {
        private readonly int[] _next = new int[senderCount];
        private int _inside;
        private int _seen;

        public ManualResetEventSlim AllSeen { get; } = new();
        public bool HasOverlapped { get; private set; }
        public bool IsOutOfOrder { get; private set; }

        public void OnTurn(ReadOnlySpan<(int Sender, int Number)> commands)
        {
            HasOverlapped |= Interlocked.Increment(ref _inside) != 1;
            foreach (var (sender, number) in commands) IsOutOfOrder |= _next[sender]++ != number;
            _seen += commands.Length;
            Interlocked.Decrement(ref _inside);
            if (_seen == total) AllSeen.Set();
        }

        public void OnClosed(Exception? reason, ReadOnlySpan<(int Sender, int Number)> commands)
        {
        }
    }
}
