using System.Buffers.Binary;

namespace Levada.TransferEngine.Merge;

/// <summary>Rows in key order in a scratch file, each key once; read from the front.</summary>
/// <remarks>An entry: the key's length and the row's, four bytes little-endian each, then both.</remarks>
internal sealed class SortedRun : IDisposable
{
    private readonly Stream _file;
    private readonly byte[] _header = new byte[2 * sizeof(int)];

    private SortedRun(Stream file, int age)
    {
        _file = file;
        Age = age;
    }

    /// <summary>Runs are numbered in the order of writing: of two rows with one key the one from the later run is newer.</summary>
    public int Age { get; }

    public ReadOnlyMemory<byte> Key { get; private set; }

    public ReadOnlyMemory<byte> Row { get; private set; }

    public static SortedRun Write(Stream scratch, int age, IEnumerable<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Row)> entries)
    {
        var run = new SortedRun(new BufferedStream(scratch, 1 << 16), age);
        foreach (var (key, row) in entries)
        {
            BinaryPrimitives.WriteInt32LittleEndian(run._header, key.Length);
            BinaryPrimitives.WriteInt32LittleEndian(run._header.AsSpan(sizeof(int)), row.Length);
            run._file.Write(run._header);
            run._file.Write(key.Span);
            run._file.Write(row.Span);
        }

        run._file.Seek(0, SeekOrigin.Begin);
        return run;
    }

    /// <summary>Steps to the next entry; what the last one gave stays as it is.</summary>
    public bool MoveNext()
    {
        if (_file.ReadAtLeast(_header, _header.Length, throwOnEndOfStream: false) < _header.Length)
            return false;
        var key = new byte[BinaryPrimitives.ReadInt32LittleEndian(_header)];
        var row = new byte[BinaryPrimitives.ReadInt32LittleEndian(_header.AsSpan(sizeof(int)))];
        _file.ReadExactly(key);
        _file.ReadExactly(row);
        (Key, Row) = (key, row);
        return true;
    }

    public void Dispose() => _file.Dispose();
}
