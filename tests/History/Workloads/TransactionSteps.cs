using Confluent.Kafka;

namespace Levada.History.Workloads;

/// <summary>A step of a transaction, tried again as long as the client says that it may be.</summary>
internal static class TransactionSteps
{
    private const int TryCountMax = 20;

    public static void Retry(Action step)
    {
        for (var triesLeft = TryCountMax; ; triesLeft--)
        {
            try
            {
                step();
                return;
            }
            catch (KafkaRetriableException) when (triesLeft > 0)
            {
                // The step goes on where it was.
            }
        }
    }
}
