using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Levada.DataFiles.Targets;

/// <summary>What .NET has no member for: flushing names, renames that replace nothing, exchanges, identities. Linux, or nothing.</summary>
internal static partial class DiskCalls
{
    private const int Interrupted = 4; // EINTR
    private const int InvalidArgument = 22; // EINVAL: the file system lacks the flag or the call
    private const int NoSuchCall = 38; // ENOSYS
    private const int NotSupported = 95; // EOPNOTSUPP
    private const int WorkingDirectory = -100; // AT_FDCWD
    private const int DoNotFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint BasicStatus = 0x7FF; // STATX_BASIC_STATS
    private const uint NoReplace = 1;
    private const uint Exchange = 2;
    private const uint StartWriting = 2; // SYNC_FILE_RANGE_WRITE

    public static void SyncDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = open(path, 0);
        if (descriptor < 0)
            throw Failure("open", path, Marshal.GetLastPInvokeError());
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        while (fsync(handle) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == InvalidArgument)
                return;
            if (error != Interrupted)
                throw Failure("fsync", path, error);
        }
    }

    /// <summary>Opens a file to read without asking for any lock; null when that fails. Not on Windows.</summary>
    public static SafeFileHandle? TryOpenRead(string path)
    {
        var descriptor = open(path, 0);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Starts writing a range to the disk, so that the flush at the end has less to wait for. Its failure shows there.</summary>
    public static void StartWriteback(SafeFileHandle handle, long position, long byteCount)
    {
        if (OperatingSystem.IsLinux())
            _ = sync_file_range(handle, position, byteCount, StartWriting);
    }

    /// <summary>Renames unless the new name is taken; false where the file system cannot do that in one step.</summary>
    public static bool TryRenameNoReplace(string from, string to) => TryRename(from, to, NoReplace);

    public static bool TryExchange(string first, string second) => TryRename(first, second, Exchange);

    /// <summary>Device, inode and owner of an entry; null where they cannot be had.</summary>
    public static unsafe (FileIdentity Identity, uint Owner)? Status(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        Span<byte> status = stackalloc byte[256];
        try
        {
            fixed (byte* start = status)
                if (statx(WorkingDirectory, path, DoNotFollow, BasicStatus, start) != 0)
                    return null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }

        // Offsets of struct statx, which are the same on every architecture: uid 20, ino 32, dev_major 136, dev_minor 140.
        var device = ((ulong)Number32(status[136..]) << 32) | Number32(status[140..]);
        return (new FileIdentity(device, Number64(status[32..])), Number32(status[20..]));
    }

    public static uint UserId() => geteuid();

    private static bool TryRename(string from, string to, uint flags)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            if (renameat2(WorkingDirectory, from, WorkingDirectory, to, flags) == 0)
                return true;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }

        var error = Marshal.GetLastPInvokeError();
        return error is InvalidArgument or NoSuchCall or NotSupported ? false : throw Failure($"rename to {to}", from, error);
    }

    private static uint Number32(ReadOnlySpan<byte> bytes) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static ulong Number64(ReadOnlySpan<byte> bytes) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);

    private static IOException Failure(string call, string path, int error) =>
        new($"{call} of {path}: {Marshal.GetPInvokeErrorMessage(error)}", error);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(SafeFileHandle descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int sync_file_range(SafeFileHandle descriptor, long offset, long byteCount, uint flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int renameat2(int fromDirectory, string from, int toDirectory, string to, uint flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int statx(int directory, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc")]
    private static partial uint geteuid();
}
