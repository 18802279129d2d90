namespace Levada.Runtime;

/// <summary>The one owner whose state a <see cref="SingleOwnerLoop{TCommand}"/> protects; its members never overlap.</summary>
public interface ILoopOwner<TCommand>
{
    /// <summary>Handles what has gathered since the last turn; empty after a bare <see cref="SingleOwnerLoop{TCommand}.Wake"/>.</summary>
    void OnTurn(ReadOnlySpan<TCommand> commands);

    /// <summary>The loop's one exit: nothing runs after it.</summary>
    /// <param name="reason">What a turn threw; null after <see cref="SingleOwnerLoop{TCommand}.Close"/>.</param>
    /// <param name="commands">
    /// Commands without an answer. Those of a turn that threw are all here, also the ones it had handled before.
    /// </param>
    void OnClosed(Exception? reason, ReadOnlySpan<TCommand> commands);
}
