using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Levada.Network;

internal static unsafe partial class Posix
{
    public const int MessageDontWait = 0x40;
    public const int MessageNoSignal = 0x4000;
    public const int MessageMore = 0x8000;

    private const int InterruptedError = 4;
    private const int AgainError = 11;

    /// <summary>Sends what fits now.</summary>
    public static Transfer Send(SafeHandle socket, ReadOnlySpan<byte> bytes, int flags)
    {
        fixed (byte* first = bytes)
        {
            nint sent;
            do sent = SendNative(socket, first, (nuint)bytes.Length, flags | MessageDontWait | MessageNoSignal);
            while (sent < 0 && Marshal.GetLastPInvokeError() == InterruptedError);
            return sent >= 0 ? Transfer.Done((int)sent) : LastFailure();
        }
    }

    /// <summary>Sends a file's range from the page cache into a non-blocking socket.</summary>
    public static Transfer SendFile(SafeHandle socket, SafeFileHandle file, long position, int byteCount)
    {
        nint sent;
        do sent = SendFileNative(socket, file, &position, (nuint)byteCount);
        while (sent < 0 && Marshal.GetLastPInvokeError() == InterruptedError);
        return sent switch
        {
            > 0 => Transfer.Done((int)sent),
            0 => Transfer.Failed, // The file is shorter than its range.
            _ => LastFailure(),
        };
    }

    private static Transfer LastFailure() =>
        Marshal.GetLastPInvokeError() == AgainError ? Transfer.WouldBlock : Transfer.Failed;

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint SendNative(SafeHandle socket, byte* bytes, nuint byteCount, int flags);

    [LibraryImport("libc", EntryPoint = "sendfile", SetLastError = true)]
    private static partial nint SendFileNative(SafeHandle socket, SafeFileHandle file, long* position, nuint byteCount);
}
