using Levada.Transfer.Rows;

namespace Levada.Transfer.Targets;

/// <summary>Writes one part of a data set, aside of the target until the target commits.</summary>
public interface IPartWriter : IRowWriter
{
    /// <summary>Bytes written so far, as the target stores them.</summary>
    long ByteCount { get; }

    /// <summary>Makes all rows so far last and answers the length from which <see cref="IImportTarget.ReopenPart"/> can go on; null when this format cannot.</summary>
    long? Cut(CancellationToken cancellationToken);
}
