using System.Buffers;
using System.Globalization;
using Levada.Transfer;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Targets;

/// <summary>The file that a part's large values are appended to; created with the first one.</summary>
/// <remarks>The reference has Sqoop's form, <c>externalLob(lf,_lob/large_obj_0.lob,offset,length)</c>; the file holds nothing but the values' bytes.</remarks>
internal sealed class LargeObjectFile(string directory, string name, long inlineBytesMax, IDisk disk) : ILargeObjectStore, IDisposable
{
    private const int CopyBytes = 128 << 10;

    private readonly string _path = Path.Join(directory, name);
    private IDiskFile? _file;

    public long InlineBytesMax { get; } = inlineBytesMax;

    public string Store(Stream value, CancellationToken cancellationToken)
    {
        var file = _file ??= Tried(Open);
        var offset = file.Length;
        Copy(value, file, cancellationToken);
        return string.Create(
            CultureInfo.InvariantCulture, $"externalLob(lf,{LargeObjectNames.Directory}/{name},{offset},{file.Length - offset})");
    }

    /// <summary>Makes all values so far last over a loss of power.</summary>
    public void Sync() => Tried(() =>
    {
        _file?.Sync();
        return _file;
    });

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private IDiskFile Open()
    {
        if (disk.KindOf(directory) == EntryKind.Missing)
            disk.CreateDirectory(directory, isPrivate: false);
        return disk.KindOf(_path) == EntryKind.Missing ? disk.Create(_path) : disk.Reopen(_path, null);
    }

    /// <summary>Only what the disk refuses is put into words here: the value comes from elsewhere and fails in its own.</summary>
    private void Copy(Stream value, IDiskFile file, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            var total = 0L;
            for (int count; (count = value.Read(buffer, 0, CopyBytes)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                total += count;
                if (total > int.MaxValue)
                    throw new TransferException("A value has more than 2 GiB - 1 bytes, the most that a record can point to.");
                var written = count;
                Tried(() =>
                {
                    file.Write(buffer.AsSpan(0, written));
                    return file;
                });
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private T Tried<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw DiskFailure.Of($"write large values to {_path}", e);
        }
    }
}
