using System.Collections.Immutable;
using System.Runtime.ExceptionServices;

namespace Levada.TransferEngine;

/// <summary>Runs the tasks of a transfer, each on a thread of its own, until all are done or one fails.</summary>
internal static class TaskGroup
{
    /// <param name="tasks">What the threads do; each looks at the token while it waits.</param>
    /// <param name="cancelWork">Ends what the tasks wait for on servers; called once, when a task failed or the caller gave up.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="Exception">The first failure of a task that was not merely cancelled.</exception>
    public static void Run(
        ImmutableArray<Action<CancellationToken>> tasks, Action cancelWork, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var registration = stop.Token.Register(cancelWork);
        var failures = new Failures();
        var threads = tasks.Select((task, index) => new Thread(() => Guard(task, stop, failures))
        {
            IsBackground = true,
            Name = $"transfer {index}",
        }).ToImmutableArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        failures.Throw(cancellationToken);
    }

    private static void Guard(Action<CancellationToken> task, CancellationTokenSource stop, Failures failures)
    {
        try
        {
            task(stop.Token);
        }
        catch (Exception e)
        {
            failures.Add(e, stop.IsCancellationRequested);
            stop.Cancel();
        }
    }

    private sealed class Failures
    {
        private readonly Lock _lock = new();
        private Exception? _first;

        /// <summary>Keeps the failure that began it all: what fails after the stop is a consequence.</summary>
        public void Add(Exception failure, bool isConsequence)
        {
            lock (_lock)
            {
                if (_first is null || (!isConsequence && _first is OperationCanceledException))
                    _first = failure;
            }
        }

        public void Throw(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_first is not null)
                ExceptionDispatchInfo.Throw(_first);
        }
    }
}
