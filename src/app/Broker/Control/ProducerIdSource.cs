using Levada.Metadata.Controller;
using Levada.Protocol;

namespace Levada.Broker.Control;

/// <summary>Hands out producer ids one by one from blocks that the controller allocates durably.</summary>
internal sealed class ProducerIdSource(ControllerLoop controller, MetadataPublisher metadata)
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

    private async ValueTask AllocateAsync(CancellationToken cancellationToken)
    {
        var block = await controller.DecideAsync(
            image => ProducerIdControl.Allocate(image, metadata.NodeId, metadata.BrokerEpoch), cancellationToken);
        (_next, _end) = (block.FirstProducerId, block.FirstProducerId + block.Length);
    }
}
