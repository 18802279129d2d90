namespace Levada.Protocol;

/// <summary>A generated request or response.</summary>
public interface IApiMessage<TSelf> : IWireMessage<TSelf> where TSelf : struct, IApiMessage<TSelf>
{
    static abstract ApiKey ApiKey { get; }
}
