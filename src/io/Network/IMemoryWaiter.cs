namespace Levada.Network;

/// <summary>Waits for memory; is given it, on any thread, when some has come back.</summary>
internal interface IMemoryWaiter
{
    void OnMemoryGranted(byte[] buffer);
}
