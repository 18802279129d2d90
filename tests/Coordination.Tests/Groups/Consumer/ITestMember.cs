using Levada.Protocol;

namespace Levada.Coordination.Tests.Groups.Consumer;

/// <summary>A member of either protocol, one step at a time.</summary>
internal interface ITestMember
{
    string Id { get; }

    /// <summary>What it reads.</summary>
    SortedSet<(Uuid Topic, int Partition)> Owned { get; }

    /// <summary>Does the next thing a client would do, without giving up what it is told to.</summary>
    void Step();

    /// <summary>Like <see cref="Step"/>, but the answer never arrives.</summary>
    void StepUnanswered();

    /// <summary>Gives up what it is told to, and takes what it is given.</summary>
    void Reconcile();

    /// <summary>Leaves and comes back as another.</summary>
    void Close(string nextId);

    /// <summary>The process ends without a word and comes back as another.</summary>
    void Crash(string nextId);

    /// <summary>Commits a position in a partition.</summary>
    ErrorCode Commit(string topic, int partition, long offset);
}
