namespace Levada.Transfer.Targets;

/// <summary>Takes values that are too large for their record.</summary>
public interface ILargeObjectStore
{
    /// <summary>Bytes up to which a value stays in its record.</summary>
    long InlineBytesMax { get; }

    /// <summary>Stores a value and answers the text that stands for it in the record.</summary>
    string Store(Stream value, CancellationToken cancellationToken);
}
