using Levada.Transfer;

namespace Levada.DataFiles.Values;

/// <summary>Where a reader stands, for messages.</summary>
internal sealed class RecordPlace(string fileName)
{
    /// <summary>The number of the record, from 0.</summary>
    public long Record { get; set; }

    public string FileName { get; } = fileName;

    /// <summary>A value that the column cannot take.</summary>
    public TransferException Fault(string what) => new($"{FileName}, record {Record}: {what}.");

    /// <summary>Bytes that are not those of the format.</summary>
    public TransferException Damage(InvalidDataException e) => new($"{FileName} is damaged near record {Record}: {e.Message}", e);
}
