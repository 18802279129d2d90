using System.Text;

namespace Levada.Transfer.Codegen;

/// <summary>The names and numbers of a Java class file. Source: The Java Virtual Machine Specification, 4.4.</summary>
internal sealed class ConstantPool
{
    private readonly string?[] _texts;
    private readonly int[] _numbers;

    private ConstantPool(int count) => (_texts, _numbers) = (new string?[count], new int[count]);

    /// <summary>Reads the pool; null when it is none.</summary>
    public static ConstantPool? Read(ref ClassFileReader reader)
    {
        var pool = new ConstantPool(reader.ReadUInt16());
        for (var index = 1; index < pool._texts.Length && !reader.Failed; index++)
        {
            var tag = reader.ReadByte();
            switch (tag)
            {
                case 1: pool._texts[index] = Decode(reader.Take(reader.ReadUInt16())); break;
                case 3: pool._numbers[index] = (int)reader.ReadUInt32(); break;
                // The first half of a name and type, or of a member, is what is asked for here; of a member it is the second.
                case 7 or 8 or 16 or 19 or 20: pool._numbers[index] = reader.ReadUInt16(); break;
                case 12: pool._numbers[index] = reader.ReadUInt16(); reader.ReadUInt16(); break;
                case 9 or 10 or 11: reader.ReadUInt16(); pool._numbers[index] = reader.ReadUInt16(); break;
                case 4 or 17 or 18: reader.ReadUInt32(); break;
                case 15: reader.Take(3); break;
                // Eight bytes take two places.
                case 5 or 6: reader.Take(8); index++; break;
                default: return null;
            }
        }
        return reader.Failed ? null : pool;
    }

    public string Text(int index) => index < _texts.Length ? _texts[index] ?? "" : "";

    public int Number(int index) => index < _numbers.Length ? _numbers[index] : 0;

    /// <summary>The name of a class entry.</summary>
    public string ClassName(int index) => Text(Number(index));

    /// <summary>The name of the field or method that an entry refers to.</summary>
    public string MemberName(int index) => Text(Number(Number(index)));

    // Java writes each half of a surrogate pair, and NUL, as a sequence of its own.
    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        for (var index = 0; index < bytes.Length;)
        {
            int first = bytes[index];
            var length = first < 0x80 ? 1 : first < 0xE0 ? 2 : 3;
            if (index + length > bytes.Length)
                break;
            text.Append(length switch
            {
                1 => (char)first,
                2 => (char)(((first & 0x1F) << 6) | (bytes[index + 1] & 0x3F)),
                _ => (char)(((first & 0x0F) << 12) | ((bytes[index + 1] & 0x3F) << 6) | (bytes[index + 2] & 0x3F)),
            });
            index += length;
        }
        return text.ToString();
    }
}
