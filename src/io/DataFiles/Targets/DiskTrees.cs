namespace Levada.DataFiles.Targets;

/// <summary>What takes several steps on a disk.</summary>
internal static class DiskTrees
{
    /// <summary>Deletes an entry and all below it, links themselves and not what they lead to; nothing when there is none.</summary>
    public static void DeleteTree(this IDisk disk, string path)
    {
        switch (disk.KindOf(path))
        {
            case EntryKind.File:
                disk.DeleteFile(path);
                break;
            case EntryKind.Directory:
                foreach (var name in disk.List(path))
                    disk.DeleteTree(Path.Join(path, name));
                disk.DeleteDirectory(path);
                break;
        }
    }

    /// <summary>Writes a small file whose content is there as a whole or not at all, also after a loss of power.</summary>
    public static void WriteDurably(this IDisk disk, string path, ReadOnlySpan<byte> bytes)
    {
        var next = path + ".next";
        using (var file = disk.Create(next))
        {
            file.Write(bytes);
            file.Sync();
        }

        disk.Overwrite(next, path);
        disk.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Reads a small file; null when there is none.</summary>
    /// <exception cref="IOException">Also when it is larger than the bound.</exception>
    public static byte[]? ReadSmall(this IDisk disk, string path, int byteCountMax)
    {
        if (disk.KindOf(path) != EntryKind.File)
            return null;
        using var file = disk.OpenRead(path);
        if (file.Length > byteCountMax)
            throw new IOException($"{path} has {file.Length} bytes, more than the {byteCountMax} that are possible.");
        var bytes = new byte[(int)file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
