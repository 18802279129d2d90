using System.Collections.Immutable;
using Levada.DataFiles.Targets;
using Levada.Transfer;
using Levada.Transfer.Options;

namespace Levada.DataFiles.Sources;

/// <summary>Tells the layout of files from their first bytes.</summary>
internal static class FileKinds
{
    private const int SequenceVersionMax = 6;

    /// <summary>The layout that all files of a data set have; text when there is none with any byte.</summary>
    /// <exception cref="TransferException">They have several.</exception>
    public static FileLayout Of(ImmutableArray<(string Path, long Length)> files)
    {
        (string Path, FileLayout Layout)? first = null;
        foreach (var (path, length) in files)
        {
            if (length == 0)
                continue;
            var layout = Of(path);
            first ??= (path, layout);
            if (layout != first.Value.Layout)
                throw new TransferException(
                    $"The data set mixes layouts: {first.Value.Path} is {Name(first.Value.Layout)}, {path} is {Name(layout)}. Read them one after another.");
        }

        return first?.Layout ?? FileLayout.Text;
    }

    /// <summary>The layout of a file.</summary>
    public static FileLayout Of(Stream file)
    {
        Span<byte> bytes = stackalloc byte[4];
        var head = bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        if (head.Length == 4 && head.StartsWith("SEQ"u8) && head[3] <= SequenceVersionMax)
            return FileLayout.Sequence;
        if (head.SequenceEqual("Obj\u0001"u8))
            return FileLayout.Avro;
        return head.SequenceEqual("PAR1"u8) && EndsWith(file, "PAR1"u8) ? FileLayout.Parquet : FileLayout.Text;
    }

    private static FileLayout Of(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            return Of(file);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw DiskFailure.Of($"read {path}", e);
        }
    }

    /// <summary>A text may begin like a Parquet file, but hardly end like one too.</summary>
    private static bool EndsWith(Stream file, ReadOnlySpan<byte> end)
    {
        if (file.Length < 2 * end.Length)
            return false;
        file.Seek(-end.Length, SeekOrigin.End);
        Span<byte> bytes = stackalloc byte[end.Length];
        file.ReadExactly(bytes);
        return bytes.SequenceEqual(end);
    }

    private static string Name(FileLayout layout) => layout switch
    {
        FileLayout.Sequence => "a SequenceFile",
        FileLayout.Avro => "an Avro file",
        FileLayout.Parquet => "a Parquet file",
        _ => "text",
    };
}
