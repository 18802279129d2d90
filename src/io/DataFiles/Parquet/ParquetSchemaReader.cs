using System.Collections.Immutable;

namespace Levada.DataFiles.Parquet;

/// <summary>Reads a footer's schema: a tree, written depth first, whose leaves are the columns.</summary>
/// <remarks>Source: parquet.thrift of parquet-format 2.12, SchemaElement and LogicalType.</remarks>
internal static class ParquetSchemaReader
{
    private const int DepthMax = 64;

    private const int TypeField = 1;
    private const int SizeField = 2;
    private const int RepetitionField = 3;
    private const int NameField = 4;
    private const int ChildCountField = 5;
    private const int ConvertedField = 6;
    private const int ScaleField = 7;
    private const int PrecisionField = 8;
    private const int LogicalField = 10;

    public static ImmutableArray<ParquetLeaf> Read(ref ThriftReader thrift)
    {
        var elements = new List<Element>();
        for (var count = thrift.BeginStructs(); count > 0; count--)
            elements.Add(ReadElement(ref thrift));
        var leaves = ImmutableArray.CreateBuilder<ParquetLeaf>();
        var at = 0;
        Walk(elements, ref at, leaves, -1);
        return leaves.ToImmutable();
    }

    // The root has the depth -1 and columns the depth 0.
    private static void Walk(List<Element> elements, ref int at, ImmutableArray<ParquetLeaf>.Builder leaves, int depth)
    {
        if (at >= elements.Count || depth > DepthMax)
            throw new InvalidDataException("The schema's tree is broken.");
        var element = elements[at++];
        if (element.Leaf is { } leaf && element.ChildCount == 0)
        {
            leaves.Add(leaf with { IsNested = depth > 0 });
            return;
        }
        for (var child = 0; child < element.ChildCount; child++)
            Walk(elements, ref at, leaves, depth + 1);
    }

    private static Element ReadElement(ref ThriftReader thrift)
    {
        var (name, hasType, newer) = ("", false, (ParquetLeaf?)null);
        Span<int> numbers = stackalloc int[PrecisionField + 1];
        numbers.Clear();
        numbers[ConvertedField] = -1;
        for (var field = 0; thrift.NextField(ref field);)
        {
            if (field == NameField)
                name = thrift.ReadText();
            else if (field == LogicalField)
                newer = ReadLogicalType(ref thrift);
            else if (field is >= TypeField and <= PrecisionField)
                numbers[field] = thrift.ReadInt32();
            else
                thrift.Skip();
            hasType |= field == TypeField;
        }
        if (!hasType)
            return new(null, numbers[ChildCountField]);
        var meaning = newer ?? OfConvertedType(numbers[ConvertedField], numbers[ScaleField], numbers[PrecisionField]);
        var (type, size) = (numbers[TypeField], numbers[SizeField]);
        if (meaning.Scale is < 0 or > byte.MaxValue || size < 0 || type is < 0 or > (int)PhysicalType.FixedBytes)
            throw new InvalidDataException($"The column {name} has a type that is none.");
        var leaf = meaning with { Name = name, Type = (PhysicalType)type, Size = size, Repetition = (Repetition)numbers[RepetitionField] };
        return new(leaf, numbers[ChildCountField]);
    }

    private static ParquetLeaf Leaf(ParquetMeaning meaning) => new() { Name = "", Type = default, Meaning = meaning };

    private static ParquetLeaf OfConvertedType(int converted, int scale, int precision) => (ConvertedType)converted switch
    {
        ConvertedType.Utf8 or ConvertedType.Enum or ConvertedType.Json => Leaf(ParquetMeaning.Text),
        ConvertedType.Decimal => Leaf(ParquetMeaning.Decimal) with { Scale = scale, Precision = precision },
        ConvertedType.Date => Leaf(ParquetMeaning.Date),
        ConvertedType.TimeMillis => Leaf(ParquetMeaning.Time) with { UnitsPerSecond = 1000 },
        ConvertedType.TimeMicros => Leaf(ParquetMeaning.Time) with { UnitsPerSecond = 1_000_000 },
        ConvertedType.TimestampMillis => Leaf(ParquetMeaning.Timestamp) with { UnitsPerSecond = 1000, IsUtc = true },
        ConvertedType.TimestampMicros => Leaf(ParquetMeaning.Timestamp) with { UnitsPerSecond = 1_000_000, IsUtc = true },
        ConvertedType.UInt8 or ConvertedType.UInt16 or ConvertedType.UInt32 or ConvertedType.UInt64 => Leaf(ParquetMeaning.Unsigned),
        _ => Leaf(ParquetMeaning.Plain),
    };

    // A union: the number of its one field says the type, the field's own fields the details.
    private static ParquetLeaf ReadLogicalType(ref ThriftReader thrift)
    {
        thrift.NeedStruct();
        var leaf = Leaf(ParquetMeaning.Plain);
        for (var field = 0; thrift.NextField(ref field);)
        {
            thrift.NeedStruct();
            leaf = field switch
            {
                5 => ReadDecimal(ref thrift),
                7 => ReadTime(ref thrift, ParquetMeaning.Time),
                8 => ReadTime(ref thrift, ParquetMeaning.Timestamp),
                10 => ReadInteger(ref thrift),
                _ => SkipDetails(ref thrift, field),
            };
        }
        return leaf;
    }

    private static ParquetLeaf SkipDetails(ref ThriftReader thrift, int type)
    {
        thrift.Skip();
        return Leaf(type switch
        {
            1 or 4 or 12 => ParquetMeaning.Text,
            6 => ParquetMeaning.Date,
            14 => ParquetMeaning.Uuid,
            15 => ParquetMeaning.Float16,
            _ => ParquetMeaning.Plain,
        });
    }

    private static ParquetLeaf ReadDecimal(ref ThriftReader thrift)
    {
        var (scale, precision) = (0, 0);
        for (var field = 0; thrift.NextField(ref field);)
        {
            if (field == 1)
                scale = thrift.ReadInt32();
            else if (field == 2)
                precision = thrift.ReadInt32();
            else
                thrift.Skip();
        }
        return Leaf(ParquetMeaning.Decimal) with { Scale = scale, Precision = precision };
    }

    private static ParquetLeaf ReadTime(ref ThriftReader thrift, ParquetMeaning meaning)
    {
        var (isUtc, units) = (false, 1000);
        for (var field = 0; thrift.NextField(ref field);)
        {
            if (field == 1)
                isUtc = thrift.ReadBool();
            else if (field == 2)
                units = ReadUnit(ref thrift);
            else
                thrift.Skip();
        }
        return Leaf(meaning) with { IsUtc = isUtc, UnitsPerSecond = units };
    }

    private static int ReadUnit(ref ThriftReader thrift)
    {
        thrift.NeedStruct();
        var units = 1000;
        for (var field = 0; thrift.NextField(ref field);)
        {
            units = field switch
            {
                1 => 1000,
                2 => 1_000_000,
                3 => 1_000_000_000,
                _ => throw new InvalidDataException($"A time has the unknown unit {field}."),
            };
            thrift.Skip();
        }
        return units;
    }

    private static ParquetLeaf ReadInteger(ref ThriftReader thrift)
    {
        var isSigned = true;
        for (var field = 0; thrift.NextField(ref field);)
        {
            if (field == 2)
                isSigned = thrift.ReadBool();
            else
                thrift.Skip();
        }
        return Leaf(isSigned ? ParquetMeaning.Plain : ParquetMeaning.Unsigned);
    }

    private readonly record struct Element(ParquetLeaf? Leaf, int ChildCount);
}
