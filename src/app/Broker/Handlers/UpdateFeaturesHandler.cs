using Levada.Broker.Control;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Moves the finalized levels of features (KIP-584).</summary>
[KafkaApi(ApiKey.UpdateFeatures, 0, 2)]
internal sealed class UpdateFeaturesHandler(ControllerLoop controller) : IRequestHandler<UpdateFeaturesRequest, UpdateFeaturesResponse>
{
    public ValueTask<UpdateFeaturesResponse> HandleAsync(
        UpdateFeaturesRequest request, RequestContext context, CancellationToken cancellationToken) =>
        controller.DecideAsync(state => FeatureUpdate.Decide(request, context.Version, state, FeatureCatalog.Built), cancellationToken);
}
