using Microsoft.Win32.SafeHandles;

namespace Levada.Network;

/// <summary>The bytes of one connection: a plain socket today, TLS or memory by the same few calls.</summary>
/// <remarks>
/// One receive and one send at a time, started by one caller at a time. <see cref="IDisposable.Dispose"/> ends a pending
/// transfer, whose buffer is in use until the owner has been told.
/// </remarks>
internal interface ITransport : IDisposable
{
    void Attach(ITransportOwner owner);

    /// <summary>Receives what is there, or waits for it.</summary>
    Transfer Receive(Memory<byte> destination);

    /// <summary>Sends what fits without waiting.</summary>
    /// <param name="isMoreComing">Further bytes follow at once: the tail may wait for them to fill a packet.</param>
    Transfer TrySend(ReadOnlySpan<byte> bytes, bool isMoreComing);

    /// <summary>Sends a range of a file without copying it, as far as it fits without waiting.</summary>
    Transfer TrySendFile(SafeFileHandle file, long position, int byteCount);

    /// <summary>Sends all bytes, waiting as needed.</summary>
    Transfer Send(ReadOnlyMemory<byte> bytes);
}
