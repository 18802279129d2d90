using Levada.Network;
using Levada.Protocol;

namespace Levada.Broker;

/// <summary>Opens a response: correlation id, and the header's tagged fields in flexible versions.</summary>
internal static class ResponseHeaders
{
    public static WireWriter Begin(ResponseSlot response, int correlationId, bool hasTaggedFields)
    {
        response.Clear();
        var writer = new WireWriter(response.Buffer);
        writer.WriteInt32(correlationId);
        if (hasTaggedFields) writer.WriteNoTaggedFields();
        return writer;
    }
}
