namespace Levada.Broker.Share;

/// <summary>A share fetch that waits for records.</summary>
internal interface IShareWaiter
{
    /// <summary>Whether it may leave lying what it is woken for, because it wants more at once: the next is woken with it.</summary>
    bool IsPatient { get; }

    /// <summary>There may be something to acquire. Called without any lock held.</summary>
    void Wake();
}
