using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Control;

/// <summary>Hands out producer ids one by one from blocks that the controller allocates durably.</summary>
internal sealed class ProducerIdSource(ControllerLoop controller, MetadataPublisher metadata) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _next;
    private long _end;

    /// <summary>An id that no producer ever had before.</summary>
    public async ValueTask<long> NextAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_next == _end) await AllocateAsync(cancellationToken);
            return _next++;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async ValueTask AllocateAsync(CancellationToken cancellationToken)
    {
        var request = new AllocateProducerIdsRequest { BrokerId = metadata.NodeId, BrokerEpoch = metadata.BrokerEpoch.Value };
        var block = await controller.DecideAsync(state => ProducerIdAllocation.Decide(request, state), cancellationToken);
        if (block.ErrorCode != ErrorCode.None) throw new InvalidOperationException($"The controller gives no producer ids: {block.ErrorCode.ToKafkaName()}");
        (_next, _end) = (block.ProducerIdStart, block.ProducerIdStart + block.ProducerIdLen);
    }
}
