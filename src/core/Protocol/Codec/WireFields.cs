namespace Levada.Protocol.Codec;

/// <summary>Field writers of generated code that check what a version allows.</summary>
internal static class WireFields
{
    public static void WriteString(WireWriter writer, string? text, bool isFlexible, bool isNullable)
    {
        if (text is null && !isNullable) throw NullNotAllowed();
        writer.WriteString(text, isFlexible);
    }

    public static void WriteBytes(WireWriter writer, byte[]? bytes, bool isFlexible, bool isNullable)
    {
        if (bytes is not null) writer.WriteBytes(bytes, isFlexible);
        else if (isNullable) writer.WriteBytesLength(-1, isFlexible);
        else throw NullNotAllowed();
    }

    /// <summary>A struct behind a marker: -1 for null, 1 for a value. Without marker where the version knows no null.</summary>
    public static void WriteNullable<TStruct>(WireWriter writer, TStruct? value, short version, bool isNullable)
        where TStruct : struct, IWireElement<TStruct, TStruct>
    {
        if (value is null && !isNullable) throw NullNotAllowed();
        if (isNullable) writer.WriteInt8(value is null ? (sbyte)-1 : (sbyte)1);
        if (value is { } some) TStruct.Write(writer, some, version, isFlexible: true);
    }

    /// <summary>What a writer throws for a value that the version has no place for.</summary>
    public static ArgumentException Absent(string field, short version) =>
        new($"{field} is set, but version {version} has no such field.");

    public static ArgumentException NullNotAllowed() => new("A field that may not be null in this version is null.");
}
