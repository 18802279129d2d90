using System.Collections.Immutable;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Codegen;

/// <summary>Columns and delimiters out of the compiled class that Sqoop generated for a table.</summary>
/// <remarks>
/// A column is a private field that is neither static nor final, under the name that Java allows it. Delimiters are found where the class's
/// start sets them; null strings cannot be found. Source: The Java Virtual Machine Specification, chapter 4; ClassWriter.
/// </remarks>
public static class JavaClassFile
{
    private const uint Magic = 0xCAFEBABE;
    private const int Private = 0x0002;
    private const int Static = 0x0008;
    private const int Final = 0x0010;

    /// <exception cref="TransferException">The bytes are no class file, or the class has no column.</exception>
    public static ColumnsFile Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ClassFileReader(bytes);
        if (reader.ReadUInt32() != Magic)
            throw Damaged();
        reader.ReadUInt32();
        var pool = ConstantPool.Read(ref reader) ?? throw Damaged();
        reader.ReadUInt16();
        var name = pool.ClassName(reader.ReadUInt16()).Replace('/', '.');
        reader.ReadUInt16();
        reader.Take(sizeof(ushort) * (long)reader.ReadUInt16());
        var columns = ReadColumns(ref reader, pool);
        var text = ReadDelimiters(ref reader, pool);
        if (reader.Failed)
            throw Damaged();
        return columns.IsEmpty
            ? throw new TransferException($"The Java class {name} has no private fields that could be columns. Please name the columns by --columns.")
            : new ColumnsFile(name, new RowSchema(columns), text);
    }

    private static ImmutableArray<Column> ReadColumns(ref ClassFileReader reader, ConstantPool pool)
    {
        var columns = ImmutableArray.CreateBuilder<Column>();
        for (var rest = reader.ReadUInt16(); rest > 0 && !reader.Failed; rest--)
        {
            var flags = reader.ReadUInt16();
            var name = pool.Text(reader.ReadUInt16());
            var type = TypeOf(pool.Text(reader.ReadUInt16()));
            SkipAttributes(ref reader);
            if ((flags & (Private | Static | Final)) == Private && JavaColumns.Of(name, type) is { } column)
                columns.Add(column);
        }
        return columns.ToImmutable();
    }

    private static TextOptions ReadDelimiters(ref ClassFileReader reader, ConstantPool pool)
    {
        var text = new TextOptions();
        for (var rest = reader.ReadUInt16(); rest > 0 && !reader.Failed; rest--)
        {
            reader.ReadUInt16();
            var isStart = pool.Text(reader.ReadUInt16()) == "<clinit>";
            reader.ReadUInt16();
            for (var attributes = reader.ReadUInt16(); attributes > 0 && !reader.Failed; attributes--)
            {
                var isCode = pool.Text(reader.ReadUInt16()) == "Code";
                var content = reader.Take(reader.ReadUInt32());
                if (isStart && isCode)
                    text = StaticDelimiters.Read(content, pool);
            }
        }
        return text;
    }

    private static void SkipAttributes(ref ClassFileReader reader)
    {
        for (var rest = reader.ReadUInt16(); rest > 0 && !reader.Failed; rest--)
        {
            reader.ReadUInt16();
            reader.Take(reader.ReadUInt32());
        }
    }

    private static string TypeOf(string descriptor) => descriptor switch
    {
        "[B" => "byte[]",
        ['L', .. var name, ';'] => name.Replace('/', '.'),
        _ => "",
    };

    private static TransferException Damaged() => new("This is no Java class file, or it is damaged.");
}
