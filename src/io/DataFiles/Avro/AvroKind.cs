namespace Levada.DataFiles.Avro;

/// <summary>The types that Avro tells apart.</summary>
internal enum AvroKind
{
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    Text,
    Fixed,
    Enum,
    Record,
    Array,
    Map,
    Union,
}
