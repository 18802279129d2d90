namespace Levada.Transfer.Rows;

/// <summary>The Java type that Sqoop gives a column: it decides a value's text and which null string stands for NULL.</summary>
public enum JavaType
{
    String,
    Integer,
    Long,
    Float,
    Double,
    Boolean,
    BigDecimal,
    Date,
    Time,
    Timestamp,

    /// <summary>BytesWritable: BINARY and VARBINARY.</summary>
    Bytes,

    /// <summary>LONGVARBINARY and BLOB: large values may lie in a file of their own.</summary>
    BlobRef,

    /// <summary>CLOB: large values may lie in a file of their own.</summary>
    ClobRef,
}
