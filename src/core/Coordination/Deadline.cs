namespace Levada.Coordination;

/// <summary>Something a coordinator does at a monotonic time, unless the time is moved or cleared before.</summary>
internal sealed class Deadline(Action<Decision> onDue)
{
    public const long Never = long.MaxValue;

    /// <summary>When it is due, in monotonic milliseconds.</summary>
    public long AtMs { get; set; } = Never;

    /// <summary>The time it stands in the queue for: not later than <see cref="AtMs"/>.</summary>
    public long QueuedAtMs { get; set; } = Never;

    public void Run(Decision decision) => onDue(decision);
}
