using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client.Producing;

/// <summary>The producer id and epoch of an idempotent producer, asked for when first needed.</summary>
internal sealed class ProducerIdentity(KafkaClient client)
{
    private readonly Lock _gate = new();
    private Task<(long ProducerId, ProducerEpoch Epoch)>? _current;

    public Task<(long ProducerId, ProducerEpoch Epoch)> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_current is null or { IsFaulted: true } or { IsCanceled: true }) _current = AskAsync(cancellationToken);
            return _current;
        }
    }

    /// <summary>The broker refused it: the next batch gets a new one.</summary>
    public void Forget()
    {
        lock (_gate) _current = null;
    }

    private async Task<(long ProducerId, ProducerEpoch Epoch)> AskAsync(CancellationToken cancellationToken) =>
        await client.RetryAsync(
            async () =>
            {
                var response = await client.SendToAnyAsync<InitProducerIdRequest, InitProducerIdResponse>(
                    ApiKey.InitProducerId,
                    _ => new InitProducerIdRequest { TransactionalId = null, TransactionTimeoutMs = client.Options.RequestTimeoutMs },
                    cancellationToken);
                if (response.ErrorCode != ErrorCode.None) throw KafkaException.From(response.ErrorCode, "asking for a producer id");
                return (response.ProducerId, new ProducerEpoch(response.ProducerEpoch));
            },
            cancellationToken);
}
