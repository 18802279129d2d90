using System.Security.Cryptography;
using System.Text;
using Levada.Transfer;

namespace Levada.Sqoop.Metastore;

/// <summary>The file of a metastore that is one, for its owner's eyes only, and the lock files beside it.</summary>
internal static class MetastoreFile
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Makes the file where it is missing. An empty file is an empty SQLite database.</summary>
    public static void Ensure(string path)
    {
        if (File.Exists(path)) return;
        try
        {
            EnsureFolder(Path.GetDirectoryName(path)!);
            using var file = Open(path, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TransferException($"The metastore {path} cannot be made: {e.Message}", e);
        }
    }

    /// <summary>Takes the lock of a job; null: another program has it. The system gives it back when this one ends.</summary>
    public static IDisposable? TryLock(string path, string job)
    {
        var folder = path + ".locks";
        EnsureFolder(folder);
        var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(job)))[..32];
        try
        {
            return Open(Path.Combine(folder, name), FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void EnsureFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerFolder);
    }

    private static FileStream Open(string path, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerFile;
        return new FileStream(path, options);
    }
}
