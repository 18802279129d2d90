using System.Text;
using Levada.DataFiles.Blocks;

namespace Levada.DataFiles.Parquet;

/// <summary>Writes structures in Thrift's compact protocol; fields of a structure in rising order of their numbers.</summary>
/// <remarks>Source: Apache Thrift, "Thrift compact protocol".</remarks>
internal sealed class ThriftWriter(BlockBuffer output)
{
    private const int ShortListMax = 14;

    private readonly Stack<int> _outer = [];
    private int _last;

    /// <summary>Begins a structure that is an element of a list, or the outermost one.</summary>
    public void Begin()
    {
        _outer.Push(_last);
        _last = 0;
    }

    /// <summary>Begins a structure that is a field.</summary>
    public void BeginField(int field)
    {
        Header(field, ThriftType.Struct);
        Begin();
    }

    public void End()
    {
        output.WriteByte((byte)ThriftType.Stop);
        _last = _outer.Pop();
    }

    /// <summary>A field that is a structure without fields, as unions of Parquet use them.</summary>
    public void Empty(int field)
    {
        BeginField(field);
        End();
    }

    public void Bool(int field, bool value) => Header(field, value ? ThriftType.True : ThriftType.False);

    public void Int32(int field, int value)
    {
        Header(field, ThriftType.Int32);
        output.WriteZigZag(value);
    }

    public void Int64(int field, long value)
    {
        Header(field, ThriftType.Int64);
        output.WriteZigZag(value);
    }

    public void Binary(int field, ReadOnlySpan<byte> value)
    {
        Header(field, ThriftType.Binary);
        Element(value);
    }

    public void Text(int field, string value) => Binary(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Begins a list; its elements follow by <see cref="Begin"/> and <see cref="End"/>, or <see cref="Element(int)"/>.</summary>
    public void List(int field, ThriftType elementType, int count)
    {
        Header(field, ThriftType.List);
        if (count <= ShortListMax)
        {
            output.WriteByte((byte)((count << 4) | (int)elementType));
            return;
        }
        output.WriteByte((byte)(0xF0 | (int)elementType));
        output.WriteVarint((ulong)count);
    }

    public void Element(int value) => output.WriteZigZag(value);

    public void Element(ReadOnlySpan<byte> value)
    {
        output.WriteVarint((ulong)value.Length);
        output.Write(value);
    }

    private void Header(int field, ThriftType type)
    {
        var distance = field - _last;
        _last = field;
        if (distance is > 0 and <= 15)
        {
            output.WriteByte((byte)((distance << 4) | (int)type));
            return;
        }
        output.WriteByte((byte)type);
        output.WriteZigZag(field);
    }
}
