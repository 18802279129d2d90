namespace Levada.Protocol.Generator.Schemas;

/// <summary>The type words of the grammar; <see cref="Struct"/> stands for every other name.</summary>
internal enum FieldKind
{
    Bool,
    Int8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    Float64,
    Uuid,
    Error,
    String,
    Bytes,
    Records,
    Struct,
}
