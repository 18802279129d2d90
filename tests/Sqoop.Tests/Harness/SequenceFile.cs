using System.Buffers.Binary;
using System.Text;

namespace Levada.Sqoop.Tests.Harness;

/// <summary>An uncompressed SequenceFile, read by its layout alone.</summary>
internal sealed class SequenceFile
{
    private const int SyncLength = 16;
    private readonly byte[] _bytes;
    private int _at;

    public SequenceFile(string path)
    {
        _bytes = File.ReadAllBytes(path);
        Assert.Equal("SEQ\u0006"u8.ToArray(), Take(4).ToArray());
        KeyClass = ReadText();
        ValueClass = ReadText();
        Assert.Equal([0, 0], Take(2).ToArray());
        for (var count = ReadInt32(); count > 0; count--) _ = (ReadText(), ReadText());
        var sync = Take(SyncLength).ToArray();
        while (_at < _bytes.Length)
        {
            var length = ReadInt32();
            if (length == -1)
            {
                Assert.Equal(sync, Take(SyncLength).ToArray());
                continue;
            }

            var keyLength = ReadInt32();
            Records.Add((BinaryPrimitives.ReadInt64BigEndian(Take(keyLength)), Convert.ToHexString(Take(length - keyLength))));
        }
    }

    public string KeyClass { get; }

    public string ValueClass { get; }

    /// <summary>Key and value, the value in hexadecimal digits.</summary>
    public List<(long Key, string Value)> Records { get; } = [];

    private ReadOnlySpan<byte> Take(int length)
    {
        _at += length;
        return _bytes.AsSpan(_at - length, length);
    }

    private int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    private string ReadText() => Encoding.UTF8.GetString(Take(ReadVariableInt()));

    // One byte up to 127; from -113 downwards a byte says how many follow.
    private int ReadVariableInt()
    {
        var first = (sbyte)Take(1)[0];
        return first >= 0 ? first : Take(-112 - first).ToArray().Aggregate(0, (value, next) => (value << 8) | next);
    }
}
