using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Levada.FileSystem;

/// <summary>What .NET has no member for: flushing data alone, flushing names, reserving, early write-back.</summary>
internal static partial class SystemCalls
{
    private const int Interrupted = 4; // EINTR, the same number on every Unix .NET runs on
    private const int InvalidArgument = 22; // EINVAL: the file system has no flush of directories
    private const int FallocateKeepSize = 1;
    private const uint SyncFileRangeWrite = 2;

    public static void FlushData(SafeFileHandle handle, string path)
    {
        while (fdatasync(handle) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != Interrupted) throw Failure("fdatasync", path, error);
        }
    }

    public static void FlushDirectory(string path)
    {
        // Reading is the only access a directory has; the flags are 0 (read only) so that they are the same everywhere.
        var descriptor = open(path, 0);
        if (descriptor < 0) throw Failure("open", path, Marshal.GetLastPInvokeError());
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        while (fsync(handle) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == InvalidArgument) return;
            if (error != Interrupted) throw Failure("fsync", path, error);
        }
    }

    /// <summary>Reserves blocks; a file system that cannot is no worse off than without.</summary>
    public static void PreallocateKeepingSize(SafeFileHandle handle, long position, long byteCount) =>
        _ = fallocate(handle, FallocateKeepSize, position, byteCount);

    public static void StartWriteback(SafeFileHandle handle, long position, long byteCount) =>
        _ = sync_file_range(handle, position, byteCount, SyncFileRangeWrite);

    private static IOException Failure(string call, string path, int error) =>
        new($"{call} of {path} failed: {Marshal.GetPInvokeErrorMessage(error)}");

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(SafeFileHandle descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(SafeFileHandle descriptor);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fallocate(SafeFileHandle descriptor, int mode, long offset, long length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int sync_file_range(SafeFileHandle descriptor, long offset, long length, uint flags);
}
