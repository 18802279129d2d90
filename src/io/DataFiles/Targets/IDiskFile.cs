namespace Levada.DataFiles.Targets;

/// <summary>A file that is written from its present end on.</summary>
internal interface IDiskFile : IDisposable
{
    long Length { get; }

    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Makes all that was written last over a loss of power.</summary>
    void Sync();
}
