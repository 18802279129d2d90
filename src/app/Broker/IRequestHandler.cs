using Levada.Protocol;

namespace Levada.Broker;

/// <summary>Answers one api key. Expected failures are error codes; an exception means a bug or a broken machine.</summary>
internal interface IRequestHandler<TRequest, TResponse>
    where TRequest : struct, IWireMessage<TRequest>
    where TResponse : struct, IWireMessage<TResponse>
{
    ValueTask<TResponse> HandleAsync(TRequest request, RequestContext context, CancellationToken cancellationToken);
}
