namespace Levada.Network;

/// <summary>Told, on any thread, when what it started has finished.</summary>
internal interface ITransportOwner
{
    void OnReceived(Transfer transfer);
    void OnSent(Transfer transfer);
}
