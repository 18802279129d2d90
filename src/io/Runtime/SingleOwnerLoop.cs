using System.Runtime.InteropServices;

namespace Levada.Runtime;

/// <summary>Runs commands from any thread on one owner, turn by turn, without a thread of its own.</summary>
/// <remarks>
/// A turn takes everything that waits, so that a burst costs one append and one flush. An idle loop is an object in memory
/// and nothing else. If the owner throws, the inbox closes and every command that waits reaches
/// <see cref="ILoopOwner{TCommand}.OnClosed"/>.
/// </remarks>
public sealed class SingleOwnerLoop<TCommand> : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly ILoopOwner<TCommand> _owner;
    private readonly IWorkScheduler _scheduler;
    private readonly int _inboxCountMax;
    private List<TCommand> _inbox = [];
    private List<TCommand> _turn = [];
    private bool _isScheduled;
    private bool _isWakeAsked;
    private bool _isClosing;
    private bool _hasExited;

    /// <param name="inboxCountMax">The most commands that wait for the next turn.</param>
    public SingleOwnerLoop(ILoopOwner<TCommand> owner, int inboxCountMax, IWorkScheduler scheduler)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inboxCountMax);
        _owner = owner;
        _inboxCountMax = inboxCountMax;
        _scheduler = scheduler;
    }

    /// <summary>Queues a command. One that is not accepted reaches nobody.</summary>
    public PostResult Post(TCommand command)
    {
        lock (_gate)
        {
            if (_isClosing) return PostResult.Closed;
            if (_inbox.Count >= _inboxCountMax) return PostResult.Full;
            _inbox.Add(command);
            if (_isScheduled) return PostResult.Accepted;
            _isScheduled = true;
        }

        _scheduler.Schedule(this);
        return PostResult.Accepted;
    }

    /// <summary>Asks for a turn: something outside the inbox has changed. Never refused, unlike a command.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (_hasExited) return;
            _isWakeAsked = true;
            if (_isScheduled) return;
            _isScheduled = true;
        }

        _scheduler.Schedule(this);
    }

    /// <summary>Ends the loop after the turn that runs now; later commands are refused.</summary>
    public void Close()
    {
        lock (_gate) _isClosing = true;
        Wake();
    }

    void IThreadPoolWorkItem.Execute()
    {
        bool isClosing;
        lock (_gate)
        {
            if (_hasExited) return;
            (_inbox, _turn) = (_turn, _inbox);
            _isWakeAsked = false;
            isClosing = _isClosing;
            _hasExited = isClosing;
        }

        if (isClosing) _owner.OnClosed(null, CollectionsMarshal.AsSpan(_turn));
        else RunTurn();
        _turn.Clear();
        // A new work item per turn, not a loop here: other loops share the pool's threads.
        if (HasMoreToDo()) _scheduler.Schedule(this);
    }

    private void RunTurn()
    {
        try
        {
            _owner.OnTurn(CollectionsMarshal.AsSpan(_turn));
        }
        catch (Exception e)
        {
            lock (_gate)
            {
                _isClosing = true;
                _hasExited = true;
                _turn.AddRange(_inbox);
                _inbox.Clear();
            }

            _owner.OnClosed(e, CollectionsMarshal.AsSpan(_turn));
        }
    }

    private bool HasMoreToDo()
    {
        lock (_gate)
        {
            _isScheduled = !_hasExited && (_inbox.Count > 0 || _isWakeAsked);
            return _isScheduled;
        }
    }
}
