using System.Text;

namespace Levada.DataFiles.Targets;

/// <summary>A lock that a file stands for. The system frees it with the process; the file goes away with the lock.</summary>
/// <remarks>
/// Only its holder deletes the file, so whoever gets the lock of a file that has lost its name by then tries again. Seen across
/// machines as far as the file system passes flock on.
/// </remarks>
internal sealed class LockFile : IDisposable
{
    private const int HolderBytesMax = 1024;

    private readonly string _path;
    private readonly FileStream _file;

    private LockFile(string path, FileStream file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>Takes the lock; null when another holds it, whose words <paramref name="holder"/> then has.</summary>
    public static LockFile? TryTake(string path, ref string holder)
    {
        while (true)
        {
            if (TryOpen(path) is not { } file)
            {
                holder = ReadHolder(path);
                return null;
            }

            if (IsStillNamed(path, file, holder))
                return new LockFile(path, file);
        }
    }

    public void Dispose()
    {
        if (_file.SafeFileHandle.IsClosed)
            return;
        // An open file cannot be deleted on Windows; everywhere else it must go before the lock does.
        if (!OperatingSystem.IsWindows())
            TryDelete(_path);
        _file.Dispose();
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException e) when (IsSharingViolation(e))
        {
            return null;
        }
    }

    /// <summary>Writes who holds the lock, then looks whether that can be read under the name. If not, closes the file.</summary>
    private static bool IsStillNamed(string path, FileStream file, string holder)
    {
        var isNamed = false;
        try
        {
            var mark = Encoding.UTF8.GetBytes($"{holder}\n{Guid.NewGuid():N}\n");
            file.SetLength(0);
            file.Write(mark);
            file.Flush();
            isNamed = OperatingSystem.IsWindows() || ReadShared(path).AsSpan().SequenceEqual(mark);
            return isNamed;
        }
        finally
        {
            if (!isNamed)
                file.Dispose();
        }
    }

    private static string ReadHolder(string path) => Encoding.UTF8.GetString(ReadShared(path)).Split('\n')[0];

    /// <summary>Reads beside the lock, which .NET's own streams would ask for too.</summary>
    private static byte[] ReadShared(string path)
    {
        using var file = OperatingSystem.IsWindows() ? null : DiskCalls.TryOpenRead(path);
        if (file is null)
            return [];
        var bytes = new byte[HolderBytesMax];
        return bytes[..RandomAccess.Read(file, bytes, 0)];
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What stays is a file that no one holds: the next taker takes it over.
        }
    }

    /// <summary>EWOULDBLOCK of Linux and of Apple's systems, and Windows' sharing violation.</summary>
    private static bool IsSharingViolation(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
