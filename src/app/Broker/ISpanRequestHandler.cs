using Levada.Network;

namespace Levada.Broker;

/// <summary>The shape of Produce and Fetch: synchronous over the request's bytes, answering now or later without allocating.</summary>
internal interface ISpanRequestHandler
{
    /// <param name="body">The request after its header; valid and writable until this returns.</param>
    /// <param name="context">Reused for the connection's next request: nothing may keep it.</param>
    FrameResult Handle(Span<byte> body, RequestContext context, ResponseSlot response);
}
