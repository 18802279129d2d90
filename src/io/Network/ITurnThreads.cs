namespace Levada.Network;

/// <summary>The threads on which connections take their turns.</summary>
internal interface ITurnThreads
{
    /// <summary>Whether other work waits for the calling thread.</summary>
    bool IsCurrentWanted { get; }

    /// <summary>Starts the turn soon, on some thread, behind the work that waits already.</summary>
    void Queue(IThreadPoolWorkItem turn);
}
