namespace Levada.Transfer.Options;

/// <summary>The format of a data set's files.</summary>
public enum FileLayout
{
    Text,
    Sequence,
    Avro,
    Parquet,
}
