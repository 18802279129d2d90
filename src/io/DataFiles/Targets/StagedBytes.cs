using Levada.Transfer.Targets;

namespace Levada.DataFiles.Targets;

/// <summary>Takes the bytes of one part that a database wrote as text itself.</summary>
internal sealed class StagedBytes(StagedFile file) : IBytePart
{
    public Stream Content => file.Content;

    public long ByteCount => file.ByteCount;

    public void Complete(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        file.Complete();
    }

    public void Dispose() => file.Dispose();
}
