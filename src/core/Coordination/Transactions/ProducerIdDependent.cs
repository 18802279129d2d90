namespace Levada.Coordination.Transactions;

/// <summary>An answer that may need a fresh producer id first.</summary>
/// <param name="IsProducerIdNeeded">Nothing was decided: supply an id and ask again.</param>
public readonly record struct ProducerIdDependent<TResponse>(bool IsProducerIdNeeded, TResponse Response)
{
    public static implicit operator ProducerIdDependent<TResponse>(TResponse response) => new(false, response);
}
